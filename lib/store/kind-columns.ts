import { KINDS, entryTypesOf } from "@/lib/domain/ledger/kind";
import type { Kind } from "@/lib/domain/ledger/kind";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";

/** The table of kinds (lib/domain/ledger/kind.ts) as SQL, so that sums by kind are made where the rows are. */

/** `amount` by kind of an aggregate over day_sum rows `s` whose topic is the expression `topic`. */
export function kindColumns(topic: string): string {
  return KINDS.map(
    (kind) => `coalesce(sum(s.amount) filter (where ${isKind(kind, topic)}), 0) as ${kind}`,
  ).join(", ");
}

/** The sums that `kindColumns` gives. */
export type KindSums = Readonly<Record<Kind, bigint>>;

export const NO_SUMS: KindSums = { capture: 0n, refund: 0n, fee: 0n, payout: 0n, other: 0n };

export function addSums(left: KindSums, right: KindSums): KindSums {
  return {
    capture: left.capture + right.capture,
    refund: left.refund + right.refund,
    fee: left.fee + right.fee,
    payout: left.payout + right.payout,
    other: left.other + right.other,
  };
}

export function totalOf(sums: KindSums): bigint {
  return sums.capture + sums.refund + sums.fee + sums.payout + sums.other;
}

function isKind(kind: Kind, topic: string): string {
  if (kind === "other") {
    const named = KINDS.filter((other): other is Exclude<Kind, "other"> => other !== "other");
    return `not (${named.map((other) => isKind(other, topic)).join(" or ")})`;
  }
  return `(${TOPICS.map((name) => ofTopic(kind, name, topic)).join(" or ")})`;
}

function ofTopic(kind: Exclude<Kind, "other">, name: Topic, topic: string): string {
  const types = entryTypesOf(name, kind);
  if (types.length === 0) return "false";
  // Our own words, of letters and hyphens: nothing here comes from outside.
  return `(${topic} = '${name}' and s.entry_type in (${types.map((type) => `'${type}'`).join(", ")}))`;
}
