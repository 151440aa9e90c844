/** The captures, fees, refunds and disputes of one day. */
import { monthOf, weekdayOf } from "./calendar";
import type { Draft } from "./entry-store";
import type { LedgerPlan } from "./plan";
import { hashOf } from "./random";
import { atHour, draftOfSale, remember, type DayInMaking, type Sale } from "./state";

const SECOND_US = 1_000_000;
const TWO_FEES_SHARE = 0.12;
const SECOND_CAPTURE_SHARE = 0.03;
/** A merchant whose balance is negative sells little. */
const SPELL_SHARE = 0.12;
const SPELL_EVERY_DAYS = 200;
const SPELL_FIRST_DAY = 30;

/** Adds the day's sales, and the fees whose time falls on this day. */
export function addSales(making: DayInMaking): void {
  const { state, day, random } = making;
  const { plan } = state;
  const units = plan.units.flatMap((unit, i) => (unit.fromDay <= day && day < unit.untilDay ? [i] : []));
  const sales: Sale[] = [];
  const count = units.length === 0 ? 0 : saleCount(making);
  let previous: Sale | undefined;
  for (let i = 0; i < count; i += 1) {
    const again = previous !== undefined && random.chance(SECOND_CAPTURE_SHARE) ? previous : undefined;
    const unit = again?.unit ?? units[Math.floor(random.next() ** 1.6 * units.length)] ?? 0;
    const sale = {
      psp: state.pspSerial,
      payment: again?.payment ?? state.paymentSerial,
      amount: price(making),
      unit,
      refunded: 0,
    };
    state.pspSerial += 1;
    if (again === undefined) state.paymentSerial += 1;
    previous = plan.units[unit]?.isVmNumber === true ? undefined : sale;
    const timeUs = saleTime(making);
    making.funds.push(draftOfSale({ timeUs, day }, "capture", sale.amount, sale));
    addFees(making, sale, timeUs);
    sales.push(sale);
  }
  addRefunds(making, count);
  addDisputes(making);
  for (const sale of sales) remember(state, sale);
}

function saleCount({ state, day, random }: DayInMaking): number {
  const { rhythm } = state.plan;
  if (random.chance(rhythm.quiet)) return 0;
  const mean = rhythm.perDay * (rhythm.weekdays[weekdayOf(day)] ?? 1) * (rhythm.months[monthOf(day)] ?? 1);
  const slack = state.negativeDays > 0 && state.plan.traits.has("negative-spell") ? SPELL_SHARE : 1;
  return Math.floor(mean * slack * (0.75 + random.next() / 2) + random.next());
}

function price({ state, random }: DayInMaking): number {
  const { low, high, step } = state.plan.prices;
  return low + step * Math.floor((random.next() ** 3 * (high - low)) / step);
}

function saleTime(making: DayInMaking): number {
  const { random, state } = making;
  const { openHour, closeHour } = state.plan.rhythm;
  const spread = openHour === 0 ? random.next() : (random.next() + random.next()) / 2;
  return Math.min(
    atHour(making, openHour + (closeHour - openHour) * spread * 0.9999),
    making.endUs - SECOND_US,
  );
}

/** Exact: amounts and basis points are integers far below 2^53. */
function feeOf(plan: LedgerPlan, amount: number): number {
  return Math.floor((amount * plan.fee.basisPoints + 5000) / 10_000) + plan.fee.fixed;
}

/** A fee may come days after its capture, and there may be several (Report API guide, entry types, capture-fee). */
function addFees({ state, random }: DayInMaking, sale: Sale, capturedUs: number): void {
  const when = random.next();
  const lagUs =
    when < 0.84
      ? random.int(1, 120) * SECOND_US
      : when < 0.94
        ? random.int(300, 5 * 3600) * SECOND_US
        : random.int(20 * 3600, 50 * 3600) * SECOND_US;
  const at = { timeUs: capturedUs + lagUs, day: 0 };
  const fee = feeOf(state.plan, sale.amount);
  if (state.plan.traits.has("two-fees") && random.chance(TWO_FEES_SHARE)) {
    state.pendingFees.push(draftOfSale(at, "capture-fee", -(fee - Math.floor(fee / 3)), sale));
    state.pendingFees.push(
      draftOfSale({ ...at, timeUs: at.timeUs + 7 }, "capture-fee", -Math.floor(fee / 3), sale),
    );
    return;
  }
  state.pendingFees.push(draftOfSale(at, "capture-fee", -fee, sale));
}

