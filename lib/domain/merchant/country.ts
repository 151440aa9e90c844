import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

const COUNTRY_OF_CURRENCY: Readonly<Record<string, Country>> = { NOK: "NO", DKK: "DK", EUR: "FI" };

/**
 * Where a ledger is at home: the country in its owner's scheme (`business:NO:ORG`), else in its payout
 * account's (`BBAN:DK`), else that of its currency. It decides time zone and bank days.
 */
export function countryOfLedger(
  listing: Readonly<{
    owner: Readonly<{ scheme: string }>;
    payoutAccount: Readonly<{ scheme: string }>;
    currency: string;
  }>,
): Country {
  const named = [listing.owner.scheme.split(":")[1], listing.payoutAccount.scheme.split(":")[1]];
  const known = COUNTRIES.find((country) => named.includes(country));
  return known ?? COUNTRY_OF_CURRENCY[listing.currency] ?? "NO";
}
