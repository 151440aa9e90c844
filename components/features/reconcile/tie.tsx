"use client";

import type { ItemWords } from "@/components/features/reconcile/item-words";
import type { Outcome } from "@/components/features/reconcile/outcomes";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon";
import type { OpenItem } from "@/lib/contracts/reconciliation";

const TONES = {
  positive: "text-positive",
  negative: "text-negative",
  warning: "text-warning",
  info: "text-info",
  muted: "text-muted",
} as const;

type Look = readonly [IconName, keyof typeof TONES];

const KINDS = {
  sure: ["tie", "positive"],
  suggestion: ["dots", "info"],
  difference: ["triangle", "warning"],
  missing: ["cross", "negative"],
  line: ["bank", "muted"],
} as const satisfies Record<string, Look>;

const OUTCOMES = {
  working: ["clock", "muted"],
  gone: ["dash", "muted"],
  accepted: ["check", "positive"],
  rejected: ["cross", "muted"],
  split: ["check", "positive"],
  booked: ["check", "positive"],
  matched: ["check", "positive"],
  attested: ["check", "positive"],
  ignored: ["dash", "muted"],
  learnt: ["check", "positive"],
} as const satisfies Record<string, Look>;

/** What lies between theirs and the bank's: an icon and a word, before and after the decision. */
export function Tie({
  item,
  outcome,
  words: { t },
}: Readonly<{ item: OpenItem; outcome: Outcome | undefined; words: ItemWords }>) {
  if (outcome !== undefined) {
    const word = outcome.state === "done" ? outcome.what : outcome.state;
    return <Look look={OUTCOMES[word]} word={t(`outcome.${word}`)} />;
  }
  const kind = item.kind === "suggestion" && item.isSure ? "sure" : item.kind;
  return <Look look={KINDS[kind]} word={t(`tie.${kind}`)} />;
}

function Look({ look: [icon, tone], word }: Readonly<{ look: Look; word: string }>) {
  return (
    <span className={`inline-flex max-w-full items-center gap-1.5 text-xs font-medium ${TONES[tone]}`}>
      <Icon name={icon} />
      <span className="truncate">{word}</span>
    </span>
  );
}
