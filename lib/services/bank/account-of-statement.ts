import { AppError } from "@/lib/core/errors";
import type { BankAccountId } from "@/lib/core/ids";
import { accountKey } from "@/lib/domain/bank/account-number";
import type { AccountNumber, StatementEvent } from "@/lib/domain/bank/statement";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";
import { ensureBankAccount, findBankAccount, noteLedgersOfAccount } from "@/lib/store/bank-accounts";
import { servesLedger } from "@/lib/store/bank-settings";
import type { TenantTx } from "@/lib/store/tenant";

const COUNTRY_OF_CURRENCY: Readonly<Record<string, Country>> = { NOK: "NO", DKK: "DK", EUR: "FI" };
const CURRENCY_OF_COUNTRY: Readonly<Record<Country, string>> = { NO: "NOK", DK: "DKK", FI: "EUR" };

/** The country whose bank days count for an account: of its number, else of its currency, else Norway. */
export function countryOfAccount(number: AccountNumber, currency: string | undefined): Country {
  const said = number.scheme === "IBAN" ? number.id.slice(0, 2) : number.scheme.replace(/^BBAN:?/, "");
  return COUNTRIES.find((country) => country === said) ?? COUNTRY_OF_CURRENCY[currency ?? ""] ?? "NO";
}

/**
 * Our account of a statement, made when it is new. `isServed`: some ledger is paid out to it. The currency is the
 * statement's, else the account's, else that of its country. Throws: invalid_input when the currency is another than before.
 */
export async function accountOfStatement(
  tx: TenantTx,
  event: Extract<StatementEvent, { kind: "statement" }>,
  nowMs: number,
): Promise<Readonly<{ account: BankAccountId; currency: string; isServed: boolean }>> {
  const country = countryOfAccount(event.account, event.currency);
  const account = await ensureBankAccount(tx, {
    number: event.account,
    key: accountKey(event.account),
    country,
    currency: event.currency,
    source: "statement",
    nowMs,
  });
  await noteLedgersOfAccount(tx, account);
  const known = (await findBankAccount(tx, account))?.currency;
  if (known !== undefined && event.currency !== undefined && known !== event.currency) {
    throw new AppError(
      "invalid_input",
      `line ${String(event.place.line)}: the statement is in ${event.currency}, the account ${event.account.id} in ${known}`,
      {
        fields: [
          { field: "line", message: String(event.place.line) },
          { field: "column", message: String(event.place.column) },
          { field: "found", message: event.currency },
          { field: "expected", message: known, reason: "currency" },
        ],
      },
    );
  }
  const currency = event.currency ?? known ?? CURRENCY_OF_COUNTRY[country];
  return { account, currency, isServed: await servesLedger(tx, account) };
}
