import type { LedgerDate } from "@/lib/core/ledger-date";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { VoucherText } from "@/lib/domain/bookkeeping/voucher";
import type { DayVerification } from "@/lib/domain/ledger/states";
import type { Country } from "@/lib/domain/payout/bank-days";

/** The words that a voucher is read with in an accounting program, where they stand for years. */
type Words = Readonly<{
  texts: Readonly<Record<VoucherText, string>>;
  inDoubt: string;
  review: string;
}>;

const WORDS: Readonly<Record<MailLanguage, Words>> = {
  en: {
    texts: {
      captures: "captures",
      refunds: "refunds",
      "fees-retained": "fees retained",
      payout: "payout",
      "payout-aborted": "payout returned",
      "top-up": "top-up of a negative balance",
      "dispute-retained": "disputed capture retained",
      "dispute-returned": "disputed capture returned",
      "capture-fees": "fees on captures",
      "service-fees": "service fees",
      "fees-credited": "fees credited",
      "fees-invoiced": "fees invoiced",
      correction: "correction",
      unknown: "of an unknown type",
      break: "break in the provider's balance",
      "fees-differ": "fees retained differ between the accounts",
    },
    inDoubt: "THE DAY IS IN DOUBT",
    review: "to be reviewed",
  },
  nb: {
    texts: {
      captures: "betalinger",
      refunds: "refusjoner",
      "fees-retained": "tilbakeholdte gebyrer",
      payout: "utbetaling",
      "payout-aborted": "utbetaling i retur",
      "top-up": "dekning av negativ saldo",
      "dispute-retained": "omstridt betaling holdt tilbake",
      "dispute-returned": "omstridt betaling tilbakeført",
      "capture-fees": "gebyrer på betalinger",
      "service-fees": "tjenestegebyrer",
      "fees-credited": "gebyrer kreditert",
      "fees-invoiced": "gebyrer fakturert",
      correction: "korreksjon",
      unknown: "av ukjent type",
      break: "brudd i leverandørens saldo",
      "fees-differ": "tilbakeholdte gebyrer er ulike på de to kontoene",
    },
    inDoubt: "DAGEN ER I TVIL",
    review: "må vurderes",
  },
  da: {
    texts: {
      captures: "betalinger",
      refunds: "refunderinger",
      "fees-retained": "gebyrer fratrukket",
      payout: "udbetaling",
      "payout-aborted": "udbetaling returneret",
      "top-up": "dækning af negativ saldo",
      "dispute-retained": "omtvistet betaling tilbageholdt",
      "dispute-returned": "omtvistet betaling tilbageført",
      "capture-fees": "gebyrer på betalinger",
      "service-fees": "servicegebyrer",
      "fees-credited": "gebyrer krediteret",
      "fees-invoiced": "gebyrer faktureret",
      correction: "korrektion",
      unknown: "af ukendt type",
      break: "brud i udbyderens saldo",
      "fees-differ": "fratrukne gebyrer er forskellige på de to konti",
    },
    inDoubt: "DAGEN ER I TVIVL",
    review: "skal vurderes",
  },
  fi: {
    texts: {
      captures: "maksut",
      refunds: "hyvitykset",
      "fees-retained": "vähennetyt palkkiot",
      payout: "tilitys",
      "payout-aborted": "palautunut tilitys",
      "top-up": "negatiivisen saldon kattaminen",
      "dispute-retained": "riitautettu maksu pidätetty",
      "dispute-returned": "riitautettu maksu palautettu",
      "capture-fees": "maksujen palkkiot",
      "service-fees": "palvelumaksut",
      "fees-credited": "hyvitetyt palkkiot",
      "fees-invoiced": "laskutetut palkkiot",
      correction: "korjaus",
      unknown: "tuntematon tyyppi",
      break: "katkos palveluntarjoajan saldossa",
      "fees-differ": "vähennetyt palkkiot eroavat tilien välillä",
    },
    inDoubt: "PÄIVÄ ON EPÄSELVÄ",
    review: "tarkistettava",
  },
};

/** The language of a country's books, where nobody has said another. */
export function languageOfCountry(country: Country): MailLanguage {
  return ({ NO: "nb", DK: "da", FI: "fi" } as const)[country];
}

/** `Vipps MobilePay 460017 2026-03-23: betalinger, Torget`; a date in doubt says so in front. */
export function voucherText(
  posting: Readonly<{ text: VoucherText; entryType: string; recipientHandle: string; needsReview: boolean }>,
  of: Readonly<{
    ledgerId: string;
    ledgerDate: LedgerDate;
    unitName: string;
    verification: DayVerification;
    language: MailLanguage;
  }>,
): string {
  const words = WORDS[of.language];
  const named =
    posting.text === "unknown" ? `${posting.entryType} ${words.texts.unknown}` : words.texts[posting.text];
  const parts = [
    named,
    ...(posting.recipientHandle === "" ? [] : [of.unitName]),
    ...(posting.needsReview ? [words.review] : []),
  ];
  const text = `Vipps MobilePay ${of.ledgerId} ${of.ledgerDate}: ${parts.join(", ")}`;
  return of.verification === "in-doubt" ? `${words.inDoubt} – ${text}` : text;
}
