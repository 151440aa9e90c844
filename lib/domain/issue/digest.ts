import { addDays, dateInZone, instantOf, isoWeekday } from "@/lib/core/ledger-date";
import { SEVERITIES } from "@/lib/domain/issue/kinds";
import type { IssueKind, Severity } from "@/lib/domain/issue/kinds";
import { FIRM_ZONE } from "@/lib/domain/issue/snooze";

export const DIGEST_FREQUENCIES = ["off", "daily", "weekly"] as const;
export type DigestFrequency = (typeof DIGEST_FREQUENCIES)[number];
/** All issues that the person sees, or those that they look after. */
export const DIGEST_COVERS = ["all", "mine"] as const;

/** What of a firm's issues a member wants by mail, and when. */
export type DigestChoice = Readonly<{
  frequency: DigestFrequency;
  /** 1 is Monday; of a weekly one. */
  weekday: number;
  /** 0 to 23, on the clock of the firm's time zone. */
  hour: number;
  covers: (typeof DIGEST_COVERS)[number];
  leastSeverity: Severity;
  leftOut: readonly IssueKind[];
  /** Also when there is nothing to tell. */
  sendsEmpty: boolean;
}>;

/** What is shown to whoever has chosen nothing yet. */
export const NO_DIGEST: DigestChoice = {
  frequency: "off",
  weekday: 1,
  hour: 7,
  covers: "all",
  leastSeverity: "warning",
  leftOut: [],
  sendsEmpty: false,
};

const WEEK_DAYS = 7;

/**
 * When the next digest goes, after this instant; undefined: never. One a date, also where the clock is put forward or
 * back; what was missed meanwhile is not made up for.
 */
export function nextDigest(
  choice: Pick<DigestChoice, "frequency" | "weekday" | "hour">,
  afterMs: number,
): number | undefined {
  if (choice.frequency === "off") return undefined;
  const today = dateInZone(afterMs, FIRM_ZONE);
  for (let ahead = 0; ahead <= WEEK_DAYS; ahead += 1) {
    const date = addDays(today, ahead);
    const at = instantOf(date, choice.hour, FIRM_ZONE);
    const isDay = choice.frequency === "daily" || isoWeekday(date) === choice.weekday;
    if (isDay && at > afterMs) return at;
  }
  return undefined;
}

/** The severities from this one on. */
export function severitiesFrom(least: Severity): readonly Severity[] {
  return SEVERITIES.slice(SEVERITIES.indexOf(least));
}
