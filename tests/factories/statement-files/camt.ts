import { toDecimalText } from "@/lib/core/money";
import { closingOf } from "@/tests/factories/statement-files/bookings";
import type { AccountStatement, Booking } from "@/tests/factories/statement-files/bookings";

/** Writes camt.053 as the message definition reports of ISO 20022 say, version by version. */

export type CamtOptions = Readonly<{
  version: "02" | "04" | "08" | "13";
  prefix: string;
  namespace: boolean;
  /** Line breaks and indentation between elements. */
  isPretty: boolean;
  /** Declared in the XML declaration; empty: no declaration. The text itself is not encoded here. */
  encoding: string;
  /** At most so many entries a page; 0: one page. */
  entriesPerPage: number;
  /** How reversals are written: with the sign that they have, or with that of what they reverse. */
  reversals: "stated" | "inverted";
}>;

export const CAMT_DEFAULTS: CamtOptions = {
  version: "08",
  prefix: "",
  namespace: true,
  isPretty: true,
  encoding: "UTF-8",
  entriesPerPage: 0,
  reversals: "stated",
};

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The pieces of a file, so that one of any size can be written without holding it. */
export function* camtPieces(
  statements: Iterable<AccountStatement>,
  over: Partial<CamtOptions> = {},
): Generator<string> {
  const options = { ...CAMT_DEFAULTS, ...over };
  const prefix = options.prefix === "" ? "" : `${options.prefix}:`;
  const named = options.prefix === "" ? "xmlns" : `xmlns:${options.prefix}`;
  const space = options.namespace
    ? ` ${named}="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${options.version}"`
    : "";
  if (options.encoding !== "") yield `<?xml version="1.0" encoding="${options.encoding}"?>\n`;
  yield `<${prefix}Document${space}><${prefix}BkToCstmrStmt>`;
  yield withPrefix(prefix, "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-26T06:00:00</CreDtTm></GrpHdr>");
  for (const statement of statements) {
    for (const piece of statementPieces(statement, options)) {
      const spaced = options.isPretty ? piece.replaceAll("><", ">\n<") : piece;
      yield withPrefix(prefix, spaced);
    }
  }
  yield `</${prefix}BkToCstmrStmt></${prefix}Document>\n`;
}

export function camtFile(statements: Iterable<AccountStatement>, over: Partial<CamtOptions> = {}): string {
  return [...camtPieces(statements, over)].join("");
}

function withPrefix(prefix: string, xml: string): string {
  return prefix === "" ? xml : xml.replaceAll(/<(\/?)([A-Z])/g, `<$1${prefix}$2`);
}

function* statementPieces(statement: AccountStatement, options: CamtOptions): Generator<string> {
  const { bookings, pending } = statement;
  const perPage = options.entriesPerPage === 0 ? Math.max(1, bookings.length) : options.entriesPerPage;
  const pages = Math.max(1, Math.ceil(bookings.length / perPage));
  let balance = statement.opening;
  for (let page = 1; page <= pages; page += 1) {
    const own = bookings.slice((page - 1) * perPage, page * perPage);
    const after = own.reduce((sum, { amount }) => sum + amount, balance);
    const isLast = page === pages;
    yield `<Stmt><Id>${escapeXml(statement.id)}</Id>`;
    if (pages > 1) {
      yield `<StmtPgntn><PgNb>${String(page)}</PgNb><LastPgInd>${String(isLast)}</LastPgInd></StmtPgntn>`;
    }
    yield `<ElctrncSeqNb>${String(statement.sequence)}</ElctrncSeqNb><CreDtTm>2026-03-26T06:00:00</CreDtTm>`;
    yield `<FrToDt><FrDtTm>${statement.from}T00:00:00</FrDtTm><ToDtTm>${statement.to}T23:59:59</ToDtTm></FrToDt>`;
    yield accountXml(statement, options);
    yield balanceXml(page === 1 ? "OPBD" : "ITBD", balance, statement, statement.from);
    yield balanceXml(isLast ? "CLBD" : "ITBD", after, statement, statement.to);
    for (const booking of own) yield entryXml(booking, "BOOK", statement.currency, options);
    if (isLast) {
      for (const booking of pending) yield entryXml(booking, "PDNG", statement.currency, options);
    }
    yield "</Stmt>";
    balance = after;
  }
  if (balance !== closingOf(statement)) throw new Error("the pages do not add up");
}

