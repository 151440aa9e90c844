"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { useAuditWords } from "@/components/features/audit/audit-words";
import { Instant } from "@/components/patterns/dates";
import { Facts } from "@/components/patterns/page";
import { withQuery } from "@/lib/browser/api";
import type { AuditEvent } from "@/lib/contracts/settings";

/** One event opened: its values before and after in words, where it came from, and its place in the chain. */
export function EventDetails({ base, event }: Readonly<{ base: string; event: AuditEvent }>) {
  const t = useTranslations("audit");
  const erased = event.erased.map((part) => t(`parts.${part}`)).join(", ");
  return (
    <div className="grid gap-5 px-3 py-4 md:grid-cols-2">
      <div>
        <h3 className="mb-2 text-sm font-semibold">{t("changes")}</h3>
        <Changes event={event} />
        {event.erased.length > 0 && (
          <p className="text-muted mt-2 text-sm">{t("erased", { parts: erased })}</p>
        )}
        <p className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          <Link
            className="underline underline-offset-4"
            href={withQuery(base, { subjectType: event.subject.type, subjectId: event.subject.id }) as Route}
          >
            {t("sameSubject")}
          </Link>
          {event.actor.name !== "" && (
            <Link
              className="underline underline-offset-4"
              href={withQuery(base, { who: event.actor.name }) as Route}
            >
              {t("sameActor")}
            </Link>
          )}
        </p>
      </div>
      <div>
        <h3 className="mb-2 text-sm font-semibold">{t("from")}</h3>
        <Facts
          items={[
            { label: t("address"), value: event.address ?? t("notNoted") },
            { label: t("device"), value: event.device ?? t("notNoted") },
            { label: t("request"), value: event.requestId ?? t("notNoted") },
            { label: t("subjectId"), value: event.subject.id },
            { label: t("event"), value: event.id },
            { label: t("place"), value: <Place event={event} /> },
          ]}
        />
      </div>
    </div>
  );
}

function Place({ event }: Readonly<{ event: AuditEvent }>) {
  const t = useTranslations("audit");
  if (event.sequence === null) return t("waiting");
  return t.rich("placed", {
    sequence: String(event.sequence),
    at: () => <Instant at={event.sealedAt} />,
  });
}

/** Value by value: from what to what. */
function Changes({ event }: Readonly<{ event: AuditEvent }>) {
  const t = useTranslations("audit");
  const words = useAuditWords();
  const before = event.before ?? {};
  const after = event.after ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  if (names.length === 0) return <p className="text-muted text-sm">{t("nothingNoted")}</p>;
  const sentence = (name: string): string => {
    const [old, now] = [textOf(before[name]), textOf(after[name])];
    const values = {
      before: old === "" ? t("blank") : (old ?? ""),
      after: now === "" ? t("blank") : (now ?? ""),
    };
    if (old === undefined) return t("setTo", values);
    if (now === undefined)
      return event.after === null ? t("was", values) : t("fromTo", { ...values, after: t("blank") });
    return old === now ? t("unchanged", values) : t("fromTo", values);
  };
  return (
    <dl className="grid gap-1.5 text-sm">
      {names.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-2">
          <dt className="text-muted">{words.field(name)}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{sentence(name)}</dd>
        </div>
      ))}
    </dl>
  );
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
