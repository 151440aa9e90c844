import type { Topic } from "@/lib/domain/ledger/states";

/** How an entry is summed: DESIGN §4, "Kinds". Unknown types are `other`: booked by their effect, never an error. */
export const KINDS = ["capture", "refund", "fee", "payout", "other"] as const;
export type Kind = (typeof KINDS)[number];

const FUNDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["capture", "capture"],
  ["refund", "refund"],
  ["fees-retained", "fee"],
  ["payout-scheduled", "payout"],
  ["scheduled-for-payout", "payout"],
  ["payout", "payout"],
  ["payout-aborted", "payout"],
]);

const FEES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["capture-fee", "fee"],
  ["service-fee", "fee"],
  ["correction", "fee"],
  ["credit-note", "fee"],
]);

export function kindOf(topic: Topic, entryType: string): Kind {
  return (topic === "funds" ? FUNDS : FEES).get(entryType) ?? "other";
}

/** The entry types of a kind, for queries; `other` is what none of these lists names. */
export function entryTypesOf(topic: Topic, kind: Exclude<Kind, "other">): readonly string[] {
  return [...(topic === "funds" ? FUNDS : FEES)].filter(([, of]) => of === kind).map(([type]) => type);
}

/** Every entry type that has a kind of its own on the topic. */
export function namedEntryTypes(topic: Topic): readonly string[] {
  return [...(topic === "funds" ? FUNDS : FEES).keys()];
}

/** The names a payout has had: `payout-scheduled`, until 2023-12 `scheduled-for-payout`, in v1 `payout`. */
const PAYOUT_TYPES: ReadonlySet<string> = new Set(["payout-scheduled", "scheduled-for-payout", "payout"]);

export function isPayout(topic: Topic, entryType: string): boolean {
  return topic === "funds" && PAYOUT_TYPES.has(entryType);
}

export function isPayoutAborted(topic: Topic, entryType: string): boolean {
  return topic === "funds" && entryType === "payout-aborted";
}

/** Entries besides payouts that a bank line answers (DESIGN §3, "settlement entry"), by the topic that they stand on. */
export const RARE_SETTLEMENTS: readonly (readonly [topic: Topic, entryType: string])[] = [
  ["funds", "payout-aborted"],
  ["funds", "top-up"],
  ["fees", "fees-invoiced"],
];

export function isRareSettlement(topic: Topic, entryType: string): boolean {
  return RARE_SETTLEMENTS.some(([of, type]) => of === topic && type === entryType);
}