function accountXml({ account, currency, bic }: AccountStatement, { version }: CamtOptions): string {
  const id =
    account.scheme === "IBAN"
      ? `<IBAN>${account.id}</IBAN>`
      : `<Othr><Id>${account.id}</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr>`;
  const tag = version === "02" ? "BIC" : "BICFI";
  return `<Acct><Id>${id}</Id><Ccy>${currency}</Ccy><Svcr><FinInstnId><${tag}>${bic}</${tag}></FinInstnId></Svcr></Acct>`;
}

function balanceXml(type: string, amount: bigint, { currency }: AccountStatement, date: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>${moneyXml(amount, currency)}<Dt><Dt>${date}</Dt></Dt></Bal>`;
}

function moneyXml(amount: bigint, currency: string): string {
  const unsigned = amount < 0n ? -amount : amount;
  return `<Amt Ccy="${currency}">${toDecimalText(unsigned, currency)}</Amt><CdtDbtInd>${amount < 0n ? "DBIT" : "CRDT"}</CdtDbtInd>`;
}

function entryXml(booking: Booking, status: string, currency: string, options: CamtOptions): string {
  const isInverted = booking.isReversal && options.reversals === "inverted";
  const amount = isInverted ? -booking.amount : booking.amount;
  const parts: Booking["parts"] =
    booking.parts.length > 0 ? booking.parts : [{ amount: booking.amount, text: booking.text }];
  const sts = options.version === "02" || options.version === "04" ? status : `<Cd>${status}</Cd>`;
  return [
    `<Ntry>${moneyXml(amount, currency)}`,
    booking.isReversal ? "<RvslInd>true</RvslInd>" : "",
    `<Sts>${sts}</Sts><BookgDt><Dt>${booking.date}</Dt></BookgDt><ValDt><Dt>${booking.valueDate}</Dt></ValDt>`,
    booking.bankReference === "" ? "" : `<AcctSvcrRef>${escapeXml(booking.bankReference)}</AcctSvcrRef>`,
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>",
    parts.length > 1 ? `<Btch><NbOfTxs>${String(parts.length)}</NbOfTxs></Btch>` : "",
    ...parts.map((part) =>
      transactionXml(booking, isInverted ? -part.amount : part.amount, part.text, currency, options),
    ),
    "</NtryDtls></Ntry>",
  ].join("");
}

// oxlint-disable-next-line max-params
function transactionXml(
  booking: Booking,
  amount: bigint,
  text: string,
  currency: string,
  { version }: CamtOptions,
): string {
  const unsigned = toDecimalText(amount < 0n ? -amount : amount, currency);
  const money =
    version === "02"
      ? `<AmtDtls><TxAmt><Amt Ccy="${currency}">${unsigned}</Amt></TxAmt></AmtDtls>`
      : moneyXml(amount, currency);
  const name = `<Nm>${escapeXml(booking.counterparty)}</Nm>`;
  const party = version === "08" || version === "13" ? `<Pty>${name}</Pty>` : name;
  const role =
    booking.amount > 0n === (amount > 0n || version === "02") && booking.amount > 0n ? "Dbtr" : "Cdtr";
  const reference = booking.reference === "" ? "NOTPROVIDED" : escapeXml(booking.reference);
  return [
    `<TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs>${money}`,
    booking.counterparty === "" ? "" : `<RltdPties><${role}>${party}</${role}></RltdPties>`,
    text === "" ? "" : `<RmtInf><Ustrd>${escapeXml(text)}</Ustrd></RmtInf>`,
    "</TxDtls>",
  ].join("");
}
