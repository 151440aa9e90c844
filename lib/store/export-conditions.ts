/** What several files of an export say of their rows; `r` is the row, and a merchant's place in the parameters is given. */

/** Matches that hold an entry of the merchant's, on a date on which the ledger was the merchant's. */
export const MATCHES = (merchant: string): string =>
  `select g.match from match_ledger g join ledger_merchant lm on lm.tenant_id = g.tenant_id and lm.ledger = g.ledger
     and g.ledger_date between lm.valid_from and lm.valid_to where g.tenant_id = $1 and lm.merchant = ${merchant}`;
/** Ledgers that are or were the merchant's. */
export const LEDGERS = (merchant: string): string =>
  `select lm.ledger from ledger_merchant lm where lm.tenant_id = $1 and lm.merchant = ${merchant}`;
/** Accounts that they are or were paid out to. */
export const ACCOUNTS = (merchant: string): string =>
  `select b.account from bank_account_ledger b where b.tenant_id = $1 and b.ledger in (${LEDGERS(merchant)})`;
/** An account that was joined with another has no number any more: nothing is left of it but its row. */
export const HAS_NUMBER = (account: string): string =>
  `exists (select from bank_account_number n where n.tenant_id = r.tenant_id and n.account = ${account})`;
/** The ledger that a row is of, for the id that Vipps MobilePay knows. */
export const LEDGER = "left join ledger l on l.tenant_id = r.tenant_id and l.id = r.ledger";
