"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { InPlaceForm } from "@/components/features/reconcile/in-place-form";
import { useDraft } from "@/components/features/reconcile/use-draft";
import { SelectField, TextAreaField } from "@/components/ui/field";
import { workPeopleQuery } from "@/lib/browser/queries/reconciliation";
import type { OpenItem } from "@/lib/contracts/reconciliation";

const NOTE_MAX = 2_000;

type NoteFormProps = Readonly<{
  tenant: string;
  item: OpenItem;
  onNote: (note: string | null, assignedId: string | null) => Promise<unknown>;
  onClose: () => void;
}>;

/** A note on the row, and who looks after it. Both stay with the payout or the line, whatever becomes of the row. */
export function NoteForm({ tenant, item, onNote, onClose }: NoteFormProps) {
  const t = useTranslations("reconcile");
  const people = useQuery(workPeopleQuery(tenant)).data?.items ?? [];
  const { note } = item;
  const draft = useDraft(`${tenant} ${item.id} note`, {
    note: note?.note ?? "",
    assignedId: note?.assignedId ?? "",
  });
  const assignedId = draft.values["assignedId"] ?? "";
  const own = note?.assignedId ?? null;
  const choices =
    own === null || people.some(({ id }) => id === own)
      ? people
      : [{ id: own, name: note?.assignedName ?? "" }, ...people];

  async function send(): Promise<unknown> {
    const text = (draft.values["note"] ?? "").trim();
    const fault = await onNote(text === "" ? null : text, assignedId === "" ? null : assignedId);
    if (fault === undefined) draft.clear();
    return fault;
  }

  return (
    <InPlaceForm title={t("noteTitle")} act={t("noteAct")} isReady onAct={send} onClose={onClose}>
      <TextAreaField
        label={t("note")}
        maxLength={NOTE_MAX}
        value={draft.values["note"] ?? ""}
        onChange={(event) => draft.set({ note: event.target.value })}
      />
      <SelectField
        key={choices.length}
        label={t("assigned")}
        value={assignedId}
        onChange={(event) => draft.set({ assignedId: event.target.value })}
      >
        <option value="">{t("nobody")}</option>
        {choices.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </SelectField>
    </InPlaceForm>
  );
}
