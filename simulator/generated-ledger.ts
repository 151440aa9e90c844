/**
 * A ledger whose history is made day by day, only as far as somebody asks. Every day is a function of the seed, the
 * first day and the days before it, never of the clock: the clock only decides how much of it can be seen.
 */
import { dateText, localDay, parseDay, timeText } from "./calendar";
import { addExtras } from "./day-extras";
import { addSales, takeDueFees } from "./day-sales";
import { createEntryWriter, pspOf } from "./entry-json";
import type { Draft, EntryStore } from "./entry-store";
import type { EntryFacts, FeedSlice, Ledger, Span } from "./ledger";
import { listingOf, unitsOn } from "./listing-json";
import type { LedgerPlan, Topic } from "./plan";
import { hashOf, mix } from "./random";
import { settleDayBefore } from "./settlement";
import { createState, openDay, type LedgerState } from "./state";
import { tallyStore } from "./tally";

/** The feed is 1–60 seconds behind what happens; the guide says about a second, the skill 5–30 (Report API). */
const DELAY_SECONDS_MAX = 60;

const byTime = (a: Draft, b: Draft): number => a.timeUs - b.timeUs;

function append(store: EntryStore, drafts: Draft[]): void {
  drafts.sort(byTime);
  for (const draft of drafts) store.append(draft);
  store.endStep();
}

function generateDay(state: LedgerState, k: number): void {
  const making = openDay(state, k);
  settleDayBefore(making);
  addExtras(making);
  addSales(making);
  takeDueFees(making);
  append(state.funds, making.funds);
  append(state.fees, making.fees);
}

export function createGeneratedLedger(plan: LedgerPlan): Ledger {
  const state = createState(plan);
  const write = createEntryWriter(plan);
  const delaySeeds = { funds: hashOf(plan.seed, "delay", "funds"), fees: hashOf(plan.seed, "delay", "fees") };
  let daysMade = 0;

  const lastStep = (nowMs: number): number => localDay(plan.country, nowMs, plan.cutoffHour) - plan.startDay;
  /** Makes days until the condition holds or the present is reached. */
  const make = (nowMs: number, isEnough: () => boolean): void => {
    const last = lastStep(nowMs);
    while (daysMade <= last && !isEnough()) {
      generateDay(state, daysMade);
      daysMade += 1;
    }
  };
  const makeAll = (nowMs: number): void => {
    make(nowMs, () => false);
  };
  const store = (topic: Topic): EntryStore => state[topic];

  /** How many of the entries made so far can be seen: those before the first that is still on its way. */
  const seen = (topic: Topic, nowMs: number): number => {
    const entries = store(topic);
    let i = entries.countThrough((nowMs - DELAY_SECONDS_MAX * 1000) * 1000);
    while (i < entries.length) {
      const delayUs = (1 + (mix(delaySeeds[topic], i) % DELAY_SECONDS_MAX)) * 1_000_000;
      if (entries.timeUs(i) + delayUs > nowMs * 1000) break;
      i += 1;
    }
    return i;
  };

  const sliceFeed = (topic: Topic, { start, limit }: Span, nowMs: number): FeedSlice => {
    make(nowMs, () => store(topic).length > start + limit);
    const visible = seen(topic, nowMs);
    const end = Math.max(start, Math.min(start + limit, visible));
    return { end, isHead: end >= visible };
  };

  /** A date's entries stand on its own day, and its settlement on the day after. */
  const placesOfDate = (
    topic: Topic,
    date: string,
    { start, limit }: Span,
    nowMs: number,
  ): readonly number[] => {
    const day = parseDay(date);
    const k = day === undefined ? -1 : day - plan.startDay;
    if (day === undefined || k < 0) return [];
    make(nowMs, () => daysMade > k + 1);
    const entries = store(topic);
    const visible = seen(topic, nowMs);
    const end = Math.min(entries.stepStarts[k + 2] ?? entries.length, visible);
    const places: number[] = [];
    for (let i = Math.max(start, entries.stepStarts[k] ?? end); i < end && places.length < limit; i += 1) {
      if (entries.day(i) === day) places.push(i);
    }
    return places;
  };

  const isClosed = (date: string, nowMs: number): boolean => {
    const day = parseDay(date);
    if (day === undefined) return false;
    const k = day - plan.startDay;
    // Before the first entry there is truly nothing, and that is final; a ledger without traffic never says so.
    if (k < 0) return !plan.traits.has("no-traffic");
    make(nowMs, () => state.closesAtMs.length > k);
    return (state.closesAtMs[k] ?? Number.POSITIVE_INFINITY) <= nowMs;
  };

  const closedThrough = (nowMs: number): string | null => {
    makeAll(nowMs);
    let k = Math.min(state.closesAtMs.length, daysMade) - 1;
    while (k >= 0 && (state.closesAtMs[k] ?? 0) > nowMs) k -= 1;
    return k < 0 ? null : dateText(plan.startDay + k);
  };

  const facts = (topic: Topic, i: number): EntryFacts => {
    const entries = store(topic);
    const amount = BigInt(entries.amount(i));
    const balanceAfter = BigInt(entries.balanceAfter(i));
    return {
      ledgerDate: dateText(entries.day(i)),
      time: timeText(entries.timeUs(i)),
      entryType: entries.type(i),
      pspReference: entries.specials.get(i)?.psp ?? pspOf(plan, entries.psp(i)),
      amount,
      balanceBefore: balanceAfter - amount,
      balanceAfter,
    };
  };

  const today = (nowMs: number): number => localDay(plan.country, nowMs, 0);
  return {
    ledgerId: plan.ledgerId,
    plan,
    listing: (nowMs) => listingOf(plan, today(nowMs)),
    handles: (nowMs) => unitsOn(plan, today(nowMs)).map((unit) => unit.handle),
    notReady: plan.openDatesCarryItems ? "tryLaterWithItems" : "tryLater",
    headCarriesItems: plan.headCarriesItems,
    saysTryLaterAtHead: true,
    sliceFeed,
    placesOfDate,
    isClosed,
    closedThrough,
    entryJson: (topic, i, withPersonalData) => write(store(topic), i, withPersonalData),
    visibleCount: (topic, nowMs) => {
      makeAll(nowMs);
      return seen(topic, nowMs);
    },
    facts,
    tally: (topic, count) => tallyStore(store(topic), count),
  };
}
