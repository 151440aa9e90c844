import type { CsvRole } from "@/lib/domain/bank/csv-layout";

/** Names of columns in the files of Nordic banks, without case, blanks and signs; earlier ones are surer. */
const NAMES: Readonly<Record<CsvRole, readonly string[]>> = {
  bookingDate: [
    "bokføringsdato",
    "bokførtdato",
    "bokført",
    "bogføringsdato",
    "bogførtdato",
    "bogført",
    "bogfdato",
    "reskontradatum",
    "bokföringsdatum",
    "bokföringsdag",
    "bokförtdatum",
    "bokningsdag",
    "kirjauspäivä",
    "kirjauspvm",
    "bookingdate",
    "bookeddate",
    "postingdate",
    "posteringsdato",
    "dato",
    "datum",
    "date",
    "pvm",
    "päivämäärä",
    "päivä",
    "transaksjonsdato",
    "transaktionsdato",
    "transaktionsdatum",
    "transaktionsdag",
    "transactiondate",
    "utførtdato",
    "betalingsdato",
    "betalningsdag",
    "maksupäivä",
  ],
  valueDate: [
    "rentedato",
    "valuteringsdato",
    "valuteringsdag",
    "valutadato",
    "valutadag",
    "valørdato",
    "valør",
    "rentedag",
    "arvopäivä",
    "valuedate",
  ],
  amount: [
    "beløp",
    "beløb",
    "belopp",
    "määrä",
    "määräeuroa",
    "määräeur",
    "summa",
    "amount",
    "beløpinok",
    "beløbidkk",
    "beloppisek",
    "beløbkr",
    "sum",
  ],
  moneyIn: [
    "innpåkonto",
    "beløpinn",
    "inn",
    "innbetalt",
    "innbetaling",
    "innskudd",
    "indbetaling",
    "indsat",
    "ind",
    "insättning",
    "insättningar",
    "inbetalning",
    "pano",
    "panot",
    "kredit",
    "credit",
    "moneyin",
    "paidin",
  ],
  moneyOut: [
    "utfrakonto",
    "beløput",
    "ut",
    "utbetalt",
    "utbetaling",
    "uttak",
    "udbetaling",
    "hævet",
    "ud",
    "uttag",
    "utbetalning",
    "otto",
    "otot",
    "debet",
    "debit",
    "moneyout",
    "paidout",
  ],
  balance: [
    "saldo",
    "balance",
    "bokførtsaldo",
    "bokfördsaldo",
    "bogførtsaldo",
    "saldoetter",
    "saldoefter",
    "kontosaldo",
    "runningbalance",
  ],
  currency: ["valuta", "valuutta", "currency", "valutakode", "valutakod", "mynt", "myntkode"],
  account: ["exportkonto", "konto", "kontonummer", "kontonr", "account", "accountnumber", "tili", "iban"],
  fromAccount: [
    "frakonto",
    "avsenderkonto",
    "afsenderkonto",
    "avsender",
    "afsender",
    "avsändare",
    "maksaja",
    "sender",
    "fromaccount",
  ],
  toAccount: [
    "tilkonto",
    "mottakerkonto",
    "modtagerkonto",
    "mottaker",
    "modtager",
    "mottagare",
    "maksunsaaja",
    "recipient",
    "toaccount",
  ],
  bankReference: [
    "arkivreferanse",
    "arkivref",
    "arkistointitunnus",
    "arkiveringskod",
    "arkiveringsreferens",
    "arkivkod",
    "archiveid",
    "archivereference",
    "transaksjonsid",
    "transaktionsid",
    "transactionid",
    "bankreferanse",
    "bankensreferanse",
    "bankreference",
    "verifikationsnummer",
  ],
  reference: [
    "referanse",
    "reference",
    "referens",
    "referensnummer",
    "referencenummer",
    "viite",
    "viitenumero",
    "maksajanviite",
    "kid",
    "kidnummer",
    "egenreferanse",
    "kundereferanse",
    "endtoendid",
    "numref",
  ],
  counterparty: [
    "navn",
    "namn",
    "nimi",
    "name",
    "saajamaksaja",
    "saajannimi",
    "mottakernavn",
    "avsendernavn",
    "motpart",
    "modpart",
    "betaler",
    "betalare",
    "payer",
    "payee",
  ],
  text: [
    "tekst",
    "text",
    "beskrivelse",
    "beskrivning",
    "forklaring",
    "forklarendetekst",
    "description",
    "tittel",
    "title",
    "melding",
    "meddelelse",
    "meddelande",
    "viesti",
    "message",
    "otsikko",
    "selitys",
    "tapahtuma",
    "details",
    "transaktionstekst",
    "posteringstekst",
    "specifikation",
  ],
  additional: [
    "type",
    "betalingstype",
    "laji",
    "tapahtumalaji",
    "transaksjonstype",
    "transaktionstyp",
    "betalningstyp",
    "kategori",
    "underkategori",
    "kommentar",
    "notat",
    "notater",
  ],
  status: ["status", "tila", "tilstand", "bokføringsstatus"],
};

/** Roles of which one column is enough, and the surest is taken. */
export const SINGLE_ROLES: readonly CsvRole[] = [
  "bookingDate",
  "valueDate",
  "amount",
  "moneyIn",
  "moneyOut",
  "balance",
  "currency",
  "account",
  "fromAccount",
  "toAccount",
  "bankReference",
  "status",
];
const MANY_ROLES: readonly CsvRole[] = ["reference", "counterparty", "text", "additional"];

/** `Inn på konto` → `innpåkonto`. */
export function plainName(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** What a row of names says of its columns: places by role, each column once. */
export function rolesOf(names: readonly string[]): ReadonlyMap<number, CsvRole> {
  const plain = names.map(plainName);
  const roles = new Map<number, CsvRole>();
  for (const role of SINGLE_ROLES) {
    const name = NAMES[role].find((candidate) =>
      plain.some((own, place) => own === candidate && !roles.has(place)),
    );
    if (name !== undefined)
      roles.set(
        plain.findIndex((own, place) => own === name && !roles.has(place)),
        role,
      );
  }
  for (const role of MANY_ROLES) {
    for (const [place, own] of plain.entries()) {
      if (!roles.has(place) && NAMES[role].includes(own)) roles.set(place, role);
    }
  }
  return roles;
}

/** Whether a row names columns of bookings: a date, and an amount or two. */
export function isHeader(names: readonly string[]): boolean {
  const roles = new Set(rolesOf(names).values());
  return roles.has("bookingDate") && (roles.has("amount") || (roles.has("moneyIn") && roles.has("moneyOut")));
}
