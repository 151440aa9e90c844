"use client";

import { useLocale, useTranslations } from "next-intl";

import { InPlaceForm } from "@/components/features/reconcile/in-place-form";
import { lineText } from "@/components/features/reconcile/item-words";
import { SumLine } from "@/components/features/reconcile/sum-line";
import { firstShare, readShare, totalOf } from "@/components/features/reconcile/sums";
import { useDraft } from "@/components/features/reconcile/use-draft";
import { pairOf } from "@/components/features/reconcile/use-decisions";
import { TextField } from "@/components/ui/field";
import { formatAmount } from "@/lib/browser/format";
import type { MatchInput, OpenItem } from "@/lib/contracts/reconciliation";

type SplitFormProps = Readonly<{
  tenant: string;
  item: OpenItem;
  onMatch: (input: MatchInput) => Promise<unknown>;
  onClose: () => void;
}>;

/** How much of each line is these payouts; the rest of it stays open. */
export function SplitForm({ tenant, item, onMatch, onClose }: SplitFormProps) {
  const t = useTranslations("reconcile");
  const language = useLocale();
  const isOne = item.lines.length === 1;
  const draft = useDraft(
    `${tenant} ${item.id} split`,
    Object.fromEntries(
      item.lines.map((line) => [
        line.id,
        formatAmount(isOne ? firstShare(item.expected, line.left) : line.left, item.currency, language),
      ]),
    ),
  );
  const shares = item.lines.map((line) => ({
    line,
    share: readShare(draft.values[line.id] ?? "", line.left),
  }));
  const used = shares.flatMap(({ line, share }) =>
    typeof share === "bigint" ? [{ id: line.id, amount: share, isWhole: share === line.left }] : [],
  );
  const total = totalOf(used);
  const isReady = used.length === shares.length && total === item.expected;

  async function send(): Promise<unknown> {
    const { payoutIds, entries } = pairOf(item);
    const fault = await onMatch({
      payoutIds,
      entries,
      lines: used.map(({ id, amount, isWhole }) => (isWhole ? { id } : { id, amount })),
    });
    if (fault === undefined) draft.clear();
    return fault;
  }

  return (
    <InPlaceForm title={t("splitTitle")} act={t("splitAct")} isReady={isReady} onAct={send} onClose={onClose}>
      <p className="text-muted text-sm">{t("splitDetail")}</p>
      {shares.map(({ line, share }) => (
        <TextField
          key={line.id}
          label={t("splitAmount", { line: lineText(line) ?? t("bankLine") })}
          hint={t("splitLeft", { amount: formatAmount(line.left, item.currency, language) })}
          error={
            typeof share === "bigint"
              ? undefined
              : t(share, { amount: formatAmount(line.left, item.currency, language) })
          }
          inputMode="decimal"
          autoComplete="off"
          value={draft.values[line.id] ?? ""}
          onChange={(event) => draft.set({ [line.id]: event.target.value })}
        />
      ))}
      <SumLine payouts={item.expected} lines={total} currency={item.currency} />
    </InPlaceForm>
  );
}
