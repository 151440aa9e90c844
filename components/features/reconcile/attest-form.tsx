"use client";

import { useTranslations } from "next-intl";

import { InPlaceForm } from "@/components/features/reconcile/in-place-form";
import { useDraft } from "@/components/features/reconcile/use-draft";
import { TextField } from "@/components/ui/field";
import { isLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

const REASON_MAX = 500;

/** What a person says of a receipt that no bank line shows. */
export type Attestation = Readonly<{ receivedOn: LedgerDate; reason?: string }>;

type AttestFormProps = Readonly<{
  /** Names the draft. */
  about: string;
  expectedDate: LedgerDate | null;
  onAttest: (input: Attestation) => Promise<unknown>;
  onClose: () => void;
}>;

/** Says that money was received although no bank line shows it. */
export function AttestForm({ about, expectedDate, onAttest, onClose }: AttestFormProps) {
  const t = useTranslations("reconcile");
  const draft = useDraft(`${about} attest`, { receivedOn: expectedDate ?? "" });
  const receivedOn = draft.values["receivedOn"] ?? "";
  const reason = (draft.values["reason"] ?? "").trim();

  async function send(): Promise<unknown> {
    if (!isLedgerDate(receivedOn)) return undefined;
    const fault = await onAttest({ receivedOn, ...(reason !== "" && { reason }) });
    if (fault === undefined) draft.clear();
    return fault;
  }

  return (
    <InPlaceForm
      title={t("attestTitle")}
      act={t("attestAct")}
      isReady={isLedgerDate(receivedOn)}
      onAct={send}
      onClose={onClose}
    >
      <p className="text-muted text-sm">{t("attestDetail")}</p>
      <TextField
        label={t("receivedOn")}
        type="date"
        error={receivedOn !== "" && !isLedgerDate(receivedOn) ? t("dateUnreadable") : undefined}
        value={receivedOn}
        onChange={(event) => draft.set({ receivedOn: event.target.value })}
      />
      <TextField
        label={t("attestReason")}
        hint={t("attestReasonHint")}
        maxLength={REASON_MAX}
        autoComplete="off"
        value={draft.values["reason"] ?? ""}
        onChange={(event) => draft.set({ reason: event.target.value })}
      />
    </InPlaceForm>
  );
}
