import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AppError } from "@/lib/core/errors";
import type { ApiEntry } from "@/lib/domain/ledger/entry";
import { parseEntries } from "@/lib/providers/vipps/entries";

const PLAIN = {
  pspReference: "3343121302",
  time: "2022-10-01T14:33:00.824993Z",
  ledgerDate: "2022-10-01",
  entryType: "capture",
  reference: "purchase-12",
  currency: "NOK",
  amount: 10_000,
  balanceBefore: -500,
  balanceAfter: 9_500,
  recipientHandle: "NO:57860",
};

function parseText(text: string, personal = false): ApiEntry[] {
  const page = JSON.parse(text) as { items: unknown };
  return parseEntries(page.items, text, { what: "the feed", personal });
}

function parse(items: unknown, personal = false): ApiEntry[] {
  return parseText(JSON.stringify({ items }), personal);
}

function parseOne(fields: Record<string, unknown>, personal = false): ApiEntry | undefined {
  return parse([{ ...PLAIN, ...fields }], personal)[0];
}

function failureOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("an entry", () => {
  it("is read field by field", () => {
    expect(parseOne({})).toEqual({
      ...PLAIN,
      amount: 10_000n,
      balanceBefore: -500n,
      balanceAfter: 9_500n,
      extra: undefined,
      person: undefined,
    });
  });

  it.each([null, "", undefined])("without references and handle (%s) has empty ones", (none) => {
    const entry = parseOne({ reference: none, recipientHandle: none, pspReference: none });
    expect([entry?.reference, entry?.recipientHandle, entry?.pspReference]).toEqual(["", "", ""]);
  });

  it("of a type we never heard of is kept", () => {
    expect(parseOne({ entryType: "moon-fee" })?.entryType).toBe("moon-fee");
  });

  it("keeps the fields we do not know, whatever their name and shape", () => {
    const text = JSON.stringify({ items: [PLAIN] }).replace(
      '"amount"',
      '"__proto__":{"a":1},"loyalty":{"amount":10.5,"list":[null]},"none":null,"amount"',
    );
    const extra = parseText(text)[0]?.extra;
    expect(Object.keys(extra ?? {})).toEqual(["__proto__", "loyalty", "none"]);
    expect(JSON.stringify(extra)).toBe(
      '{"__proto__":{"a":1},"loyalty":{"amount":10.5,"list":[null]},"none":null}',
    );
  });

  it("keeps one unknown field in the place of a known one that is missing", () => {
    const { reference: _reference, ...rest } = PLAIN;
    expect(parse([{ ...rest, newField: 1 }])[0]).toMatchObject({ reference: "", extra: { newField: 1 } });
  });

  it("has its person only when people's data were asked for, and never among the unknown fields", () => {
    const fields = { name: "Ola Nordmann", maskedPhoneNo: "xxxx 5678", message: "plass 12\n" };
    expect(parseOne(fields)).toMatchObject({ person: undefined, extra: undefined });
    expect(parseOne(fields, true)).toMatchObject({ person: fields, extra: undefined });
    expect(parseOne({ name: null, message: "" }, true)?.person).toBeUndefined();
    expect(parseOne({ name: null, message: "m" }, true)?.person).toEqual({ message: "m" });
  });
});

