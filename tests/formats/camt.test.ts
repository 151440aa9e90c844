import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { booking, closingOf, statementOf } from "@/tests/factories/statement-files/bookings";
import {
  encoded,
  endsOf,
  eventsOf,
  linesOf,
  refusal,
  statementsOf,
} from "@/tests/factories/statement-files/bytes";
import { camtFile } from "@/tests/factories/statement-files/camt";
import type { CamtOptions } from "@/tests/factories/statement-files/camt";

const document = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Document><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>NO9386011117947</IBAN></Id><Ccy>NOK</Ccy></Acct>${inside}</Stmt></BkToCstmrStmt></Document>`;
const entry = (inside: string, amount = "100.00", direction = "CRDT"): string =>
  `<Ntry><Amt Ccy="NOK">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${inside}</Ntry>`;
const BOOKED = "<Sts>BOOK</Sts><BookgDt><Dt>2026-03-25</Dt></BookgDt>";
const balance = (type: string, amount: string, direction = "<CdtDbtInd>CRDT</CdtDbtInd>"): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="NOK">${amount}</Amt>${direction}<Dt><Dt>2026-03-25</Dt></Dt></Bal>`;

const bookingArb = fc
  .record({
    amount: fc.bigInt({ min: 1n, max: 99_999_999n }),
    isCredit: fc.boolean(),
    isReversal: fc.boolean(),
    text: fc.constantFrom("Utb. 2000167 Vippsnr 548005", "Ærlig & <Sønn> ÅS", "x".repeat(140)),
    reference: fc.constantFrom("", "KID 123"),
    isBatch: fc.boolean(),
  })
  .map(({ amount, isCredit, isReversal, text, reference, isBatch }) => {
    const signed = isCredit ? amount : -amount;
    const parts = [
      { amount: signed / 2n, text: "del 1" },
      { amount: signed - signed / 2n, text: "del 2" },
    ];
    return booking(signed, { text, reference, isReversal, parts: isBatch && amount > 1n ? parts : [] });
  });
const statementArb = fc.array(bookingArb, { maxLength: 12 }).map((bookings) => statementOf(bookings));

