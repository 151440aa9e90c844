import type { LedgerDate } from "@/lib/core/ledger-date";
import { toDecimalText } from "@/lib/core/money";
import type { AccountNumber } from "@/lib/domain/bank/statement";

/** A booking of the demo's bank. */
export type DemoBooking = Readonly<{
  date: LedgerDate;
  amount: bigint;
  counterparty: string;
  text: string;
  bankReference: string;
}>;

export type DemoStatement = Readonly<{
  account: AccountNumber;
  currency: string;
  from: LedgerDate;
  to: LedgerDate;
  sequence: number;
  opening: bigint;
  bookings: readonly DemoBooking[];
}>;

/** A file of statements as a Nordic bank writes camt.053.001.02, one statement a month. */
export function camtOf(statements: readonly DemoStatement[]): string {
  const body = statements.map(statementOf).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>DEMO</MsgId><CreDtTm>${statements.at(-1)?.to ?? "2026-01-01"}T06:00:00Z</CreDtTm></GrpHdr>
${body}
</BkToCstmrStmt></Document>
`;
}

function statementOf(statement: DemoStatement): string {
  const { account, currency, from, to, sequence, opening, bookings } = statement;
  const closing = bookings.reduce((sum, booking) => sum + booking.amount, opening);
  return `<Stmt><Id>${account.id}-${String(sequence)}</Id><ElctrncSeqNb>${String(sequence)}</ElctrncSeqNb><CreDtTm>${to}T06:00:00Z</CreDtTm>
<FrToDt><FrDtTm>${from}T00:00:00Z</FrDtTm><ToDtTm>${to}T23:59:59Z</ToDtTm></FrToDt>
<Acct><Id><IBAN>${ibanOf(account)}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
${balanceOf("OPBD", opening, currency, from)}
${balanceOf("CLBD", closing, currency, to)}
${bookings.map((booking) => entryOf(booking, currency)).join("\n")}
</Stmt>`;
}

function balanceOf(code: string, amount: bigint, currency: string, date: LedgerDate): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amountOf(amount, currency)}<Dt><Dt>${date}</Dt></Dt></Bal>`;
}

function amountOf(amount: bigint, currency: string): string {
  const size = amount < 0n ? -amount : amount;
  return `<Amt Ccy="${currency}">${toDecimalText(size, currency)}</Amt><CdtDbtInd>${amount < 0n ? "DBIT" : "CRDT"}</CdtDbtInd>`;
}

function entryOf(booking: DemoBooking, currency: string): string {
  const party = booking.amount < 0n ? "Cdtr" : "Dbtr";
  return `<Ntry>${amountOf(booking.amount, currency)}<Sts>BOOK</Sts><BookgDt><Dt>${booking.date}</Dt></BookgDt><ValDt><Dt>${booking.date}</Dt></ValDt>
<AcctSvcrRef>${booking.bankReference}</AcctSvcrRef><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>
<NtryDtls><TxDtls><RltdPties><${party}><Nm>${escaped(booking.counterparty)}</Nm></${party}></RltdPties><RmtInf><Ustrd>${escaped(booking.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}

/** The IBAN of a national number (ISO 13616): its check digits make it 1 modulo 97. */
function ibanOf(account: AccountNumber): string {
  if (account.scheme === "IBAN") return account.id;
  const country = account.scheme.slice("BBAN:".length);
  const digits = `${account.id}${country}00`.replaceAll(/[A-Z]/g, (letter) =>
    Number.parseInt(letter, 36).toString(),
  );
  const check = 98n - (BigInt(digits) % 97n);
  return `${country}${check.toString().padStart(2, "0")}${account.id}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
