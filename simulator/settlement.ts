/**
 * What happens at the end of a ledger date: fees are retained, a payout is scheduled, the report closes.
 * Sources: Report API guide (settlement process, entry types) and Settlements in the knowledge base.
 */
import { dateText, dayOfMonth, weekdayOf } from "./calendar";
import { payoutText20 } from "./identifiers";
import type { LedgerPlan } from "./plan";
import { hashOf } from "./random";
import { specialDraft, type DayInMaking } from "./state";

const HOUR_MS = 3_600_000;
const ABORT_EVERY_DAYS = 45;
const ABORT_FIRST_DAY = 20;

/** Settles the ledger date before this day, with entries that are written in this day's first minutes. */
export function settleDayBefore(making: DayInMaking): void {
  const { state, k, startUs } = making;
  if (k === 0) return;
  const { plan } = state;
  const date = making.day - 1;
  // Real reports show both entries between 00:10 and 00:23 on the next day; older samples show midnight.
  const delayUs = plan.settlesLate ? (600 + (hashOf(plan.seed, "settled", k) % 781)) * 1_000_000 : 0;
  const at = { timeUs: startUs + delayUs, day: date };
  let left = state.funds.balance;
  if (!plan.isGross) left -= retainFees(making, at);
  if (left < 0) state.negativeDays += 1;
  else state.negativeDays = 0;
  if (!endsPeriod(plan, making.day)) return;
  if (left > plan.reserve) schedulePayout(making, at, left - plan.reserve);
  if (left >= 0 && !plan.traits.has("no-traffic")) closeDates(making);
}

/** Both topics get the entry at the same time with opposite signs. Returns what left the funds. */
function retainFees(making: DayInMaking, at: Readonly<{ timeUs: number; day: number }>): number {
  const { state, funds, fees } = making;
  const owed = -state.fees.balance;
  if (owed === 0) return 0;
  const { plan } = state;
  const psp = `${plan.ledgerId}-${dateText(at.day).replaceAll("-", "")}`;
  // The guide's own sample has two different references here, the rest of the documents say it is the same.
  const fundsPsp = plan.traits.has("split-retained-reference") ? ulidLike(plan.seed, making.k) : psp;
  funds.push(specialDraft(at, "fees-retained", -owed, { psp: fundsPsp, reference: "" }));
  fees.push(specialDraft(at, "fees-retained", owed, { psp, reference: "" }));
  return owed;
}

function ulidLike(seed: number, k: number): string {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let text = "";
  for (let i = 0; i < 23; i += 1) text += letters.charAt(hashOf(seed, "ulid", k * 32 + i) % 32);
  return `01H${text.slice(0, 8)}-${text.slice(8)}`;
}

/** Daily, weekly on Mondays, monthly on the first (Settlements, settlement frequency). */
function endsPeriod(plan: LedgerPlan, nextDay: number): boolean {
  if (plan.frequency === "weekly") return weekdayOf(nextDay) === 1;
  if (plan.frequency === "monthly") return dayOfMonth(nextDay) === 1;
  return true;
}

function schedulePayout(
  making: DayInMaking,
  at: Readonly<{ timeUs: number; day: number }>,
  amount: number,
): void {
  const { state, k } = making;
  const { plan } = state;
  const number = state.payoutNumber;
  state.payoutNumber += 1;
  const psp = `${plan.ledgerId}-${number}`;
  const reference = payoutReference(plan, number, at.day);
  const type = at.day < plan.oldPayoutNameBefore ? "scheduled-for-payout" : "payout-scheduled";
  making.funds.push(specialDraft(at, type, -amount, { psp, reference }));
  if (plan.traits.has("aborted-payout") && k % ABORT_EVERY_DAYS === ABORT_FIRST_DAY) {
    state.returning = { psp, reference, amount, returnsOn: making.day + 2 };
  }
}

/** Norway: missing, or `Utb. <payout number> Vippsnr <number>`; Denmark and Finland: twenty digits (Report API FAQ). */
function payoutReference(plan: LedgerPlan, payoutNumber: number, day: number): string | undefined {
  const recipient = plan.units[0]?.number ?? "0";
  switch (plan.payoutReference) {
    case "empty":
      return "";
    case "text":
      return `Utb. ${payoutNumber} Vippsnr ${recipient}`;
    case "digits":
      return payoutText20(recipient, dateText(day));
    case "absent":
    default:
      return undefined;
  }
}

/** Reports are made between 01:00 and 03:00, and on some days later, always before noon. */
function closeDates({ state, k, startUs }: DayInMaking): void {
  const roll = hashOf(state.plan.seed, "closed", k);
  const lagMs = roll % 12 === 0 ? (roll >>> 8) % (7 * HOUR_MS) : 0;
  const closesAtMs = startUs / 1000 + HOUR_MS + ((roll >>> 4) % (2 * HOUR_MS)) + lagMs;
  while (state.closesAtMs.length < k) state.closesAtMs.push(closesAtMs);
}