describe("a generated statement", () => {
  test("is read back whole, in any version, prefix, layout and encoding, however its bytes are cut", async () => {
    const optionsArb: fc.Arbitrary<Partial<CamtOptions>> = fc.record({
      version: fc.constantFrom("02", "04", "08", "13"),
      prefix: fc.constantFrom("", "ns2", "n"),
      namespace: fc.boolean(),
      isPretty: fc.boolean(),
      encoding: fc.constantFrom("UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "ISO-8859-15", "windows-1252"),
      entriesPerPage: fc.constantFrom(0, 0, 3),
    });
    const cutsArb = fc.array(fc.nat(6_000), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(statementArb, optionsArb, cutsArb, async (statement, options, cuts) => {
        const encoding = options.encoding ?? "UTF-8";
        const isWide = encoding.startsWith("UTF-16");
        const xml = camtFile([statement], { ...options, encoding: isWide ? "UTF-16" : encoding });
        const bytes = encoded(xml, encoding, isWide);
        const events = await eventsOf(bytes, {}, cuts);
        expect(events).toEqual(await eventsOf(bytes));
        const lines = linesOf(events);
        expect(lines.map(({ amount }) => amount)).toEqual(statement.bookings.map(({ amount }) => amount));
        for (const [place, line] of lines.entries()) {
          const { text, reference, parts } = statement.bookings[place] ?? booking(0n);
          const details = line.details.map((detail) => detail.amount);
          expect(details).toEqual(parts.map(({ amount }) => amount));
          if (parts.length === 0) {
            expect(line.texts).toContainEqual({ field: "remittance", text });
            expect(line.texts).toContainEqual({ field: "counterparty", text: "Vipps Mobilepay As" });
            if (reference !== "") expect(line.texts).toContainEqual({ field: "reference", text: reference });
          }
        }
        const ends = endsOf(events);
        expect(ends.every(({ difference }) => difference === 0n)).toBe(true);
        expect(ends.at(-1)?.closing?.amount).toBe(closingOf(statement));
      }),
      { numRuns: 60 },
    );
  });

  test("counts reversals as stated or turned, as its own arithmetic says", async () => {
    const bookings = [booking(5_000n), booking(-700n, { isReversal: true })];
    for (const reversals of ["stated", "inverted"] as const) {
      const [end] = endsOf(await eventsOf(camtFile([statementOf(bookings)], { reversals })));
      expect(end).toMatchObject({ reversals, difference: 0n });
    }
    const broken = camtFile([statementOf(bookings)]).replace("1043.00", "1044.00");
    expect(endsOf(await eventsOf(broken))[0]).toMatchObject({ reversals: "unknown", difference: -100n });
  });

  test("of several accounts and days comes out as several statements, with the pages of each", async () => {
    const other = statementOf([booking(1n), booking(2n), booking(3n)], {
      account: { scheme: "BBAN", id: "3000123456" },
      bic: "DABADKKK",
      currency: "DKK",
      sequence: 9,
    });
    const events = await eventsOf(camtFile([statementOf([booking(5n)]), other], { entriesPerPage: 2 }));
    expect(
      statementsOf(events).map(({ account, currency, sequence, page }) => [
        account,
        currency,
        sequence,
        page,
      ]),
    ).toEqual([
      [{ scheme: "IBAN", id: "NO9386011117947" }, "NOK", 1, undefined],
      [{ scheme: "BBAN:DK", id: "3000123456" }, "DKK", 9, { number: 1, isLast: false }],
      [{ scheme: "BBAN:DK", id: "3000123456" }, "DKK", 9, { number: 2, isLast: true }],
    ]);
  });
});

describe("what real files do", () => {
  test("statuses in both forms; what is not booked is counted", async () => {
    const file = document(
      entry(BOOKED) +
        entry("<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-25</Dt></BookgDt>") +
        entry("<Sts><Cd>PDNG</Cd></Sts>") +
        entry("<Sts>INFO</Sts>"),
    );
    const events = await eventsOf(file);
    expect(linesOf(events)).toHaveLength(2);
    expect(endsOf(events)[0]).toMatchObject({ lineCount: 2, pendingCount: 2, difference: undefined });
  });

  test("a number that holds a date counts no statements", async () => {
    for (const [number, sequence] of [
      ["12", 12],
      ["20260325001", undefined],
    ] as const) {
      const xml = document(entry(BOOKED)).replace("<Acct>", `<ElctrncSeqNb>${number}</ElctrncSeqNb><Acct>`);
      expect(statementsOf(await eventsOf(encoded(xml)))[0]?.sequence).toBe(sequence);
    }
  });

  test("instants where a date belongs, fractions of seven digits, and no booking date but a value date", async () => {
    const file = document(
      entry("<BookgDt><DtTm>2026-03-25T00:00:00.0000000+01:00</DtTm></BookgDt>") +
        entry("<ValDt><Dt>2026-03-26Z</Dt></ValDt>"),
    );
    expect(linesOf(await eventsOf(file)).map(({ bookingDate }) => bookingDate)).toEqual([
      "2026-03-25",
      "2026-03-26",
    ]);
  });

  test("balances without a sign get the one that adds up; PRCD opens; other balances are passed over", async () => {
    const file = document(
      `${balance("PRCD", "500.00", "")}${balance("CLBD", "400.00", "")}${balance("CLAV", "1.00")}${entry(BOOKED)}`,
    );
    expect(endsOf(await eventsOf(file))[0]).toMatchObject({
      opening: { amount: -50_000n },
      closing: { amount: -40_000n },
      difference: 0n,
      from: "2026-03-25",
      isPeriodStated: false,
    });
  });

  test("an entry in another currency counts with the one amount stated in the account's, or not at all", async () => {
    const foreign = (details: string): string =>
      document(
        `<Ntry><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>${BOOKED}<AmtDtls>${details}</AmtDtls></Ntry>`,
      );
    const stated = (name: string, amount: string): string =>
      `<${name}><Amt Ccy="NOK">${amount}</Amt></${name}>`;
    const [line] = linesOf(await eventsOf(foreign(stated("CntrValAmt", "117.50"))));
    expect(line).toMatchObject({ amount: -11_750n, currency: "NOK" });
    expect(await refusal(foreign(""))).toMatchObject({ reason: "other-currency", line: "1", found: "EUR" });
    const two = stated("TxAmt", "117.50") + stated("CntrValAmt", "118.00");
    expect(await refusal(foreign(two))).toMatchObject({ reason: "other-currency" });
  });

  test("details are kept only when they add up; else their texts are the booking's", async () => {
    const batch = (second: string): string =>
      document(
        entry(
          `${BOOKED}<NtryDtls><TxDtls><Amt Ccy="NOK">60.00</Amt><RmtInf><Ustrd>a</Ustrd></RmtInf></TxDtls><TxDtls><Amt Ccy="NOK">${second}</Amt><RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf><AddtlTxInf>i</AddtlTxInf></TxDtls></NtryDtls>`,
        ),
      );
    const [kept] = linesOf(await eventsOf(batch("40.00")));
    expect(kept?.details.map(({ amount }) => amount)).toEqual([6_000n, 4_000n]);
    expect(kept?.texts).toEqual([]);
    const [flat] = linesOf(await eventsOf(batch("41.00")));
    expect(flat?.details).toEqual([]);
    expect(flat?.texts).toEqual([
      { field: "remittance", text: "a" },
      { field: "reference", text: "RF18" },
      { field: "additional", text: "i" },
    ]);
  });

  test("an envelope around, a prefix never declared, CDATA, blank lines before", async () => {
    const file = `\n\n<env:Envelope><Body><x:Document><x:BkToCstmrStmt><x:Stmt><x:Acct><x:Id><x:Othr><x:Id>8601.11.17947</x:Id></x:Othr></x:Id></x:Acct><x:Ntry><x:Amt Ccy="NOK">1</x:Amt><x:CdtDbtInd>CRDT</x:CdtDbtInd><x:BookgDt><x:Dt>2026-03-25</x:Dt></x:BookgDt><x:AddtlNtryInf><![CDATA[A & B]]></x:AddtlNtryInf></x:Ntry></x:Stmt></x:BkToCstmrStmt></x:Document></Body></env:Envelope>`;
    const [line] = linesOf(await eventsOf(file));
    expect(line).toMatchObject({
      amount: 100n,
      currency: "NOK",
      texts: [{ field: "additional", text: "A & B" }],
    });
    expect(line?.place.line).toBe(3);
  });
});

describe("what is refused, with its place", () => {
  test.each([
    [
      "a day that the calendar has not",
      entry("<BookgDt><Dt>2026-02-30</Dt></BookgDt>"),
      "date",
      "2026-02-30",
    ],
    ["an amount finer than øre", entry(BOOKED, "1.005"), "amount", "1.005"],
    ["an amount that is none", entry(BOOKED, "1e3"), "amount", "1e3"],
    ["a negative amount", entry(BOOKED, "-1.00"), "amount", "-1.00"],
    ["no direction", entry(BOOKED, "1.00", ""), "direction", ""],
    ["an unknown status", entry("<Sts>BOKF</Sts>"), "status", "BOKF"],
    ["no date at all", entry("<Sts>BOOK</Sts>"), "date", ""],
  ])("%s", async (_, inside, reason, found) => {
    expect(await refusal(document(inside))).toMatchObject({ reason, found, line: "1" });
  });

  test("reports of the day and notices, which are not booked statements", async () => {
    for (const name of ["BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"]) {
      expect(await refusal(`<Document><${name}/></Document>`)).toMatchObject({ reason: "not-booked" });
    }
  });

  test("DOCTYPE, whatever it holds: entities that grow, external ones, of parameters", async () => {
    const laughs = `<!DOCTYPE D [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>`;
    const external = `<!DOCTYPE D [<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    const parameter = `<!DOCTYPE D [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>`;
    for (const doctype of [laughs, external, parameter]) {
      const file = document(entry(BOOKED)).replace("<Document>", `${doctype}<Document>`);
      expect(await refusal(file)).toMatchObject({ reason: "doctype" });
    }
    expect(await refusal(document(entry(`${BOOKED}<AddtlNtryInf>&b;</AddtlNtryInf>`)))).toMatchObject({
      reason: "xml",
    });
  });

  test("depth, texts and silence without end", async () => {
    const deep = document(`${"<a>".repeat(200)}${"</a>".repeat(200)}`);
    expect(await refusal(deep)).toMatchObject({ reason: "too-deep" });
    const long = document(entry(`${BOOKED}<AddtlNtryInf>${"x".repeat(30_000)}</AddtlNtryInf>`));
    expect(await refusal(long)).toMatchObject({ reason: "too-long" });
    const silent = document(`<!--${"x".repeat(3_000_000)}-->`);
    expect(await refusal(silent)).toMatchObject({ reason: "too-long" });
  });

  test("a file that is cut off, and bytes that are no UTF-8, on their line", async () => {
    const xml = camtFile([statementOf([booking(5n), booking(6n)])]);
    expect(await refusal(xml.slice(0, -100))).toMatchObject({ reason: "cut-off" });
    const bytes = encoded(`${xml.slice(0, xml.indexOf("<TxDtls>"))}ZZ`);
    bytes.set([0xc3, 0x28], bytes.length - 2);
    const line = xml.slice(0, xml.indexOf("<TxDtls>")).split("\n").length;
    expect(await refusal(bytes)).toMatchObject({ reason: "encoding", line: String(line) });
  });
});
