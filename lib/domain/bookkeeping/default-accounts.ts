import type { Account, AccountChoices, AccountMap, AccountRole } from "@/lib/domain/bookkeeping/account-map";
import type { Country } from "@/lib/domain/payout/bank-days";

/** An account to start from, and why it is this one; `isAssumed`: no source names it, a person should look at it. */
export type DefaultAccount = Account & Readonly<{ source: string; isAssumed: boolean }>;

const known = (account: string, name: string, vatCode: string, source: string): DefaultAccount => ({
  account,
  name,
  vatCode,
  source,
  isAssumed: false,
});
const assumed = (account: string, name: string, vatCode: string, source: string): DefaultAccount => ({
  account,
  name,
  vatCode,
  source,
  isAssumed: true,
});

/**
 * Defaults per country (DOMAIN §5.1, §5.2). No convention is shared by all charts, so every one can be changed.
 * Captures go to a receivable, not to income: whether a sale is booked elsewhere, and with what VAT, is not in the
 * API, and a guessed VAT code would be a wrong VAT return. Fees carry no VAT: payment services are exempt (DOMAIN
 * §5.3). Code `0` of Norway is "none" in the SAF-T standard; elsewhere no code means none.
 */
export const DEFAULT_ACCOUNTS: Readonly<Record<Country, Readonly<Record<AccountRole, DefaultAccount>>>> = {
  NO: {
    clearing: known("1520", "Vipps MobilePay, saldo", "0", "152x in Uni Micro Bridge"),
    captures: known("1500", "Kundefordringer", "0", "NS 4102; Tripletex documentation 1461"),
    refunds: known("1500", "Kundefordringer", "0", "as captures, the other way"),
    fees: known("7770", "Bank- og kortgebyrer", "0", "NS 4102; mval. § 3-6 c: exempt"),
    // Subscriptions and terminals may be taxable, and the API does not say: flagged for review.
    "service-fees": known("7771", "Tjenestegebyrer Vipps MobilePay", "0", "7771 in Uni Micro Bridge"),
    "fees-owed": assumed("2990", "Skyldige gebyrer Vipps MobilePay", "0", "29xx: other short-term debt"),
    "fees-invoiced": known("2400", "Leverandørgjeld", "0", "NS 4102"),
    "payout-in-transit": assumed(
      "1909",
      "Vipps MobilePay, utbetalinger underveis",
      "0",
      "19xx: money in transit",
    ),
    bank: known("1920", "Bankinnskudd", "0", "NS 4102"),
    "top-up": known("2400", "Leverandørgjeld", "0", "NS 4102: the invoice for a negative balance"),
    disputed: assumed("1570", "Omstridte betalinger", "0", "NS 4102: other receivables, until it is decided"),
    suspense: assumed("2999", "Vipps MobilePay, uavklart", "0", "an interim account of its own"),
  },
  DK: {
    clearing: assumed("5590", "MobilePay, tilgodehavende", "", "5500–5980 in a guide for e-conomic"),
    captures: known("5600", "Debitorer", "", "e-conomic, default chart"),
    refunds: known("5600", "Debitorer", "", "as captures, the other way"),
    // In some charts 3628 has a VAT code of its own, which would deduct VAT that was never paid.
    fees: known("3628", "Porto og gebyrer", "", "e-conomic, default chart; momsloven § 13: exempt"),
    "service-fees": assumed("3629", "MobilePay, abonnement", "", "beside the fees"),
    "fees-owed": assumed("6990", "MobilePay, skyldige gebyrer", "", "other short-term debt"),
    "fees-invoiced": assumed("6800", "Kreditorer", "", "e-conomic, default chart"),
    "payout-in-transit": assumed("5825", "MobilePay, udbetalinger undervejs", "", "beside the bank account"),
    bank: known("5820", "Bank", "", "e-conomic, default chart"),
    "top-up": assumed("6800", "Kreditorer", "", "the invoice for a negative balance"),
    disputed: assumed("5595", "Omstridte betalinger", "", "other receivables, until it is decided"),
    suspense: assumed("9999", "MobilePay, uafklaret", "", "an interim account of its own"),
  },
  FI: {
    clearing: assumed("1763", "MobilePay-saatavat", "", "other receivables"),
    captures: assumed("1700", "Myyntisaamiset", "", "trade receivables of the common chart"),
    refunds: assumed("1700", "Myyntisaamiset", "", "as captures, the other way"),
    fees: known("8564", "Rahaliikenteen kulut", "", "a published chart; AVL 41–42 §: exempt"),
    "service-fees": assumed("8565", "MobilePay-palvelumaksut", "", "beside the fees"),
    "fees-owed": assumed("2949", "MobilePay, maksettavat palkkiot", "", "other short-term debt"),
    "fees-invoiced": assumed("2871", "Ostovelat", "", "trade payables of the common chart"),
    "payout-in-transit": assumed("1919", "MobilePay, tilitykset matkalla", "", "beside the bank account"),
    bank: known("1910", "Pankkitili", "", "a published chart"),
    "top-up": assumed("2871", "Ostovelat", "", "the invoice for a negative balance"),
    disputed: assumed("1764", "Riitautetut maksut", "", "other receivables, until it is decided"),
    suspense: assumed("2998", "MobilePay, selvitettävät", "", "an interim account of its own"),
  },
};

/** The map of a ledger: the defaults of its country, what the firm has instead, what the merchant has instead of that. */
export function accountMapOf(
  country: Country,
  firm: AccountChoices = {},
  merchant: AccountChoices = {},
): AccountMap {
  return { ...DEFAULT_ACCOUNTS[country], ...firm, ...merchant };
}
