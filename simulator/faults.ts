/**
 * What goes wrong with a request, as a function of the seed and the request's number: a run can be repeated. Never
 * more than three times in a row for one URL, so that a client that tries again gets on.
 */
import { hashOf } from "./random";

export type FaultProfile = "hostile" | "mild" | "none";
export const FAULT_PROFILES: readonly FaultProfile[] = ["none", "mild", "hostile"];

export type PathKind = "dates" | "feed" | "gone" | "ledgers" | "token" | "unknown";

export type FaultKind =
  | "bad-gateway"
  | "cut"
  | "expires-in-text"
  | "forbidden"
  | "ledgers-key"
  | "not-ready-404"
  | "repeat-same-page"
  | "repeat-tail"
  | "server-error"
  | "server-problem"
  | "slow-body"
  | "slow-first-byte"
  | "throttled"
  | "throttled-azure"
  | "truncated"
  | "unauthorized";

export type Fault = Readonly<{ kind: FaultKind; delayMs: number }>;

const IN_A_ROW_MAX = 3;
const ONE_IN: Readonly<Record<FaultProfile, number>> = { none: 0, mild: 40, hostile: 6 };
const SLOW_MIN_MS = 150;
const SLOW_MAX_MS = 1200;

const MILD: readonly FaultKind[] = ["throttled", "server-error", "slow-first-byte"];
const ANYWHERE: readonly FaultKind[] = [
  "unauthorized",
  "forbidden",
  "throttled",
  "throttled-azure",
  "server-error",
  "server-problem",
  "bad-gateway",
  "cut",
  "truncated",
  "slow-body",
];
const HOSTILE: Readonly<Record<PathKind, readonly FaultKind[]>> = {
  token: ["server-error", "throttled", "throttled-azure", "expires-in-text", "bad-gateway"],
  ledgers: [...ANYWHERE, "ledgers-key", "ledgers-key", "ledgers-key"],
  feed: [...ANYWHERE, "repeat-same-page", "repeat-same-page", "repeat-tail", "repeat-tail", "repeat-tail"],
  dates: [...ANYWHERE, "not-ready-404", "not-ready-404", "not-ready-404"],
  gone: [],
  unknown: [],
};

export type FaultSource = Readonly<{
  profile: () => FaultProfile;
  setProfile: (profile: FaultProfile) => void;
  /** The fault of the next request. */
  next: (kind: PathKind, url: string) => Fault | undefined;
}>;

export function createFaultSource(seed: number, first: FaultProfile): FaultSource {
  let profile = first;
  let counter = 0;
  const inARow = new Map<string, number>();
  return {
    profile: () => profile,
    setProfile: (chosen) => {
      profile = chosen;
    },
    next: (kind, url) => {
      counter += 1;
      const kinds = profile === "hostile" ? HOSTILE[kind] : MILD;
      const roll = hashOf(seed, "fault", counter);
      const count = inARow.get(url) ?? 0;
      const isDue = profile !== "none" && kinds.length > 0 && roll % ONE_IN[profile] === 0;
      const fault = isDue && count < IN_A_ROW_MAX ? kinds[(roll >>> 8) % kinds.length] : undefined;
      if (fault === undefined) {
        inARow.delete(url);
        return undefined;
      }
      inARow.set(url, count + 1);
      return { kind: fault, delayMs: SLOW_MIN_MS + ((roll >>> 4) % (SLOW_MAX_MS - SLOW_MIN_MS)) };
    },
  };
}
