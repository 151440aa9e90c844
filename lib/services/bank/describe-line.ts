import type { BankLine } from "@/lib/contracts/bank";
import type { BankLineRow } from "@/lib/store/bank-lines";

/** A bank line as the API shows it. */
export function describeLine(line: BankLineRow): BankLine {
  return {
    id: line.id,
    accountId: line.account,
    bookingDate: line.bookingDate,
    valueDate: line.valueDate ?? null,
    currency: line.currency,
    amount: line.amount,
    left: line.amount - line.matched,
    bankReference: line.bankReference === "" ? null : line.bankReference,
    texts: line.texts === undefined ? null : line.texts.map((text) => ({ ...text })),
    kind: line.kind,
  };
}
