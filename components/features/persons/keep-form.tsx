"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { Note } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { formatCount } from "@/lib/browser/format";
import { setPersons } from "@/lib/browser/queries/persons";
import type { PersonSetting } from "@/lib/contracts/persons";
import { PERSON_PURPOSES, RETENTION_DAYS_MAX, RETENTION_DAYS_MIN } from "@/lib/domain/person/retention";

type Wrong = Readonly<{ purpose?: boolean; purposeNote?: boolean; retentionDays?: boolean }>;
type KeepFormProps = Readonly<{ tenant: string; setting: PersonSetting; onClose: () => void }>;

/** What a ledger's payers are kept for and how long; and the end of it. */
export function KeepForm({ tenant, setting, onClose }: KeepFormProps) {
  const t = useTranslations();
  const client = useQueryClient();
  const [wrong, setWrong] = useState<Wrong>({});
  const [isEnding, setIsEnding] = useState(false);
  const { kept } = setting;
  const change = useMutation({
    mutationFn: (asked: Parameters<typeof setPersons>[2]) => setPersons(tenant, setting.ledgerUid, asked),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["persons", tenant] });
      onClose();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const purpose = PERSON_PURPOSES.find((of) => of === form.get("purpose"));
    const note = form.get("purposeNote");
    const purposeNote = typeof note === "string" ? note.trim() : "";
    const retentionDays = Number(form.get("retentionDays"));
    const isDaysWrong =
      !Number.isInteger(retentionDays) ||
      retentionDays < RETENTION_DAYS_MIN ||
      retentionDays > RETENTION_DAYS_MAX;
    setWrong({
      purpose: purpose === undefined,
      purposeNote: purposeNote === "",
      retentionDays: isDaysWrong,
    });
    if (purpose === undefined || purposeNote === "" || isDaysWrong) return;
    const keep = { purpose, purposeNote, retentionDays };
    change.mutate({ verb: kept === null ? "turn-on" : "change", keep });
  }

  return (
    <form className="grid max-w-2xl gap-3" onSubmit={submit} noValidate>
      <SelectField
        label={t("persons.purpose")}
        hint={t("persons.purposeHint")}
        error={wrong.purpose === true ? t("persons.purposeMissing") : undefined}
        name="purpose"
        defaultValue={kept?.purpose ?? ""}
      >
        <option value="" disabled>
          {t("persons.choose")}
        </option>
        {PERSON_PURPOSES.map((purpose) => (
          <option key={purpose} value={purpose}>
            {t(`persons.purposes.${purpose}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t("persons.purposeNote")}
        hint={t("persons.purposeNoteHint")}
        error={wrong.purposeNote === true ? t("persons.purposeNoteMissing") : undefined}
        name="purposeNote"
        defaultValue={kept?.purposeNote ?? ""}
        maxLength={500}
        autoComplete="off"
      />
      <TextField
        label={t("persons.retentionDays")}
        hint={t("persons.retentionHint")}
        error={
          wrong.retentionDays === true
            ? t("persons.retentionWrong", { min: RETENTION_DAYS_MIN, max: RETENTION_DAYS_MAX })
            : undefined
        }
        name="retentionDays"
        type="number"
        inputMode="numeric"
        min={RETENTION_DAYS_MIN}
        max={RETENTION_DAYS_MAX}
        defaultValue={kept?.retentionDays ?? ""}
      />
      {change.isError && (
        <p role="alert" className="text-sm">
          <span className="text-negative font-medium">{t("persons.notChanged")}</span>{" "}
          {change.error instanceof ProblemError ? change.error.detail : t("everywhere.failedNetwork")}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={change.isPending}>
          {t(kept === null ? "persons.turnOn" : "persons.save")}
        </Button>
        {kept !== null && !isEnding && (
          <Button onClick={() => setIsEnding(true)}>{t("persons.turnOff")}</Button>
        )}
        <Button look="quiet" onClick={onClose}>
          {t("persons.close")}
        </Button>
      </div>
      {kept !== null && isEnding && (
        <Ending
          count={kept.payerCount}
          isPending={change.isPending}
          onEnd={() => change.mutate({ verb: "turn-off" })}
          onKeep={() => setIsEnding(false)}
        />
      )}
    </form>
  );
}

/** Asks once more: what is deleted is gone. */
function Ending({
  count,
  isPending,
  onEnd,
  onKeep,
}: Readonly<{ count: number; isPending: boolean; onEnd: () => void; onKeep: () => void }>) {
  const t = useTranslations("persons");
  const language = useLocale();
  return (
    <div role="alert">
      <Note
        tone="negative"
        action={
          <span className="flex flex-wrap gap-2">
            <Button look="primary" disabled={isPending} onClick={onEnd}>
              {t("turnOffNow")}
            </Button>
            <Button onClick={onKeep}>{t("keep")}</Button>
          </span>
        }
      >
        {t("turnOffMeans", { count: formatCount(count, language) })}
      </Note>
    </div>
  );
}