/** Moves the fees that belong to this day out of the waiting list. Call it when the day's sales are known. */
export function takeDueFees({ state, day, endUs, fees }: DayInMaking): void {
  const later: Draft[] = [];
  for (const fee of state.pendingFees) {
    if (fee.timeUs < endUs) fees.push({ ...fee, day });
    else later.push(fee);
  }
  state.pendingFees = later;
}

/** Refunds come out of the next payout and have no fee (Report API guide, entry types, refund). */
function addRefunds(making: DayInMaking, saleCount: number): void {
  const { state, random, k } = making;
  const { plan } = state;
  let count = Math.floor(saleCount * plan.refundShare + random.next());
  const isSpell = plan.traits.has("negative-spell") && k % SPELL_EVERY_DAYS === SPELL_FIRST_DAY;
  if (isSpell) {
    // Everybody gets the money back at once: the event is called off.
    for (const sale of state.recent) refund(making, sale, sale.amount - sale.refunded);
    return;
  }
  for (; count > 0 && state.recent.length > 0; count -= 1) {
    const sale = state.recent[random.int(0, state.recent.length - 1)];
    if (sale === undefined) continue;
    const left = sale.amount - sale.refunded;
    refund(making, sale, random.chance(0.7) ? left : Math.ceil(left / 2));
  }
}

function refund(making: DayInMaking, sale: Sale, amount: number): void {
  if (amount <= 0) return;
  const { state, day } = making;
  sale.refunded += amount;
  const timeUs = saleTime(making);
  making.funds.push(draftOfSale({ timeUs, day }, "refund", -amount, { ...sale, psp: state.pspSerial }));
  state.pspSerial += 1;
}

const DISPUTE_EVERY_DAYS = 15;
const ZERO_TWINS_EVERY_DAYS = 21;

/** Chargebacks. A cycle may repeat, and all of a cycle may carry one timestamp and one reference. */
function addDisputes(making: DayInMaking): void {
  const { state, k, day } = making;
  const { plan, recent } = state;
  const sale = recent[hashOf(plan.seed, "disputed", k) % Math.max(1, recent.length)];
  for (const won of state.pendingReturns.filter((item) => item.day === day)) {
    making.funds.push(
      draftOfSale(
        { timeUs: atHour(making, 11.2), day },
        "returned-disputed-capture",
        won.sale.amount,
        won.sale,
      ),
    );
  }
  state.pendingReturns = state.pendingReturns.filter((item) => item.day > day);
  if (sale === undefined) return;
  if (plan.traits.has("disputes") && k % DISPUTE_EVERY_DAYS === 8) {
    const at = { timeUs: atHour(making, 13.4), day };
    // 1: lost. 2: won at once. 3 and 4: back and forth. 5: won some days later.
    const runs = [4, 1, 2, 5, 3];
    const run = runs[Math.floor(k / DISPUTE_EVERY_DAYS) % runs.length] ?? 1;
    for (let i = 0; i < (run === 5 ? 1 : run); i += 1) {
      const type = i % 2 === 0 ? "retained-disputed-capture" : "returned-disputed-capture";
      making.funds.push(draftOfSale(at, type, i % 2 === 0 ? -sale.amount : sale.amount, sale));
    }
    if (run === 5) state.pendingReturns.push({ day: day + 9, sale });
  }
  if (plan.traits.has("zero-twins") && k % ZERO_TWINS_EVERY_DAYS === 12) {
    const at = { timeUs: atHour(making, 12.1), day };
    for (let i = 0; i < 2; i += 1) {
      making.funds.push(draftOfSale(at, "retained-disputed-capture", 0, sale));
      making.fees.push(draftOfSale(at, "capture-fee", 0, sale));
    }
  }
}
