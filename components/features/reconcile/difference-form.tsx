"use client";

import { useTranslations } from "next-intl";

import { InPlaceForm } from "@/components/features/reconcile/in-place-form";
import { useDraft } from "@/components/features/reconcile/use-draft";
import type { DraftValues } from "@/components/features/reconcile/use-draft";
import { wholeMatchOf } from "@/components/features/reconcile/use-decisions";
import { Money } from "@/components/patterns/money";
import { Facts } from "@/components/patterns/page";
import { SelectField, TextField } from "@/components/ui/field";
import type { MatchInput, OpenItem } from "@/lib/contracts/reconciliation";

export const PRESETS = ["bankFee", "rounding", "exchange", "other"] as const;
const REASON_MAX = 400;

/** The reason as it is stored: the words of the preset, and what was added. Undefined: it says too little yet. */
export function useDifferenceReason(): (values: DraftValues) => string | undefined {
  const t = useTranslations("reconcile");
  return ({ preset, words = "" }) => {
    const said = words.trim();
    const chosen = PRESETS.find((of) => of === preset);
    if (chosen === undefined || chosen === "other") return said.length < 3 ? undefined : said;
    return said === "" ? t(`presets.${chosen}`) : `${t(`presets.${chosen}`)}: ${said}`;
  };
}

/** Why there is a difference: one of the usual reasons, or words. */
export function DifferenceReason({
  values,
  onChange,
}: Readonly<{ values: DraftValues; onChange: (changes: DraftValues) => void }>) {
  const t = useTranslations("reconcile");
  const isOther = values["preset"] === "other";
  return (
    <>
      <SelectField
        label={t("differenceReason")}
        value={values["preset"] ?? ""}
        onChange={(event) => onChange({ preset: event.target.value })}
      >
        <option value="">{t("choose")}</option>
        {PRESETS.map((preset) => (
          <option key={preset} value={preset}>
            {t(`presets.${preset}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t(isOther ? "inWords" : "inWordsMore")}
        value={values["words"] ?? ""}
        maxLength={REASON_MAX}
        autoComplete="off"
        onChange={(event) => onChange({ words: event.target.value })}
      />
    </>
  );
}

type DifferenceFormProps = Readonly<{
  tenant: string;
  item: OpenItem;
  onMatch: (input: MatchInput) => Promise<unknown>;
  onClose: () => void;
}>;

/** Matches although the amounts are not the same, and books what lies between, with a reason. */
export function DifferenceForm({ tenant, item, onMatch, onClose }: DifferenceFormProps) {
  const t = useTranslations("reconcile");
  const draft = useDraft(`${tenant} ${item.id} difference`, {});
  const reason = useDifferenceReason()(draft.values);

  async function send(): Promise<unknown> {
    if (reason === undefined) return undefined;
    // The parts of a match sum to zero: what the bank has too little of stands in it as its own.
    const fault = await onMatch({
      ...wholeMatchOf(item),
      difference: { amount: item.expected - item.booked, reason },
    });
    if (fault === undefined) draft.clear();
    return fault;
  }

  return (
    <InPlaceForm
      title={t("differenceTitle")}
      act={t("differenceAct")}
      isReady={reason !== undefined}
      onAct={send}
      onClose={onClose}
    >
      <Facts
        items={[
          {
            label: t("difference"),
            value: <Money amount={item.difference} currency={item.currency} showCurrency />,
          },
        ]}
      />
      <DifferenceReason values={draft.values} onChange={draft.set} />
    </InPlaceForm>
  );
}
