"use client";

import { useMutationState } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { takeInKey } from "@/components/features/onboarding/take-in-form";
import { Note } from "@/components/patterns/page";
import { Onboarded } from "@/lib/contracts/shapes";

/** Says what the last taking in came to; it outlives the form, whose ledgers have left the list. */
export function TakenIn({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("onboarding");
  const done = useMutationState({
    filters: { mutationKey: takeInKey(tenant), status: "success" },
    select: (mutation) => mutation.state.data,
  });
  const last = Onboarded.safeParse(done.at(-1));
  return (
    <output className="block">
      {last.success && (
        <Note tone="info">
          {last.data.items.length === 0
            ? t("nothingToTakeIn")
            : t("takenIn", { count: last.data.items.length })}
        </Note>
      )}
    </output>
  );
}
