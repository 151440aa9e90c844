import type { AccountNumber } from "@/lib/domain/bank/statement";
import { bareAccount, isIban, isNorwegianAccount, readAccount } from "@/lib/formats/bank/account";
import type { CsvRecord } from "@/lib/formats/bank/csv-records";

const LABEL = /^(?:konto|kontonummer|kontonr|account|account number|tili|tilinumero|iban)\b[.:]?\s*/i;

/**
 * The statement's account in the rows before the header, else in the file's name: a number whose check digits fit,
 * or one after a label. Undefined unless there is just one.
 */
export function accountIn(
  preamble: readonly CsvRecord[],
  fileName: string,
  country: string | undefined,
): AccountNumber | undefined {
  const found = new Map<string, AccountNumber>();
  const keep = (account: AccountNumber | undefined): void => {
    if (account !== undefined) found.set(account.id, account);
  };
  for (const { cells } of preamble) {
    for (const [place, cell] of cells.entries()) {
      if (LABEL.test(cell)) {
        const rest = cell.replace(LABEL, "");
        keep(readAccount(rest === "" ? (cells[place + 1] ?? "") : rest, country));
      } else keep(checked(cell, country));
    }
  }
  if (found.size === 0) {
    for (const part of fileName.match(/[A-Z]{2}\d{2}[A-Z0-9 ]{8,30}|\d{4}[. ]?\d{2}[. ]?\d{5}/gi) ?? []) {
      keep(checked(part, country));
    }
  }
  const [only] = found.values();
  return found.size === 1 ? only : undefined;
}

function checked(text: string, country: string | undefined): AccountNumber | undefined {
  const bare = bareAccount(text);
  if (isIban(bare)) return { scheme: "IBAN", id: bare };
  return isNorwegianAccount(bare) ? readAccount(bare, country) : undefined;
}
