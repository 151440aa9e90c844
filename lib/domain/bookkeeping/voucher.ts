import { invariant } from "@/lib/core/invariant";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { REVIEWED_ROLES } from "@/lib/domain/bookkeeping/account-map";
import type { AccountMap, AccountRole } from "@/lib/domain/bookkeeping/account-map";
import type { Topic } from "@/lib/domain/ledger/states";

/** What a ledger date, a sales unit and an entry type add up to on a topic: a row of `day_sum`. */
export type DaySum = Readonly<{
  topic: Topic;
  ledgerDate: LedgerDate;
  /** `''` for entries without a recipient. */
  recipientHandle: string;
  entryType: string;
  /** Minor units, signed as it moves the topic's balance. */
  amount: bigint;
  count: number;
}>;

/** What a posting is about; the words are the format's (lib/formats/voucher-words.ts). */
export const VOUCHER_TEXTS = [
  "captures",
  "refunds",
  "fees-retained",
  "payout",
  "payout-aborted",
  "top-up",
  "dispute-retained",
  "dispute-returned",
  "capture-fees",
  "service-fees",
  "fees-credited",
  "fees-invoiced",
  "correction",
  "unknown",
  "break",
  "fees-differ",
] as const;
export type VoucherText = (typeof VOUCHER_TEXTS)[number];

/** One line of a voucher. */
export type Posting = Readonly<{
  role: AccountRole;
  account: string;
  accountName: string;
  vatCode: string;
  text: VoucherText;
  /** The type of the entries, as Vipps MobilePay writes it; `''` for breaks and differences. */
  entryType: string;
  recipientHandle: string;
  /** Minor units; debit is positive, credit negative. */
  amount: bigint;
  needsReview: boolean;
}>;

export type Voucher = Readonly<{
  /** The ledger and the date: the same voucher always has the same number. */
  number: string;
  ledgerId: string;
  ledgerDate: LedgerDate;
  currency: string;
  postings: readonly Posting[];
  /** Balance of the clearing account after this voucher: the funds balance. Undefined without openings. */
  clearing: bigint | undefined;
  /** Balance of the account of fees owed after this voucher: the fees balance. */
  feesOwed: bigint | undefined;
}>;

export type VoucherDay = Readonly<{
  ledgerId: string;
  ledgerDate: LedgerDate;
  currency: string;
  sums: readonly DaySum[];
  /** Breaks in the provider's chain on that date: a balance moved without an entry. */
  breaks: Readonly<Record<Topic, bigint>>;
  accounts: AccountMap;
  /** Balances of both topics before the date. */
  openings?: Readonly<Record<Topic, bigint>> | undefined;
}>;

type Rule = Readonly<{ role: AccountRole; text: VoucherText }>;

/** What stands against the topic's own account. A type that is not here is booked by its effect, to suspense. */
const RULES: Readonly<Record<Topic, ReadonlyMap<string, Rule>>> = {
  funds: new Map<string, Rule>([
    ["capture", { role: "captures", text: "captures" }],
    ["refund", { role: "refunds", text: "refunds" }],
    ["payout-scheduled", { role: "payout-in-transit", text: "payout" }],
    ["scheduled-for-payout", { role: "payout-in-transit", text: "payout" }],
    ["payout", { role: "payout-in-transit", text: "payout" }],
    ["payout-aborted", { role: "payout-in-transit", text: "payout-aborted" }],
    ["top-up", { role: "top-up", text: "top-up" }],
    ["retained-disputed-capture", { role: "disputed", text: "dispute-retained" }],
    ["returned-disputed-capture", { role: "disputed", text: "dispute-returned" }],
    ["correction", { role: "suspense", text: "correction" }],
    ["credit-note", { role: "suspense", text: "correction" }],
  ]),
  fees: new Map<string, Rule>([
    ["capture-fee", { role: "fees", text: "capture-fees" }],
    ["credit-note", { role: "fees", text: "fees-credited" }],
    ["service-fee", { role: "service-fees", text: "service-fees" }],
    ["fees-invoiced", { role: "fees-invoiced", text: "fees-invoiced" }],
    ["correction", { role: "suspense", text: "correction" }],
  ]),
};