describe("what is refused", () => {
  it.each([
    ["ledgerDate", undefined],
    ["ledgerDate", null],
    ["ledgerDate", "2022-02-30"],
    ["ledgerDate", "2022-10-01T00:00:00Z"],
    ["ledgerDate", "0001-01-01"],
    ["ledgerDate", 20_221_001],
    ["time", undefined],
    ["time", "yesterday"],
    ["time", 1_664_634_780],
    ["entryType", undefined],
    ["entryType", ""],
    ["entryType", null],
    ["entryType", "x".repeat(201)],
    ["currency", undefined],
    ["currency", "nok"],
    ["currency", "NOKK"],
    ["amount", undefined],
    ["amount", null],
    ["amount", "100"],
    ["amount", 10.5],
    ["amount", 2 ** 53],
    ["amount", true],
    ["balanceBefore", undefined],
    ["balanceBefore", -(2 ** 53)],
    ["balanceAfter", undefined],
    ["balanceAfter", [1]],
    ["reference", 12],
    ["reference", "x".repeat(501)],
    ["reference", "a\0b"],
    ["reference", "a\ud83d"],
    ["pspReference", {}],
    ["recipientHandle", ["NO:1"]],
    ["recipientHandle", "x\0"],
  ])("%s %j, by name and position", (field, value) => {
    const error = failureOf(() => parse([PLAIN, { ...PLAIN, [field]: value }]));
    expect(error.code).toBe("provider_answer_invalid");
    expect(error.retryAfterMs).toBeUndefined();
    expect(error.fields.map((each) => each.field)).toEqual([`items[1].${field}`]);
  });

  it.each([
    "10.0",
    "1e3",
    "1E+2",
    "-0.0",
    "10.00000000000000001",
    "9007199254740990.6",
    "9007199254740993",
    "-9007199254740993",
  ])("an amount written as %s, even where its value is whole", (literal) => {
    const text = JSON.stringify({ items: [PLAIN, PLAIN] });
    const at = text.lastIndexOf('"balanceAfter":9500');
    const written = `${text.slice(0, at)}"balanceAfter" :\n ${literal}${text.slice(at + '"balanceAfter":9500'.length)}`;
    expect(failureOf(() => parseText(written)).fields[0]?.field).toBe("items[1].balanceAfter");
  });

  it("a fraction whose field hides behind an escape", () => {
    const text = JSON.stringify({ items: [PLAIN] }).replace(
      '"amount":10000',
      String.raw`"amoun\u0074":10000.0`,
    );
    expect(failureOf(() => parseText(text)).fields[0]?.field).toBe("items[0].amount");
  });

  it("but not what only looks like one in a text", () => {
    const message = String.raw`she said "amount": 10.5 and \"amount\": 1e3`;
    expect(parseOne({ message, reference: '"amount":1.5' }, true)).toMatchObject({
      amount: 10_000n,
      reference: '"amount":1.5',
      person: { message },
    });
  });

  it("an unknown field that the database could not hold", () => {
    const nested = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`) as unknown;
    for (const newField of [["\0"], { "a\0": 1 }, "\ud800"]) {
      expect(failureOf(() => parseOne({ newField })).code).toBe("provider_answer_invalid");
    }
    const deep = { what: "the feed", personal: false };
    expect(failureOf(() => parseEntries([{ ...PLAIN, nested }], "", deep)).code).toBe(
      "provider_answer_invalid",
    );
    expect(parseOne({ newField: "😀" })?.extra).toEqual({ newField: "😀" });
    expect(parseOne({ newField: String.raw`\u0000` })?.extra).toEqual({ newField: String.raw`\u0000` });
  });

  it.each([[null], [7], ["x"], [[]]])("the item %j", (item) => {
    expect(failureOf(() => parse([item])).fields[0]?.field).toBe("items[0]");
  });

  it.each([undefined, null, {}, "x"])("the items %j", (items) => {
    expect(failureOf(() => parse(items)).fields[0]?.field).toBe("items");
  });

  it("without a word of the value", () => {
    const error = failureOf(() => parseOne({ reference: 1, name: "Ola Nordmann" }, true));
    const other = failureOf(() => parseOne({ ledgerDate: "Ola Nordmann" }));
    expect(JSON.stringify([error, error.message, other, other.message])).not.toContain("Ola");
  });
});

const minor = fc.maxSafeInteger();
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: "binary", maxLength }).filter((value) => !value.includes("\0"));
const time = fc
  .tuple(fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(9999, 11) }), fc.integer({ min: 0, max: 999 }))
  .map(([ms, micros]) => new Date(ms).toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`));
const date = fc
  .integer({ min: Date.UTC(1900, 0), max: Date.UTC(9999, 11) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));
const wireEntry = fc.record(
  {
    pspReference: text(500),
    time,
    ledgerDate: date,
    entryType: text(200).filter((value) => value !== ""),
    reference: text(500),
    currency: fc.stringMatching(/^[A-Z]{3}$/),
    amount: minor,
    balanceBefore: minor,
    balanceAfter: minor,
    recipientHandle: text(200),
    name: text(50),
    message: text(50),
    somethingNew: fc.jsonValue().filter((value) => !JSON.stringify(value).includes("\\u0000")),
  },
  {
    requiredKeys: ["time", "ledgerDate", "entryType", "currency", "amount", "balanceBefore", "balanceAfter"],
  },
);

/** Back to how they write it: what was "" or absent is absent. */
function encode(entry: ApiEntry): Record<string, unknown> {
  const { extra, person, amount, balanceBefore, balanceAfter, ...plain } = entry;
  const amounts = {
    amount: Number(amount),
    balanceBefore: Number(balanceBefore),
    balanceAfter: Number(balanceAfter),
  };
  return withoutEmpty({ ...plain, ...amounts, ...person, ...extra });
}

function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== "" || name === "somethingNew"),
  );
}

describe("any page", () => {
  it("that is as documented comes back as it was written", () => {
    fc.assert(
      fc.property(fc.array(wireEntry, { maxLength: 5 }), (items) => {
        const written = JSON.parse(JSON.stringify(items)) as Record<string, unknown>[];
        expect(parse(items, true).map(encode)).toEqual(written.map(withoutEmpty));
      }),
    );
  });

  it("that is junk is read exactly or refused with a name, and never gives a float", () => {
    const field = fc.constantFrom(
      ...Object.keys(PLAIN),
      "name",
      "message",
      "maskedPhoneNo",
      "__proto__",
      "x",
    );
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(undefined),
    );
    const spoiled = fc.array(fc.tuple(field, junk), { maxLength: 3 }).map((changes) => ({
      ...PLAIN,
      ...Object.fromEntries(changes),
    }));
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.array(fc.oneof(spoiled, fc.jsonValue()))),
        fc.boolean(),
        (items, personal) => {
          let entries: ApiEntry[];
          try {
            entries = parse(items, personal);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            expect(error.code).toBe("provider_answer_invalid");
            expect(error.fields).toHaveLength(1);
            return;
          }
          for (const entry of entries) {
            expect([typeof entry.amount, typeof entry.balanceBefore, typeof entry.balanceAfter]).toEqual(
              Array(3).fill("bigint"),
            );
            expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
            expect(entry.ledgerDate).toMatch(/^\d{4}-\d\d-\d\d$/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("says any number exactly as it was written, or refuses it", () => {
    const literal = fc.oneof(
      fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
      fc.stringMatching(/^-?(0|[1-9]\d{0,15})(\.\d{1,3})?([eE][+-]?\d{1,2})?$/),
    );
    fc.assert(
      fc.property(literal, (written) => {
        const page = JSON.stringify({ items: [PLAIN] }).replace('"amount":10000', `"amount":${written}`);
        const isWhole =
          /^-?\d+$/.test(written) && BigInt(written) < 2n ** 53n && BigInt(written) > -(2n ** 53n);
        if (isWhole) expect(parseText(page)[0]?.amount).toBe(BigInt(written));
        else expect(failureOf(() => parseText(page)).fields[0]?.field).toBe("items[0].amount");
      }),
      { numRuns: 1_000 },
    );
  });
});
