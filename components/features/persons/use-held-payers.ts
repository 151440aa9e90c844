"use client";

import { useQuery } from "@tanstack/react-query";

import { useMayReveal } from "@/components/features/persons/may-reveal";
import { heldPayersQuery } from "@/lib/browser/queries/persons";
import type { Entry } from "@/lib/contracts/shapes";

/** Which of these entries have a payer that can be shown; none for those who may not look. */
export function useHeldPayers(
  tenant: string,
  ledger: string,
  entries: readonly Entry[],
): ReadonlySet<number> {
  const mayReveal = useMayReveal();
  const sequences = entries.filter((entry) => entry.topic === "funds").map((entry) => entry.sequence);
  const query = heldPayersQuery(tenant, ledger, { topic: "funds", sequences });
  const held = useQuery({ ...query, enabled: mayReveal && sequences.length > 0 });
  return new Set(held.data?.items);
}
