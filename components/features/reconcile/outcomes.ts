import type { PairInput } from "@/lib/contracts/reconciliation";

/** How a decision is taken back. */
export type Undo =
  | Readonly<{ kind: "matches"; ids: readonly string[] }>
  | Readonly<{ kind: "rejection"; pair: PairInput }>
  | Readonly<{ kind: "ignored"; lineId: string }>
  | Readonly<{ kind: "pattern"; id: string }>;

/** What a person has done with a row, in the order of the words for it. */
export type Done =
  | "accepted"
  | "rejected"
  | "split"
  | "booked"
  | "matched"
  | "attested"
  | "ignored"
  | "learnt";

/** What became of a row here: nothing is said to be done before the server says so. */
export type Outcome =
  | Readonly<{ state: "working" }>
  | Readonly<{ state: "done"; what: Done; undo: Undo | undefined }>
  /** Somebody else, or matching, was faster; `by` when the answer names them. */
  | Readonly<{ state: "gone"; by: string | undefined }>;

export type Outcomes = ReadonlyMap<string, Outcome>;

/** The outcomes with one more, or one less. */
export function withOutcome(
  before: Outcomes,
  ids: readonly string[],
  outcome: Outcome | undefined,
): Outcomes {
  const after = new Map(before);
  for (const id of ids) {
    if (outcome === undefined) after.delete(id);
    else after.set(id, outcome);
  }
  return after;
}

/** Decisions of this visit, the last one last: what `U` takes back. */
export type Decision = Readonly<{ itemIds: readonly string[]; what: Done; undo: Undo }>;
