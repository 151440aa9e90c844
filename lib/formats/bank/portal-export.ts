import { plainName } from "@/lib/formats/bank/csv-headers";

/**
 * Names of columns that only Vipps MobilePay's own exports have: the portal's reports in Norwegian, English and
 * Danish, the settlement files before them, and those of the former MobilePay portal (DOMAIN §5.5).
 */
const NAMES = new Set(
  [
    "MSN/Vippsnummer",
    "MSN/Vipps number",
    "MSN/VM number",
    "MSN/VM-nummer",
    "MSN/MobilePay-nummer",
    "Vippsnummer",
    "Vipps number",
    "PSP-referanse",
    "PSP reference",
    "PSP-reference",
    "Ordre-ID/Referanse",
    "Order ID/Reference",
    "Ordre-ID/Reference",
    "Ordre-ID",
    "Utbetalingsnummer",
    "Payout number",
    "Udbetalingsnummer",
    "Bankkonto for utbetaling",
    "Bankkonto for udbetaling",
    "Bank account for payout",
    "Planlagt utbetalingsdato",
    "Planlagt udbetalingsdato",
    "Planned payout date",
    "Salgssted",
    "Sales unit",
    "Betalingsløsning",
    "Payment solution",
    "Salgsdato",
    "Transaksjons-ID",
    "Oppgjørs-ID",
    "Oppgjørsdato",
    "Oppgjørssum",
    "Oppgjørskonto",
    "SettlementInfo",
    "TransactionInfo",
    "SaleUnitNumber",
    "SettlementID",
    "MyShop-nummer",
    "MyShop-number",
    "MP-nummer",
    "MP-number",
  ].map(plainName),
);
const LINES_MAX = 10;

/** Whether this is the beginning of an export of Vipps MobilePay's portal, or of an old settlement file. */
export function isPortalExport(head: string): boolean {
  if (/^\s*</.test(head)) return /<(?:[\w.-]+:)?SettlementReport[\s>]/.test(head);
  return head
    .split(/\r\n?|\n/)
    .slice(0, LINES_MAX)
    .some((line) => line.split(/[;,\t]/).filter((cell) => NAMES.has(plainName(cell))).length >= 2);
}
