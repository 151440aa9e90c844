"use client";

import { useLocale, useTranslations } from "next-intl";

import { CandidateList } from "@/components/features/reconcile/candidate-list";
import { DifferenceReason, useDifferenceReason } from "@/components/features/reconcile/difference-form";
import { InPlaceForm } from "@/components/features/reconcile/in-place-form";
import { SumLine } from "@/components/features/reconcile/sum-line";
import { missingOf, totalOf } from "@/components/features/reconcile/sums";
import { useCandidates, windowOf } from "@/components/features/reconcile/use-candidates";
import { pairOf } from "@/components/features/reconcile/use-decisions";
import { useDraft } from "@/components/features/reconcile/use-draft";
import { TextField } from "@/components/ui/field";
import { formatAmount } from "@/lib/browser/format";
import type { MatchInput, OpenItem } from "@/lib/contracts/reconciliation";
import { isLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

type HandFormProps = Readonly<{
  tenant: string;
  item: OpenItem;
  onMatch: (input: MatchInput) => Promise<unknown>;
  onClose: () => void;
}>;

/** A match that a person puts together: any payouts and lines of the account that come to the same. */
export function HandForm({ tenant, item, onMatch, onClose }: HandFormProps) {
  const t = useTranslations("reconcile");
  const language = useLocale();
  const own = pairOf(item);
  const draft = useDraft(`${tenant} ${item.id} hand`, {
    payouts: own.payoutIds.join(" "),
    lines: own.lineIds.join(" "),
  });
  const { values } = draft;
  const within = { from: dateOf(values["from"]), to: dateOf(values["to"]) };
  const sides = useCandidates(tenant, item, within);
  const chosen = { payouts: idsOf(values["payouts"]), lines: idsOf(values["lines"]) };
  const payouts = sides.payouts.candidates.filter(({ id }) => chosen.payouts.has(id));
  const lines = sides.lines.candidates.filter(({ id }) => chosen.lines.has(id));
  const theirs = [...payouts, ...item.entries];
  const missing = missingOf(theirs, lines);
  const [line] = lines;
  // One line that is more than the payouts: the rest of it may stay open.
  const canLeave =
    lines.length === 1 && line !== undefined && theirs.length > 0 && isLess(totalOf(theirs), line.amount);
  const rest = values["rest"];
  const leaves = canLeave && rest === "leave";
  const books = missing !== 0n && rest === "book" && theirs.length > 0 && lines.length > 0;
  const reason = useDifferenceReason()(values);
  const isReady =
    theirs.length > 0 && lines.length > 0 && (missing === 0n || leaves || (books && reason !== undefined));

  function toggle(side: "payouts" | "lines", id: string): void {
    const next = new Set(chosen[side]);
    if (!next.delete(id)) next.add(id);
    draft.set({ [side]: [...next].join(" ") });
  }

  async function send(): Promise<unknown> {
    const fault = await onMatch({
      payoutIds: payouts.map(({ id }) => id),
      entries: own.entries,
      lines: lines.map(({ id }) => (leaves ? { id, amount: totalOf(theirs) } : { id })),
      ...(books && reason !== undefined && { difference: { amount: missing, reason } }),
    });
    if (fault === undefined) draft.clear();
    return fault;
  }

  const sums = { currency: item.currency, near: item.kind === "line" ? item.booked : item.expected };
  const dates = windowOf(item, within);
  return (
    <InPlaceForm title={t("handTitle")} act={t("handAct")} isReady={isReady} onAct={send} onClose={onClose}>
      <div className="grid grid-cols-2 gap-2">
        <TextField
          label={t("from")}
          type="date"
          value={values["from"] ?? dates.from}
          onChange={(event) => draft.set({ from: event.target.value })}
        />
        <TextField
          label={t("to")}
          type="date"
          value={values["to"] ?? dates.to}
          onChange={(event) => draft.set({ to: event.target.value })}
        />
      </div>
      <CandidateList
        {...sums}
        {...sides.payouts}
        title={t("payouts")}
        searchLabel={t("searchPayouts")}
        chosen={chosen.payouts}
        search={values["searchPayouts"] ?? ""}
        onSearch={(text) => draft.set({ searchPayouts: text })}
        onToggle={(id) => toggle("payouts", id)}
      />
      <CandidateList
        {...sums}
        {...sides.lines}
        title={t("bankLines")}
        searchLabel={t("searchLines")}
        chosen={chosen.lines}
        search={values["searchLines"] ?? ""}
        onSearch={(text) => draft.set({ searchLines: text })}
        onToggle={(id) => toggle("lines", id)}
      />
      <SumLine payouts={totalOf(theirs)} lines={totalOf(lines)} currency={item.currency} />
      {missing !== 0n && theirs.length > 0 && lines.length > 0 && (
        <fieldset className="grid gap-2 text-sm">
          <legend className="mb-1.5 text-xs font-medium">{t("whatOfRest")}</legend>
          {canLeave && (
            <label className="flex items-start gap-2">
              <input
                type="radio"
                name="rest"
                checked={rest === "leave"}
                onChange={() => draft.set({ rest: "leave" })}
              />
              {t("leaveRest", { amount: formatAmount(-missing, item.currency, language) })}
            </label>
          )}
          <label className="flex items-start gap-2">
            <input
              type="radio"
              name="rest"
              checked={rest === "book"}
              onChange={() => draft.set({ rest: "book" })}
            />
            {t("bookRest")}
          </label>
          {books && <DifferenceReason values={values} onChange={draft.set} />}
        </fieldset>
      )}
    </InPlaceForm>
  );
}

function idsOf(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? "").split(" ").filter((id) => id !== ""));
}

function dateOf(text: string | undefined): LedgerDate | undefined {
  return text !== undefined && isLedgerDate(text) ? text : undefined;
}

/** Whether the first is a part of the second: nearer to zero, on the same side of it. */
function isLess(part: bigint, whole: bigint): boolean {
  return part > 0n ? part < whole : part < 0n && part > whole;
}
