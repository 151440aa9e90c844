import type { LedgerDate } from "@/lib/core/ledger-date";
import type { DayVerification } from "@/lib/domain/ledger/states";
import { bothTopics } from "@/lib/store/bookkeeping-days";
import type { TopicDay } from "@/lib/store/bookkeeping-days";

const WORST_FIRST: readonly DayVerification[] = ["in-doubt", "open", "equal-so-far", "verified"];

/** How far a ledger date is proven, both topics together: the worse of the two. */
export function verificationOfDate(
  days: readonly TopicDay[],
  ledgerDate: LedgerDate,
  booksFrom: LedgerDate,
): DayVerification {
  if (ledgerDate < booksFrom) return "before-start";
  const ranks = bothTopics(days, ledgerDate).map((day) =>
    WORST_FIRST.indexOf(day.hasOpenBreak || day.proof === "differs" ? "in-doubt" : day.proof),
  );
  return WORST_FIRST[Math.min(...ranks)] ?? "open";
}
