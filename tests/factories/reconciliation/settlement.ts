import { addDays, eachDate, isoWeekday, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { expectedBankDate } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { LearntPattern, SettlementItem } from "@/lib/domain/reconciliation/model";
import type { Seeded } from "@/tests/factories/seeded";

/** The dates of the year, each with what follows from it: millions of payouts ask for them. */
const YEAR = [...eachDate(parseLedgerDate("2026-01-01"), parseLedgerDate("2026-12-31"))].map((date) => ({
  date,
  isSunday: isoWeekday(date) === 7,
  endsMonth: addDays(date, 1).endsWith("-01"),
  expected: {
    NO: expectedBankDate("NO", date),
    DK: expectedBankDate("DK", date),
    FI: expectedBankDate("FI", date),
  },
}));
type YearDay = (typeof YEAR)[number];
const CURRENCIES = { NO: "NOK", DK: "DKK", FI: "EUR" } as const;

/** One merchant: an account, the ledgers that pay to it, and how its bank books. */
export type Merchant = Readonly<{
  id: string;
  country: Country;
  account: string;
  shop: string;
  ledgers: readonly Ledger[];
  /** Transfers of one day become one line: with their transactions, or without. */
  joins: "apart" | "details" | "bare";
  patterns: readonly LearntPattern[];
  /** Statements in several files and formats that overlap. */
  overlaps: boolean;
}>;

type Ledger = Readonly<{
  id: string;
  handles: readonly string[];
  firstNumber: number;
  frequency: "daily" | "weekly" | "monthly";
  /** Amounts repeat: a shop with few prices. */
  hasRoundAmounts: boolean;
  reference: "default" | "dated" | "constant" | "numbers" | "none";
}>;

/** Half Norwegian, a fifth with several ledgers on one account, most of which count their payouts from the same number. */
export function makeMerchant(random: Seeded, serial: number): Merchant {
  const country: Country = random.pick(["NO", "NO", "NO", "NO", "NO", "DK", "DK", "DK", "FI", "FI"]);
  const id = `m${String(serial)}`;
  const account = `account ${String(serial)}`;
  const count = random.chance(0.8) ? 1 : random.int(2, 3);
  const shared = String(random.int(100_000, 1_999_999));
  const ledgers = Array.from({ length: count }, (_, at): Ledger => {
    const own = String(random.int(10_000, 1_999_999));
    const hasMoved = count > 1 && random.chance(0.1);
    return {
      id: `${id} ledger ${String(at)}`,
      handles: hasMoved ? [own, shared] : [own],
      firstNumber: random.chance(0.8) ? 2_000_001 : random.int(2_000_001, 2_009_999),
      frequency: country === "NO" ? random.pick(["daily", "daily", "daily", "weekly", "monthly"]) : "daily",
      hasRoundAmounts: random.chance(0.1),
      reference: referenceKind(random, country),
    };
  });
  const shop = `butikk ${random.pick(["nord", "sør", "øst", "vest"])}`;
  const pattern = { id: `${id} pattern`, account, pattern: `oppgjør ${shop} # kasse #` };
  return {
    id,
    country,
    account,
    shop,
    ledgers,
    joins: random.pick(["apart", "apart", "apart", "apart", "details", "bare"]),
    patterns: random.chance(0.5) ? [{ ...pattern, ledgers: ledgers.map((of) => of.id) }] : [],
    overlaps: random.chance(0.2),
  };
}

/** The payouts of the merchant's ledgers over the year, oldest first within each. */
export function payoutsOf(random: Seeded, merchant: Merchant): SettlementItem[] {
  return merchant.ledgers.flatMap((ledger) => {
    let number = ledger.firstNumber;
    const items: SettlementItem[] = [];
    for (const day of YEAR) {
      if (!paysOut(ledger, day) || random.chance(0.08)) continue;
      items.push(payout(random, { merchant, ledger, day, number: String(number) }));
      number += 1;
    }
    return items;
  });
}

/** Invoiced fees, month for month: the merchant pays them, and they name themselves in the bank or not. */
export function invoicesOf(random: Seeded, merchant: Merchant): SettlementItem[] {
  const ledger = merchant.ledgers[0];
  if (ledger === undefined || !random.chance(0.05)) return [];
  return Array.from({ length: 12 }, (_, month): SettlementItem => {
    const ledgerDate = parseLedgerDate(`2026-${String(month + 1).padStart(2, "0")}-01`);
    return {
      ...base(merchant, ledger),
      id: `${ledger.id} invoice ${String(month)}`,
      kind: "invoice",
      amount: -BigInt(random.int(9_900, 999_900)),
      payoutNumber: undefined,
      reference: `Invoice ${String(random.int(1_000_000, 9_999_999))}`,
      ledgerDate,
      expected: expectedBankDate(merchant.country, addDays(ledgerDate, 14)),
    };
  });
}

/** The payout that came back, as its own entry: money out of the bank again. */
export function abortOf(item: SettlementItem): SettlementItem {
  const ledgerDate = addDays(item.ledgerDate, 4);
  const expected = expectedBankDate(item.country, ledgerDate);
  return { ...item, id: `${item.id} back`, kind: "aborted", amount: -item.amount, ledgerDate, expected };
}

function payout(
  random: Seeded,
  of: Readonly<{ merchant: Merchant; ledger: Ledger; day: YearDay; number: string }>,
): SettlementItem {
  const { merchant, ledger, day, number } = of;
  return {
    ...base(merchant, ledger),
    id: `${ledger.id} ${number}`,
    kind: "payout",
    amount: amountOf(random, ledger),
    payoutNumber: number,
    reference: referenceOf(ledger, day.date, number),
    ledgerDate: day.date,
    expected: day.expected[merchant.country],
  };
}

function base(merchant: Merchant, ledger: Ledger) {
  const { account, country } = merchant;
  const currency = CURRENCIES[country];
  return { account, country, currency, ledger: ledger.id, handles: ledger.handles, merchant: merchant.id };
}

function amountOf(random: Seeded, ledger: Ledger): bigint {
  if (ledger.hasRoundAmounts) return BigInt(random.int(1, 40) * 5_000);
  return BigInt(random.int(50, 900) * random.pick([10, 100, 100, 1_000]) + random.int(0, 99));
}

function referenceKind(random: Seeded, country: Country): Ledger["reference"] {
  if (country === "NO") return random.pick(["none", "numbers"]);
  if (random.chance(0.88)) return "default";
  return random.chance(0.75) ? "dated" : "constant";
}

function referenceOf(ledger: Ledger, ledgerDate: LedgerDate, number: string): string {
  const [year = "", month = "", day = ""] = ledgerDate.split("-");
  const handle = ledger.handles[0] ?? "";
  switch (ledger.reference) {
    case "default":
      return `02${handle.padStart(8, "0")}001${day}${month}${year.slice(2)}${String(Number(number) % 10)}`;
    case "dated":
      return `MP ${handle} ${day}${month}${year.slice(2)}`;
    case "constant":
      return `BUTIK ${handle}`;
    case "numbers":
      return `Utb. ${number} Vippsnr ${handle}`;
    case "none":
    default:
      return "";
  }
}

function paysOut({ frequency }: Ledger, day: YearDay): boolean {
  if (frequency === "weekly") return day.isSunday;
  return frequency === "daily" || day.endsMonth;
}
