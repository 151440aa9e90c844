import type { CsvDelimiter, CsvRole, DateOrder, DecimalMark } from "@/lib/domain/bank/csv-layout";

/**
 * The usual files of Nordic banks: names of columns in their order, and what they hold. Seen in files and programs
 * that are public; `isAssumed` where only some were seen. A bank may change them: what a file shows goes before.
 */
export type CsvPreset = Readonly<{
  bank: string;
  country: string;
  delimiter: CsvDelimiter;
  dateOrder: DateOrder;
  decimal: DecimalMark;
  currency: string | undefined;
  isAssumed: boolean;
  columns: readonly (readonly [name: string, role: CsvRole | undefined])[];
}>;

const NO = { country: "NO", delimiter: ";", dateOrder: "dmy", decimal: ",", currency: undefined } as const;
const DK = { ...NO, country: "DK" } as const;
const FI = { ...NO, country: "FI", currency: "EUR" } as const;

export const CSV_PRESETS: readonly CsvPreset[] = [
  {
    ...NO,
    bank: "DNB",
    isAssumed: false,
    columns: [
      ["Dato", "bookingDate"],
      ["Forklaring", "text"],
      ["Rentedato", "valueDate"],
      ["Ut fra konto", "moneyOut"],
      ["Inn på konto", "moneyIn"],
    ],
  },
  {
    ...NO,
    bank: "DNB",
    isAssumed: true,
    columns: [
      ["Bokføringsdato", "bookingDate"],
      ["Rentedato", "valueDate"],
      ["Arkivref", "bankReference"],
      ["Forklarende tekst", "text"],
      ["Beløp inn", "moneyIn"],
      ["Beløp ut", "moneyOut"],
    ],
  },
  {
    ...NO,
    bank: "Nordea",
    isAssumed: false,
    columns: [
      ["Bokføringsdato", "bookingDate"],
      ["Beløp", "amount"],
      ["Avsender", "fromAccount"],
      ["Mottaker", "toAccount"],
      ["Navn", "counterparty"],
      ["Tittel", "text"],
      ["Valuta", "currency"],
      ["Betalingstype", "additional"],
    ],
  },
  {
    ...DK,
    bank: "Nordea",
    dateOrder: "ymd",
    isAssumed: false,
    columns: [
      ["Bogføringsdato", "bookingDate"],
      ["Beløb", "amount"],
      ["Afsender", "fromAccount"],
      ["Modtager", "toAccount"],
      ["Navn", "counterparty"],
      ["Beskrivelse", "text"],
      ["Saldo", "balance"],
      ["Valuta", "currency"],
      ["Afstemt", undefined],
    ],
  },
  {
    ...FI,
    bank: "Nordea",
    dateOrder: "ymd",
    isAssumed: false,
    columns: [
      ["Kirjauspäivä", "bookingDate"],
      ["Määrä", "amount"],
      ["Maksaja", "fromAccount"],
      ["Maksunsaaja", "toAccount"],
      ["Nimi", "counterparty"],
      ["Otsikko", "text"],
      ["Viesti", "text"],
      ["Viitenumero", "reference"],
      ["Saldo", "balance"],
      ["Valuutta", "currency"],
    ],
  },
  {
    ...NO,
    bank: "SpareBank 1",
    isAssumed: false,
    columns: [
      ["Dato", "bookingDate"],
      ["Beskrivelse", "text"],
      ["Rentedato", "valueDate"],
      ["Inn", "moneyIn"],
      ["Ut", "moneyOut"],
      ["Til konto", "toAccount"],
      ["Fra konto", "fromAccount"],
    ],
  },
  {
    ...DK,
    bank: "Danske Bank",
    isAssumed: false,
    columns: [
      ["Dato", "bookingDate"],
      ["Tekst", "text"],
      ["Beløb", "amount"],
      ["Saldo", "balance"],
      ["Status", "status"],
      ["Afstemt", undefined],
    ],
  },
  {
    ...NO,
    bank: "Danske Bank",
    isAssumed: true,
    columns: [
      ["Dato", "bookingDate"],
      ["Tekst", "text"],
      ["Beløp", "amount"],
      ["Saldo", "balance"],
      ["Status", "status"],
      ["Avstemt", undefined],
    ],
  },
  {
    ...DK,
    bank: "Jyske Bank",
    isAssumed: true,
    columns: [
      ["Dato", "bookingDate"],
      ["Valør", "valueDate"],
      ["Tekst", "text"],
      ["Beløb", "amount"],
      ["Saldo", "balance"],
    ],
  },
  {
    ...FI,
    bank: "OP",
    dateOrder: "ymd",
    isAssumed: false,
    columns: [
      ["Kirjauspäivä", "bookingDate"],
      ["Arvopäivä", "valueDate"],
      ["Määrä EUROA", "amount"],
      ["Laji", "additional"],
      ["Selitys", "additional"],
      ["Saaja/Maksaja", "counterparty"],
      ["Saajan tilinumero", undefined],
      ["Saajan pankin BIC", undefined],
      ["Viite", "reference"],
      ["Viesti", "text"],
      ["Arkistointitunnus", "bankReference"],
    ],
  },
  {
    ...NO,
    bank: "Handelsbanken",
    country: "SE",
    dateOrder: "ymd",
    isAssumed: true,
    columns: [
      ["Reskontradatum", "bookingDate"],
      ["Transaktionsdatum", undefined],
      ["Text", "text"],
      ["Belopp", "amount"],
      ["Saldo", "balance"],
    ],
  },
  {
    ...NO,
    bank: "Handelsbanken",
    isAssumed: true,
    columns: [
      ["Bokført", "bookingDate"],
      ["Rentedato", "valueDate"],
      ["Tekst", "text"],
      ["Ut", "moneyOut"],
      ["Inn", "moneyIn"],
      ["Saldo", "balance"],
    ],
  },
];
