"use client";

import { useTranslations } from "next-intl";

import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon";
import type {
  DayVerification,
  LedgerStatus,
  MerchantSync,
  ProofState,
  TopicState,
} from "@/lib/domain/ledger/states";
import type { PayoutStatus } from "@/lib/domain/payout/status";

export type State = PayoutStatus | DayVerification | LedgerStatus | MerchantSync | ProofState | TopicState;

type Tone = "positive" | "negative" | "warning" | "info" | "muted";

/** The vocabulary of states: icon, word and colour; the word comes from the catalogue. Colour never stands alone. */
const LOOKS: Readonly<Record<State, readonly [IconName, Tone]>> = {
  scheduled: ["clock", "muted"],
  "in-transit": ["arrow", "info"],
  "awaiting-bank-data": ["bank", "muted"],
  received: ["check", "positive"],
  overdue: ["triangle", "negative"],
  aborted: ["cross", "warning"],
  "before-start": ["dot", "muted"],
  verified: ["seal", "positive"],
  "equal-so-far": ["clock", "muted"],
  open: ["clock", "muted"],
  pending: ["clock", "muted"],
  "in-doubt": ["triangle", "warning"],
  live: ["check", "positive"],
  "first-sync": ["dots", "info"],
  waiting: ["clock", "muted"],
  paused: ["pause", "muted"],
  stale: ["clock", "warning"],
  "no-access": ["cross", "negative"],
  new: ["inbox", "info"],
  active: ["check", "positive"],
  revoked: ["cross", "negative"],
  ignored: ["dash", "muted"],
  "handed-over": ["arrow", "muted"],
};

const TONES: Readonly<Record<Tone, string>> = {
  positive: "text-positive",
  negative: "text-negative",
  warning: "text-warning",
  info: "text-info",
  muted: "text-muted",
};

export function Status({ state }: Readonly<{ state: State }>) {
  const t = useTranslations("states");
  const [icon, tone] = LOOKS[state];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${TONES[tone]}`}>
      <Icon name={icon} className="size-3.5" />
      {t(state)}
    </span>
  );
}
