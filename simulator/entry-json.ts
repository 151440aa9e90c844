/** Writes entries as the Report API does. By concatenation: this is the hot path of a long feed. */
import { dateText, timeText } from "./calendar";
import { NO_UNIT, type EntryStore, type EntryType } from "./entry-store";
import type { LedgerPlan } from "./plan";
import { hashOf, mix } from "./random";

/** Unique over all ledgers, as long as there are fewer than this. */
const LEDGERS_MAX = 8191;
const PSP_BASE = 20_000_000_000;
const VM_REFERENCE_BASE = 12_000_000_000;

export type EntryWriter = (store: EntryStore, i: number, withPersonalData: boolean) => string;

export function pspOf(plan: LedgerPlan, serial: number): string {
  return String(PSP_BASE + serial * LEDGERS_MAX + plan.index);
}

/** VM-number payments have a generated number, others the merchant's own order number. */
function referenceOf(plan: LedgerPlan, unitIndex: number, payment: number): string {
  const unit = plan.units[unitIndex];
  if (unit === undefined || unit.isVmNumber)
    return String(VM_REFERENCE_BASE + payment * 97 + (plan.seed % 97));
  return `${unit.referencePrefix}-${100_000 + payment}`;
}

export function createEntryWriter(plan: LedgerPlan): EntryWriter {
  const handles = plan.units.map((unit) => JSON.stringify(unit.handle));
  const hasUnknownFields = plan.traits.has("unknown-fields");
  const currency = `,"currency":"${plan.currency}","amount":`;
  return (store, i, withPersonalData) => {
    const special = store.specials.get(i);
    const day = store.day(i);
    const type = store.type(i);
    const unit = store.unit(i);
    const amount = store.amount(i);
    const after = store.balanceAfter(i);
    const psp = special === undefined ? pspOf(plan, store.psp(i)) : special.psp;
    const reference =
      special === undefined
        ? `,"reference":"${referenceOf(plan, unit, store.payment(i))}"`
        : special.reference === undefined
          ? ""
          : `,"reference":"${special.reference}"`;
    // "" for entries without a recipient, null for everything before 2022 (Report API skill and FAQ).
    const handle = day < plan.nullHandlesBefore ? "null" : unit === NO_UNIT ? '""' : handles[unit];
    return (
      `{"pspReference":"${psp}","time":"${timeText(store.timeUs(i))}","ledgerDate":"${dateText(day)}","entryType":"${type}"` +
      `${reference}${currency}${amount},"balanceBefore":${after - amount},"balanceAfter":${after},"recipientHandle":${handle}` +
      (hasUnknownFields && i % 5 === 0 ? unknownFields(i) : "") +
      (withPersonalData && unit !== NO_UNIT
        ? personalData(plan, { unit, payment: store.payment(i), type })
        : "") +
      "}"
    );
  };
}

function unknownFields(i: number): string {
  return `,"channel":"${i % 2 === 0 ? "qr" : "app"}","enrichment":{"batch":${Math.floor(i / 50)},"tags":["a","b"]}`;
}

const GIVEN = [
  "Ola",
  "Kari",
  "Åse",
  "Bjørn",
  "Ingrid",
  "Søren",
  "Mette",
  "Päivi",
  "Jukka",
  "Håkon",
  "Liv",
  "Øystein",
];
const FAMILY = [
  "Nordmann",
  "Hansen",
  "Østby",
  "Lindqvist",
  "Virtanen",
  "Bækkelund",
  "Sæther",
  "Mäkinen",
  "Dahl-Aas",
];
const MESSAGES = [
  "Kaffe og bolle",
  "Loddbok 3",
  "Sommersesong\nplass 12",
  "Takk for sist!",
  'Bord "4"',
  "🎉 Gratulerer",
  "",
];

/** Only VM-number payments have values, and only on request (Report API guide, GDPR data). */
function personalData(
  plan: LedgerPlan,
  of: Readonly<{ unit: number; payment: number; type: EntryType }>,
): string {
  if (of.type === "capture-fee") return "";
  if (plan.units[of.unit]?.isVmNumber !== true) return ',"message":null,"name":null,"maskedPhoneNo":null';
  const roll = mix(hashOf(plan.seed, "person"), of.payment);
  const name = `${GIVEN[roll % GIVEN.length]} ${FAMILY[(roll >>> 5) % FAMILY.length]}`;
  const message = MESSAGES[(roll >>> 10) % MESSAGES.length] ?? "";
  const phone = `xxxx ${String((roll >>> 8) % 10_000).padStart(4, "0")}`;
  return `,"message":${JSON.stringify(message)},"name":"${name}","maskedPhoneNo":"${phone}"`;
}