/** Taken out of the funds and off the fees at once: the two topic accounts stand against each other. */
const RETAINED = "fees-retained";
/** Each topic's balance is the balance of one account. */
const TOPIC_ROLES = { funds: "clearing", fees: "fees-owed" } as const satisfies Record<Topic, AccountRole>;

/** `460017` and 2026-03-23 → `460017-20260323`. */
export function voucherNumber(ledgerId: string, ledgerDate: LedgerDate): string {
  return `${ledgerId}-${ledgerDate.replaceAll("-", "")}`;
}

/**
 * The voucher of a ledger and a ledger date, balanced to the øre (invariant 6); undefined when nothing moved. The
 * clearing account moves as the funds balance does and the account of fees owed as the fees balance, whatever entry
 * types there are, so both stay equal to what Vipps MobilePay says.
 */
export function composeVoucher(day: VoucherDay): Voucher | undefined {
  const lines: Line[] = [];
  const moved: Record<Topic, bigint> = { funds: day.breaks.funds, fees: day.breaks.fees };
  let retained = 0n;
  for (const sum of day.sums.toSorted(inOrder)) {
    moved[sum.topic] += sum.amount;
    const text = sum.entryType === RETAINED ? RETAINED : ruleOf(sum).text;
    lines.push({ ...lineOf(sum, text), role: TOPIC_ROLES[sum.topic], amount: sum.amount });
    if (sum.entryType === RETAINED) retained += sum.amount;
    else lines.push({ ...lineOf(sum, text), role: ruleOf(sum).role, amount: -sum.amount });
  }
  const none = { entryType: "", recipientHandle: "" };
  lines.push({ ...none, text: "fees-differ", role: "suspense", amount: -retained });
  for (const topic of ["funds", "fees"] as const) {
    lines.push({ ...none, text: "break", role: TOPIC_ROLES[topic], amount: day.breaks[topic] });
    lines.push({ ...none, text: "break", role: "suspense", amount: -day.breaks[topic] });
  }
  const postings = lines.filter(({ amount }) => amount !== 0n).map((line) => toPosting(line, day.accounts));
  const total = postings.reduce((sum, { amount }) => sum + amount, 0n);
  invariant(total === 0n, "a voucher does not balance");
  if (postings.length === 0) return undefined;
  return {
    number: voucherNumber(day.ledgerId, day.ledgerDate),
    ledgerId: day.ledgerId,
    ledgerDate: day.ledgerDate,
    currency: day.currency,
    postings,
    clearing: day.openings && day.openings.funds + moved.funds,
    feesOwed: day.openings && day.openings.fees + moved.fees,
  };
}

type Line = Readonly<{
  role: AccountRole;
  text: VoucherText;
  entryType: string;
  recipientHandle: string;
  amount: bigint;
}>;

function lineOf(sum: DaySum, text: VoucherText): Omit<Line, "role" | "amount"> {
  return { text, entryType: sum.entryType, recipientHandle: sum.recipientHandle };
}

function ruleOf(sum: DaySum): Rule {
  return RULES[sum.topic].get(sum.entryType) ?? { role: "suspense", text: "unknown" };
}

function toPosting(line: Line, accounts: AccountMap): Posting {
  const { account, name, vatCode } = accounts[line.role];
  return { ...line, account, accountName: name, vatCode, needsReview: REVIEWED_ROLES.has(line.role) };
}

/** Funds before fees, sales before the rest, then by type and sales unit: the same sums give the same voucher. */
function inOrder(left: DaySum, right: DaySum): number {
  return orderOf(left) < orderOf(right) ? -1 : 1;
}

function orderOf(sum: DaySum): string {
  const types = [...RULES[sum.topic].keys()];
  const place = types.indexOf(sum.entryType);
  const rank = sum.entryType === RETAINED ? types.length : place < 0 ? types.length + 1 : place;
  const topic = sum.topic === "funds" ? 0 : 1;
  return `${String(topic)}\n${String(rank).padStart(2, "0")}\n${sum.entryType}\n${sum.recipientHandle}`;
}
