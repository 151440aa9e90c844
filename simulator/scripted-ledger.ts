/** A ledger that serves exactly the entries a test gave it. */
import type { EntryFacts, Ledger } from "./ledger";
import type { Topic } from "./plan";
import { rawMembers } from "./raw-json";
import { tallyEntries } from "./tally";

export type ScriptedLedger = Readonly<{
  ledger: Ledger;
  append: (topic: Topic, entries: readonly string[]) => void;
}>;

export type Script = Readonly<{
  ledgerId: string;
  /** As raw JSON. */
  listing: string;
  funds: readonly string[];
  fees: readonly string[];
  saysTryLaterAtHead: boolean;
}>;

export function createScriptedLedger(script: Script): ScriptedLedger {
  const entries: Readonly<Record<Topic, string[]>> = { funds: [...script.funds], fees: [...script.fees] };
  const read: Readonly<Record<Topic, EntryFacts[]>> = { funds: [], fees: [] };
  const facts = (topic: Topic, i: number): EntryFacts =>
    (read[topic][i] ??= factsOf(entries[topic][i] ?? "{}"));
  const ledger: Ledger = {
    ledgerId: script.ledgerId,
    plan: undefined,
    listing: () => script.listing,
    handles: () => handlesIn(script.listing),
    notReady: "tryLaterWithItems",
    headCarriesItems: true,
    saysTryLaterAtHead: script.saysTryLaterAtHead,
    sliceFeed: (topic, { start, limit }) => {
      const { length } = entries[topic];
      const end = Math.max(start, Math.min(start + limit, length));
      return { end, isHead: end >= length };
    },
    placesOfDate: (topic, date, { start, limit }) => {
      const places: number[] = [];
      for (let i = start; i < entries[topic].length && places.length < limit; i += 1) {
        if (facts(topic, i).ledgerDate === date) places.push(i);
      }
      return places;
    },
    isClosed: () => false,
    closedThrough: () => null,
    entryJson: (topic, i) => entries[topic][i] ?? "{}",
    visibleCount: (topic) => entries[topic].length,
    facts,
    tally: (topic, count) => tallyEntries(Array.from({ length: count }, (_, i) => facts(topic, i))),
  };
  return {
    ledger,
    append: (topic, more) => {
      for (const entry of more) entries[topic].push(entry);
    },
  };
}

export function handlesIn(listing: string): readonly string[] {
  const parsed: unknown = JSON.parse(listing);
  const handles: unknown =
    typeof parsed === "object" && parsed !== null && "settlesForRecipientHandles" in parsed
      ? parsed.settlesForRecipientHandles
      : [];
  return Array.isArray(handles) ? handles.map(String) : [];
}

function factsOf(raw: string): EntryFacts {
  const members = rawMembers(raw);
  const text = (name: string): string => {
    const value: unknown = JSON.parse(members.get(name) ?? '""');
    return typeof value === "string" ? value : "";
  };
  const integer = (name: string): bigint => {
    const value = members.get(name) ?? "0";
    return /^-?\d+$/.test(value) ? BigInt(value) : 0n;
  };
  return {
    ledgerDate: text("ledgerDate"),
    time: text("time"),
    entryType: text("entryType"),
    pspReference: text("pspReference"),
    amount: integer("amount"),
    balanceBefore: integer("balanceBefore"),
    balanceAfter: integer("balanceAfter"),
  };
}
