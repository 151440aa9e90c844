"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { GiveKeysForm } from "@/components/features/keys/give-keys-form";
import { OpenedLedgers } from "@/components/features/keys/opened-ledgers";
import { RemoveKeysForm } from "@/components/features/keys/remove-keys-form";
import { Ago, Instant } from "@/components/patterns/dates";
import { Card, Facts, Note } from "@/components/patterns/page";
import { Button, buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import type { KeysOnFile } from "@/lib/contracts/settings";

type KeysCardProps = Readonly<{
  tenant: string;
  keys: KeysOnFile;
  isManager: boolean;
  isOpen: boolean;
  cursor: string | undefined;
  onSaid: (said: string) => void;
}>;

/** One set of keys: how it stands, and what can be done with it. */
export function KeysCard({ tenant, keys, isManager, isOpen, cursor, onSaid }: KeysCardProps) {
  const t = useTranslations("keys");
  const [doing, setDoing] = useState<"replace" | "remove">();
  const base = `/${tenant}/settings/keys`;
  const toggle = (what: "replace" | "remove"): void => setDoing(doing === what ? undefined : what);
  return (
    <Card>
      <section aria-labelledby={`keys-${keys.id}`}>
        <div className="mb-3 flex flex-wrap items-center gap-3">
          <h2
            id={`keys-${keys.id}`}
            className="text-[15px] leading-[22px] font-semibold [overflow-wrap:anywhere]"
          >
            {keys.clientId}
          </h2>
          <KeysState state={keys.state} />
        </div>
        {keys.state === "in-doubt" && <Note tone="negative">{t("inDoubtMeans")}</Note>}
        <div className="max-w-xl">
          <Facts
            items={[
              {
                label: t("fingerprint"),
                value: (
                  <span title={t("fingerprintHint")} className="font-mono">
                    {keys.fingerprint ?? t("noFingerprint")}
                  </span>
                ),
              },
              { label: t("storedAt"), value: <Instant at={keys.storedAt} /> },
              { label: t("lastProven"), value: <Ago at={keys.lastProvenAt} /> },
              {
                label: t("lastUsed"),
                value: keys.lastUsedAt === null ? t("never") : <Ago at={keys.lastUsedAt} />,
              },
              ...(keys.inDoubtSince === null
                ? []
                : [{ label: t("inDoubtSince"), value: <Instant at={keys.inDoubtSince} /> }]),
              { label: t("opens"), value: t("opensCount", { count: keys.opens }) },
            ]}
          />
        </div>
        <div className="mt-4 flex flex-wrap gap-2">
          <Link
            href={(isOpen ? base : withQuery(base, { opened: keys.id })) as Route}
            scroll={false}
            className={buttonClass()}
          >
            {t(isOpen ? "hide" : "show")}
          </Link>
          {isManager && (
            <>
              <Button aria-expanded={doing === "replace"} onClick={() => toggle("replace")}>
                {t("replace")}
              </Button>
              <Button aria-expanded={doing === "remove"} onClick={() => toggle("remove")}>
                {t("remove")}
              </Button>
            </>
          )}
        </div>
        {doing === "replace" && (
          <div className="border-line mt-4 border-t pt-4">
            <h3 className="mb-1 text-sm font-semibold">{t("replaceTitle", { clientId: keys.clientId })}</h3>
            <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("replaceDetail")}</p>
            <GiveKeysForm
              tenant={tenant}
              replaces={keys}
              onSaid={(said) => {
                setDoing(undefined);
                onSaid(said);
              }}
            />
          </div>
        )}
        {doing === "remove" && (
          <div className="border-line mt-4 border-t pt-4">
            <h3 className="mb-1 text-sm font-semibold">{t("removeTitle", { clientId: keys.clientId })}</h3>
            <RemoveKeysForm tenant={tenant} keys={keys} onSaid={onSaid} />
          </div>
        )}
        {isOpen && <OpenedLedgers tenant={tenant} keys={keys} base={base} cursor={cursor} />}
      </section>
    </Card>
  );
}

/** Icon, word and colour. */
function KeysState({ state }: Readonly<{ state: KeysOnFile["state"] }>) {
  const t = useTranslations("keys");
  const isGood = state === "proven";
  return (
    <span
      className={`inline-flex items-center gap-1.5 text-sm font-medium ${isGood ? "text-positive" : "text-negative"}`}
    >
      <Icon name={isGood ? "check" : "cross"} className="size-3.5" />
      {t(isGood ? "works" : "inDoubt")}
    </span>
  );
}
