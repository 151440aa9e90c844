"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { Actions } from "@/components/features/reconcile/actions";
import { nameOf, numberOf, useItemWords, whyOf } from "@/components/features/reconcile/item-words";
import type { Outcome } from "@/components/features/reconcile/outcomes";
import type { PanelProps } from "@/components/features/reconcile/panel-props";
import { PanelForm } from "@/components/features/reconcile/panel-form";
import { Reasons } from "@/components/features/reconcile/reasons";
import { Ago, LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Facts } from "@/components/patterns/page";
import { Button, Kbd } from "@/components/ui/button";
import type { OpenItem } from "@/lib/contracts/reconciliation";

/** Everything about the row that the person stands on, and what can be done with it. */
export function Panel(props: PanelProps) {
  const t = useTranslations("reconcile");
  const { tenant, item, outcome, form } = props;
  const words = useItemWords();
  const kind = item.kind === "suggestion" && item.isSure ? "sure" : item.kind;
  return (
    <div className="grid gap-4">
      <div>
        <p className="text-muted text-xs">{t("panelKind", { kind: t(`tie.${kind}`) })}</p>
        <h2 className="text-[15px] leading-[22px] font-semibold [overflow-wrap:anywhere]">
          {nameOf(item, words)}
        </h2>
        <p className="text-muted text-sm">{whyOf(item, words)}</p>
      </div>
      <Facts
        items={[
          {
            label: t("expected"),
            value: <Money amount={item.expected} currency={item.currency} showCurrency />,
          },
          { label: t("booked"), value: <Money amount={item.booked} currency={item.currency} showCurrency /> },
          {
            label: t("difference"),
            value: (
              <span className={`font-semibold ${item.difference === 0n ? "" : "text-negative"}`}>
                <Money amount={item.difference} currency={item.currency} showCurrency />
              </span>
            ),
          },
        ]}
      />
      {item.reasons.length > 0 && <Reasons reasons={item.reasons} />}
      {outcome === undefined && form !== undefined && <PanelForm {...props} form={form} />}
      {outcome === undefined && form === undefined && <Actions item={item} onDeed={props.onDeed} />}
      {outcome !== undefined && <Over outcome={outcome} onUndo={props.onUndo} />}
      {item.payouts.map((payout) => (
        <PayoutLife key={payout.id} tenant={tenant} payout={payout} item={item} />
      ))}
      {item.lines.map((line) => (
        <LineTexts key={line.id} line={line} />
      ))}
      {item.note !== null && <Note note={item.note} />}
    </div>
  );
}

/** What became of the row, and the way back. */
function Over({ outcome, onUndo }: Readonly<{ outcome: Outcome; onUndo: () => void }>) {
  const t = useTranslations("reconcile");
  if (outcome.state === "working") return <p className="text-muted text-sm">{t("workingText")}</p>;
  if (outcome.state === "gone") {
    return (
      <p className="text-sm">
        {outcome.by === undefined ? t("goneText") : t("goneTextBy", { name: outcome.by })}
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-2 text-sm">
      <p>{t(`outcomeText.${outcome.what}`)}</p>
      {outcome.undo !== undefined && (
        <Button onClick={onUndo}>
          {t("undo")} <Kbd>U</Kbd>
        </Button>
      )}
    </div>
  );
}

function PayoutLife({
  tenant,
  payout,
  item,
}: Readonly<{ tenant: string; payout: OpenItem["payouts"][number]; item: OpenItem }>) {
  const t = useTranslations("reconcile");
  const line = item.lines[0];
  return (
    <section aria-label={t("payoutName", { number: numberOf(payout) })} className="text-sm">
      <h3 className="mb-1.5 flex items-baseline gap-2 font-semibold">
        <Link
          href={`/${tenant}/payouts/${payout.id}` as Route}
          className="underline-offset-[3px] hover:underline"
        >
          {t("payoutName", { number: numberOf(payout) })}
        </Link>
        <span className="ml-auto font-normal">
          <Money amount={payout.amount} currency={item.currency} />
        </span>
      </h3>
      <Facts
        items={[
          ...(payout.merchantName === null ? [] : [{ label: t("merchant"), value: payout.merchantName }]),
          { label: t("lifeBooked"), value: <LedgerDate date={payout.ledgerDate} style="weekday" /> },
          { label: t("lifeExpected"), value: <LedgerDate date={payout.expectedDate} style="weekday" /> },
          {
            label: t("lifeBank"),
            value:
              line === undefined ? t("lifeNotThere") : <LedgerDate date={line.bookingDate} style="weekday" />,
          },
          ...(payout.bankReference === null
            ? []
            : [{ label: t("bankReference"), value: payout.bankReference }]),
          { label: t("pspReference"), value: payout.pspReference },
        ]}
      />
    </section>
  );
}

function LineTexts({ line }: Readonly<{ line: OpenItem["lines"][number] }>) {
  const t = useTranslations("reconcile");
  return (
    <section aria-label={t("bankLine")} className="text-sm">
      <h3 className="mb-1.5 flex items-baseline gap-2 font-semibold">
        {t("bankLine")}
        <span className="ml-auto font-normal">
          <Money amount={line.amount} currency={line.currency} />
        </span>
      </h3>
      <Facts
        items={[
          { label: t("lineBooked"), value: <LedgerDate date={line.bookingDate} style="weekday" /> },
          ...(line.valueDate === null || line.valueDate === line.bookingDate
            ? []
            : [{ label: t("lineValue"), value: <LedgerDate date={line.valueDate} style="weekday" /> }]),
          ...(line.left === line.amount
            ? []
            : [{ label: t("lineLeft"), value: <Money amount={line.left} currency={line.currency} /> }]),
          ...(line.bankReference === null ? [] : [{ label: t("lineReference"), value: line.bankReference }]),
        ]}
      />
      {line.texts === null ? (
        <p className="text-muted mt-2">{t("textsNotKept")}</p>
      ) : (
        <dl className="mt-2 grid gap-1.5">
          {line.texts.map(({ field, text }) => (
            <div key={`${field} ${text}`}>
              <dt className="text-muted text-xs">{t(`fields.${field}`)}</dt>
              <dd className="[overflow-wrap:anywhere] whitespace-pre-wrap">{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Note({ note }: Readonly<{ note: NonNullable<OpenItem["note"]> }>) {
  const t = useTranslations("reconcile");
  return (
    <section aria-label={t("note")} className="text-sm">
      <h3 className="mb-1.5 font-semibold">{t("note")}</h3>
      {note.note !== null && <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">{note.note}</p>}
      {note.assignedName !== null && <p>{t("assignedTo", { name: note.assignedName })}</p>}
      <p className="text-muted text-xs">
        {note.changedBy}, <Ago at={note.changedAt} />
      </p>
    </section>
  );
}
