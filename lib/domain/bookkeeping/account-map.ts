/** What an account is for in vouchers: docs/decisions/0011-vouchers.md. */
export const ACCOUNT_ROLES = [
  "clearing",
  "captures",
  "refunds",
  "fees",
  "service-fees",
  "fees-owed",
  "fees-invoiced",
  "payout-in-transit",
  "bank",
  "top-up",
  "disputed",
  "suspense",
] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/** An account of a firm's chart. `vatCode` is that of the accounting program; empty: none. */
export type Account = Readonly<{ account: string; name: string; vatCode: string }>;

/** Where each kind of movement is booked. */
export type AccountMap = Readonly<Record<AccountRole, Account>>;

/** What a firm or a merchant has instead of a default. */
export type AccountChoices = Readonly<Partial<Record<AccountRole, Account>>>;

/**
 * Roles whose postings a person looks at before they are booked for good: the API says nothing of the VAT on service
 * fees (DOMAIN §5.3), and why a capture is disputed or an entry corrected stands in no entry.
 */
export const REVIEWED_ROLES: ReadonlySet<AccountRole> = new Set<AccountRole>([
  "service-fees",
  "disputed",
  "suspense",
]);

/** What an account number, its name and a VAT code may be: what every accounting program takes as plain text. */
export const ACCOUNT_PATTERN = /^[0-9A-Za-z][0-9A-Za-z.:-]{0,19}$/;
export const ACCOUNT_NAME_MAX = 100;
export const VAT_CODE_PATTERN = /^[0-9A-Za-z.%-]{0,10}$/;

export function isSameAccount(left: Account, right: Account): boolean {
  return left.account === right.account && left.name === right.name && left.vatCode === right.vatCode;
}
