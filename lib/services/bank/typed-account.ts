import { AppError } from "@/lib/core/errors";
import { readAccountNumber } from "@/lib/domain/bank/account-number";
import type { AccountFault } from "@/lib/domain/bank/account-number";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import type { Country } from "@/lib/domain/payout/bank-days";

const EXPECTED: Readonly<Record<AccountFault, string>> = {
  characters: "must be digits, or an IBAN",
  length: "has too few or too many digits",
  "check-digit": "has a check digit that does not fit: a digit is wrong",
  ambiguous: "is a number in several countries: write its IBAN",
};

/** The account number that a person has typed. Throws: invalid_input, with the fault at the field. */
export function typedAccount(text: string, field: string, country?: Country): AccountNumber {
  const read = readAccountNumber(text, country);
  if (read.account !== undefined) return read.account;
  throw new AppError("invalid_input", "this is no account number", {
    fields: [{ field, message: EXPECTED[read.fault], reason: read.fault }],
  });
}
