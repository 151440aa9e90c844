"use client";

import { useMutationState } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { z } from "zod";

import { Note } from "@/components/patterns/page";

/** The key under which assigning and taking back are found by whoever says what came of them. */
export const assignmentKey = ["operator-assignment"] as const;

const Done = z.object({
  act: z.enum(["assigned", "unassigned"]),
  ledgerId: z.string(),
  firm: z.string(),
});

/** Says what the last act came to; it outlives the dialog. */
export function DoneNote() {
  const t = useTranslations("operator");
  const done = useMutationState({
    filters: { mutationKey: assignmentKey, status: "success" },
    select: (mutation) => mutation.state.data,
  });
  const last = Done.safeParse(done.at(-1));
  return (
    <output className="block">
      {last.success && (
        <Note tone="info">
          {t(last.data.act === "assigned" ? "assignedDone" : "takenBackDone", {
            ledger: last.data.ledgerId,
            firm: last.data.firm,
          })}
        </Note>
      )}
    </output>
  );
}
