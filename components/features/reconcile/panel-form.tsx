"use client";

import { AttestForm } from "@/components/features/reconcile/attest-form";
import { DifferenceForm } from "@/components/features/reconcile/difference-form";
import { HandForm } from "@/components/features/reconcile/hand-form";
import { NoteForm } from "@/components/features/reconcile/note-form";
import type { PanelProps } from "@/components/features/reconcile/panel-props";
import type { FormName } from "@/components/features/reconcile/reconcile-address";
import { SplitForm } from "@/components/features/reconcile/split-form";

/** The form that is open for the row. When it is done the person moves on; a note moves nobody. */
export function PanelForm({
  tenant,
  item,
  decisions,
  form,
  onCloseForm,
  onMoveOn,
}: PanelProps & Readonly<{ form: FormName }>) {
  const onClose = (): void => onCloseForm(form);
  const movingOn = async (work: Promise<unknown>): Promise<unknown> => {
    const fault = await work;
    if (fault === undefined) onMoveOn(item);
    return fault;
  };
  const own = { tenant, item, onClose };
  switch (form) {
    case "split":
      return <SplitForm {...own} onMatch={(input) => movingOn(decisions.match(item, "split", input))} />;
    case "difference":
      return (
        <DifferenceForm {...own} onMatch={(input) => movingOn(decisions.match(item, "booked", input))} />
      );
    case "hand":
      return <HandForm {...own} onMatch={(input) => movingOn(decisions.match(item, "matched", input))} />;
    case "attest":
      return (
        <AttestForm
          about={`${tenant} ${item.id}`}
          expectedDate={item.payouts[0]?.expectedDate ?? null}
          onAttest={(input) => movingOn(decisions.attest(item, input))}
          onClose={onClose}
        />
      );
    default:
      return <NoteForm {...own} onNote={(note, assignedId) => decisions.note(item, note, assignedId)} />;
  }
}
