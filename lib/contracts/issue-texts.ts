import { toDecimalText } from "@/lib/core/money";
import type { IssueKind } from "@/lib/domain/issue/kinds";

type Facts = Readonly<Record<string, string>>;
export type IssueText = Readonly<{ title: string; detail: string }>;

/** An issue in English, for the API and files: what happened, what is safe, what to do. The web has it in every language. */
export function issueText(kind: IssueKind, facts: Facts): IssueText {
  return TEXTS[kind](facts);
}

const TEXTS: Readonly<Record<IssueKind, (facts: Facts) => IssueText>> = {
  "chain-break": (facts) => ({
    title: "The chain of balances is broken",
    detail: `${onDate(facts)} an entry of ledger ${of(facts, "ledgerId")} (${of(facts, "topic")}, sequence ${of(facts, "sequence")}) leads to ${amount(facts, "found")} where ${amount(facts, "expected")} was expected. Everything is kept as Vipps MobilePay gave it; the date is in doubt until somebody acknowledges this with a reason.`,
  }),
  "day-differs": (facts) => ({
    title: "A date differs from its report",
    detail: `${onDate(facts)} the copy of ledger ${of(facts, "ledgerId")} (${of(facts, "topic")}) lacks ${of(facts, "missing")} entries of the report and has ${of(facts, "surplus")} that are not in it. A rebuild reads the feed again from its start beside this copy.`,
  }),
  "rebuild-agreement": (facts) => ({
    title: "A rebuilt copy lacks entries",
    detail: `The new copy of ledger ${of(facts, "ledgerId")} (${of(facts, "topic")}) lacks ${of(facts, "lost")} entries of the old one and has ${of(facts, "gained")} more, on ${of(facts, "dates")}. The old copy stays in use until somebody agrees.`,
  }),
  "cursor-refused": (facts) => ({
    title: "The place in the feed was refused",
    detail: `Vipps MobilePay no longer takes our place in the feed of ledger ${of(facts, "ledgerId")} (${of(facts, "topic")}). A new copy is read from the start; the old one stays in use until then.`,
  }),
  "keys-rejected": (facts) => ({
    title: "The accounting keys were refused",
    detail: `Vipps MobilePay refuses the keys with client id ${of(facts, "clientId")}. What is copied is safe; nothing new comes until the keys work again. They are tried again by themselves; new keys are stored under settings.`,
  }),
  "many-ledgers-vanished": (facts) => ({
    title: "Many ledgers vanished at once",
    detail: `${of(facts, "missing")} ledgers are missing from the list that the keys ${of(facts, "clientId")} open. That looks like keys or API, not like lost grants: nothing is marked as lost until somebody confirms it, or they are back.`,
  }),
  "grant-revoked": (facts) => ({
    title: "Access to a ledger is gone",
    detail: `Ledger ${of(facts, "ledgerId")} is no longer in the list of granted ledgers. Its data stay; the merchant can grant it again in the portal, and copying then goes on where it stopped.`,
  }),
  "payout-account-changed": (facts) => ({
    title: "The payout account changed",
    detail: `Payouts of ledger ${of(facts, "ledgerId")} now go to ${of(facts, "after")}; before, they went to ${of(facts, "before")}. Ask the merchant whether that is right before you acknowledge it.`,
  }),
  "payout-aborted": (facts) => ({
    title: "A payout was returned",
    detail: `${onDate(facts)} ${amount(facts, "amount")} came back to ledger ${of(facts, "ledgerId")} (${of(facts, "pspReference")}). It is in the balance, and goes out with a later payout.`,
  }),
  "payout-abort-unlinked": (facts) => ({
    title: "A returned payout has no payout",
    detail: `${onDate(facts)} ${amount(facts, "amount")} came back to ledger ${of(facts, "ledgerId")} (${of(facts, "pspReference")}), and no single payout fits it. It is in the balance; say which payout it was.`,
  }),
  "feed-stale": (facts) => ({
    title: "A feed was not seen for hours",
    detail: `The head of ledger ${of(facts, "ledgerId")} (${of(facts, "topic")}) was last seen ${of(facts, "headSeenAt")}. What is copied is safe; it goes on by itself when Vipps MobilePay answers.`,
  }),
  "payout-overdue": (facts) => ({
    title: "A payout is not in the bank",
    detail: `${amount(facts, "amount")} of ${of(facts, "ledgerDate")} was expected in the bank, and the statements that should show it do not. Ask the merchant's bank and Vipps MobilePay, or match it by hand if it came in another way.`,
  }),
  "payouts-held-back": (facts) => ({
    title: "Payouts are held back",
    detail: `None of the last ${of(facts, "count")} payouts, ${amount(facts, "amount")} since ${of(facts, "ledgerDate")}, is in the bank, and the statements that should show them are here. Transfers queue up while they are blocked, for example until a new payout account is confirmed. Ask the merchant to look in the portal, and Vipps MobilePay for the reason.`,
  }),
  "match-difference": (facts) => ({
    title: "A payout came in with another amount",
    detail: `A bank line carries the payout's reference, but ${amount(facts, "booked")} where ${amount(facts, "amount")} was expected. Book the difference with a reason, or reject the pair.`,
  }),
  "bank-line-unmatched": (facts) => ({
    title: "A bank line has no payout",
    detail: `${amount(facts, "amount")} was booked ${of(facts, "bookingDate")} and looks like a settlement, but nothing on the merchant's ledgers answers it. Match it by hand, or say that it is none.`,
  }),
  "fees-tie-out": (facts) => ({
    title: "Retained fees do not cancel out",
    detail: `${onDate(facts)} the fees retained from the funds of ledger ${of(facts, "ledgerId")} and those on its fees account differ by ${amount(facts, "amount")}.`,
  }),
  "answer-invalid": (facts) => ({
    title: "An answer could not be read",
    detail: `Vipps MobilePay gave an answer for ledger ${of(facts, "ledgerId")} (${of(facts, "topic")}) that cannot be read: ${of(facts, "reason")}. Nothing of it was kept; it is asked for again by itself.`,
  }),
};

function of(facts: Facts, name: string): string {
  return facts[name] ?? "?";
}

function onDate(facts: Facts): string {
  return `On ${of(facts, "ledgerDate")}`;
}

function amount(facts: Facts, name: string): string {
  const minor = facts[name];
  const { currency } = facts;
  if (minor === undefined || currency === undefined || !/^-?\d+$/.test(minor)) return minor ?? "?";
  return `${toDecimalText(BigInt(minor), currency)} ${currency}`;
}
