import { addDays } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { addBankDays } from "@/lib/domain/payout/bank-days";
import type { LearntPattern, OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";
import { throughFiles } from "@/tests/factories/reconciliation/files";
import type { Booking } from "@/tests/factories/reconciliation/files";
import { abortOf, invoicesOf, makeMerchant, payoutsOf } from "@/tests/factories/reconciliation/settlement";
import type { Merchant } from "@/tests/factories/reconciliation/settlement";
import { writeLookalike, writePayout, writingOf } from "@/tests/factories/reconciliation/texts";
import type { Writing } from "@/tests/factories/reconciliation/texts";
import { seeded } from "@/tests/factories/seeded";
import type { Seeded } from "@/tests/factories/seeded";

/** What happened to an entry in the bank. */
export type Fate = Readonly<{
  how: Writing | "joined" | "batch" | "booked-twice" | "missing";
  isUsable: boolean;
}>;

/** A merchant's year: what Vipps MobilePay says, what the bank says, and which is which. */
export type MerchantYear = Readonly<{
  items: readonly SettlementItem[];
  lines: readonly OpenLine[];
  patterns: readonly LearntPattern[];
  /** Ids of the entries that a line is, sorted; a line that is no entry is not in it. */
  truth: ReadonlyMap<string, readonly string[]>;
  fates: ReadonlyMap<string, Fate>;
}>;

type Ground = Readonly<{
  random: Seeded;
  merchant: Merchant;
  book: (booking: Partial<Booking> & Pick<Booking, "date" | "amount" | "texts">) => void;
}>;

/**
 * Years of merchants in three countries, one after the other: payouts with references clean (92 %), cut off (4 %), in
 * another field (2 %), in the merchant's own words (1 %) or none (1 %); days joined by the bank or apart; money that
 * is late, missing, booked twice and taken back; credits that look alike; invoices; overlapping files. The same for
 * the same seed.
 */
export function* reconciliationYears(
  options: Readonly<{ seed: number; merchants: number }>,
): Generator<MerchantYear, void> {
  for (let serial = 0; serial < options.merchants; serial += 1) {
    yield merchantYear(seeded(options.seed * 100_003 + serial), serial);
  }
}

function merchantYear(random: Seeded, serial: number): MerchantYear {
  const merchant = makeMerchant(random, serial);
  const bookings: Booking[] = [];
  const fates = new Map<string, Fate>();
  const ground: Ground = {
    random,
    merchant,
    book: (booking) => bookings.push({ details: [], items: [], ...booking }),
  };
  const payouts = payoutsOf(random, merchant);
  const items = [...payouts, ...invoicesOf(random, merchant)];
  for (const group of joined(merchant, payouts)) {
    const [only, second] = group;
    if (only === undefined) continue;
    if (second === undefined) items.push(...bookOne(ground, only, fates));
    else bookJoined(ground, group, fates);
  }
  for (const item of items) if (item.kind === "invoice") bookInvoice(ground, item, fates);
  for (const item of payouts) bookBeside(ground, item);
  const lines = throughFiles(merchant, bookings);
  return { items: items.toSorted(byId), fates, patterns: merchant.patterns, ...lines };
}

/** Payouts that the bank books as one line: those expected on one day. */
function joined(merchant: Merchant, payouts: readonly SettlementItem[]): SettlementItem[][] {
  const groups = new Map<string, SettlementItem[]>();
  for (const item of payouts) {
    const key = merchant.joins === "apart" ? item.id : `${item.ledger} ${item.expected}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(item);
  }
  return [...groups.values()].flatMap((group) => (group.length > 7 ? group.map((item) => [item]) : [group]));
}

/** Gives the entry of money that came back, if it did. */
function bookOne(
  { random, merchant, book }: Ground,
  item: SettlementItem,
  fates: Map<string, Fate>,
): SettlementItem[] {
  const { id, amount } = item;
  if (random.chance(0.005)) {
    fates.set(id, { how: "missing", isUsable: false });
    return [];
  }
  const how = writingOf(random);
  const { texts, isUsable } = writePayout(random, item, how, merchant.shop);
  const date = bookedOn(random, item);
  book({ date, amount, texts, items: [id] });
  fates.set(id, { how, isUsable });
  if (random.chance(0.0005)) {
    // The bank takes it back and books it again: two lines, and either is the payout.
    book({ date, amount: -amount, texts });
    book({ date: addBankDays(item.country, date, 1), amount, texts, items: [id] });
    fates.set(id, { how: "booked-twice", isUsable });
  }
  if (!random.chance(0.001)) return [];
  const back = abortOf(item);
  book({ date: back.expected, amount: -amount, texts, items: [back.id] });
  fates.set(back.id, { how, isUsable });
  return [back];
}

function bookJoined(
  { random, merchant, book }: Ground,
  group: readonly SettlementItem[],
  fates: Map<string, Fate>,
): void {
  const [first] = group;
  if (first === undefined) return;
  const written = group.map((item) => ({ item, ...writePayout(random, item, "clean", merchant.shop) }));
  const isBatch = merchant.joins === "details";
  const provider = { field: "counterparty", text: "Vipps Mobilepay As" } as const;
  const leading = random.chance(0.5) ? (written[0]?.texts ?? []) : [];
  book({
    date: bookedOn(random, first),
    amount: group.reduce((sum, { amount }) => sum + amount, 0n),
    texts: isBatch ? [provider] : [...leading, provider],
    details: isBatch ? written.map(({ item, texts }) => ({ amount: item.amount, texts })) : [],
    items: group.map(({ id }) => id),
  });
  for (const { item, isUsable } of written)
    fates.set(item.id, { how: isBatch ? "batch" : "joined", isUsable: isBatch && isUsable });
}

function bookInvoice({ random, book }: Ground, item: SettlementItem, fates: Map<string, Fate>): void {
  const isUsable = random.chance(0.8);
  const text = isUsable ? `Betaling ${item.reference.toLowerCase()}` : "Faktura";
  book({
    date: bookedOn(random, item),
    amount: item.amount,
    texts: [{ field: "remittance", text }],
    items: [item.id],
  });
  fates.set(item.id, { how: isUsable ? "clean" : "none", isUsable });
}

/** What else the account sees around a payout: look-alikes, money of a ledger that we do not have, purchases. */
function bookBeside({ random, book }: Ground, item: SettlementItem): void {
  const near = (): LedgerDate => addDays(item.expected, random.int(-3, 5));
  if (random.chance(0.03)) book({ date: near(), amount: item.amount, texts: writeLookalike(random, item) });
  if (random.chance(0.003) && item.country === "NO") {
    const handle = String(Number(item.handles[0]) + random.int(1, 99));
    const text = `Utb. ${item.payoutNumber ?? ""} Vippsnr ${handle}`;
    book({ date: near(), amount: item.amount, texts: [{ field: "remittance", text }] });
  }
  if (random.chance(0.3)) {
    const amount = BigInt(random.int(-900_000, 900_000));
    const text = `Varekjøp ${String(random.int(1_000, 9_999_999))}`;
    if (amount !== 0n) book({ date: near(), amount, texts: [{ field: "remittance", text }] });
  }
}

function bookedOn(random: Seeded, item: SettlementItem): LedgerDate {
  const roll = random.int(1, 1_000);
  if (roll <= 10) return addBankDays(item.country, item.expected, -1);
  if (roll <= 50) return addBankDays(item.country, item.expected, random.int(1, 3));
  return roll <= 52 ? addBankDays(item.country, item.expected, random.int(7, 25)) : item.expected;
}

function byId(left: SettlementItem, right: SettlementItem): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}
