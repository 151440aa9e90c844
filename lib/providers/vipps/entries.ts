import type { AppError } from "@/lib/core/errors";
import { isLedgerDate, type LedgerDate } from "@/lib/core/ledger-date";
import type { ApiEntry, Person } from "@/lib/domain/ledger/entry";
import { invalidAnswer, isRecord } from "@/lib/providers/vipps/invalid";
import { isStorableJson, isUnstorable, mayBeUnstorable } from "@/lib/providers/vipps/storable";
import { toUtcMicroseconds } from "@/lib/providers/vipps/time";
import { AMOUNT_FIELDS, mayHaveFractions, quoteFractions } from "@/lib/providers/vipps/whole-amounts";

/** Both stand together in the key of the sums by day, and an index entry has to fit a third of a page. */
const NAME_CHARS_MAX = 200;
/** References are documented as at most 64. */
const REFERENCE_CHARS_MAX = 500;
const EXTRA_DEPTH_MAX = 32;
const STORABLE = "what a database can hold";
const CURRENCY = /^[A-Z]{3}$/;

const PERSON_FIELDS = ["name", "maskedPhoneNo", "message"] as const;

const KNOWN: ReadonlySet<string> = new Set([
  "pspReference",
  "time",
  "ledgerDate",
  "entryType",
  "reference",
  "currency",
  "amount",
  "balanceBefore",
  "balanceAfter",
  "recipientHandle",
  ...PERSON_FIELDS,
]);

export type EntryOptions = Readonly<{
  /** Names the answer in errors. */
  what: string;
  /** Whether people's data were asked for. What comes unasked is dropped. */
  personal: boolean;
}>;

/**
 * Reads the entries of a page: `items` as parsed from `text`. By hand, since a first sync reads millions and a
 * schema costs ten times as much. Unknown types and fields are kept; what a sum or a key hangs on must be right.
 * Throws: provider_answer_invalid, which names the field and the position.
 */
export function parseEntries(items: unknown, text: string, options: EntryOptions): ApiEntry[] {
  if (!Array.isArray(items)) throw invalidAnswer(options.what, "items", "a list");
  if (mayHaveFractions(text)) refuseFractions(text, options);
  const reader = createReader(options, mayBeUnstorable(text));
  return items.map((item: unknown, index) => reader(item, index));
}

function createReader(options: EntryOptions, isSuspect: boolean): (item: unknown, index: number) => ApiEntry {
  // Neighbours share date and currency: what was found right once is not looked at again.
  let lastDate: LedgerDate | undefined;
  let lastCurrency: string | undefined;
  let index = 0;

  function refuse(field: string, expected: string): AppError {
    return invalidAnswer(options.what, `items[${index}].${field}`, expected);
  }

  function readDate(value: unknown): LedgerDate {
    if (value !== undefined && value === lastDate) return lastDate;
    if (typeof value !== "string" || !isLedgerDate(value) || value < "1900") {
      throw refuse("ledgerDate", "a date written as 2026-01-31");
    }
    lastDate = value;
    return value;
  }

  function readCurrency(value: unknown): string {
    if (value !== undefined && value === lastCurrency) return lastCurrency;
    if (typeof value !== "string" || !CURRENCY.test(value))
      throw refuse("currency", "a currency code of ISO 4217");
    lastCurrency = value;
    return value;
  }

  function readTime(value: unknown): string {
    const time = typeof value === "string" ? toUtcMicroseconds(value) : undefined;
    if (time === undefined) throw refuse("time", "an instant of RFC 3339");
    return time;
  }

  function readAmount(value: unknown, field: string): bigint {
    if (!Number.isSafeInteger(value)) throw refuse(field, "a whole number of minor units, below 2^53");
    return BigInt(value as number);
  }

  function readText(value: unknown, field: string, charsMax: number): string {
    if (value === undefined || value === null) return "";
    if (typeof value !== "string") throw refuse(field, "text");
    if (value.length > charsMax) throw refuse(field, `text of at most ${charsMax} characters`);
    if (isSuspect && isUnstorable(value)) throw refuse(field, STORABLE);
    return value;
  }

  function readEntryType(value: unknown): string {
    const entryType = readText(value, "entryType", NAME_CHARS_MAX);
    if (entryType === "") throw refuse("entryType", "present");
    return entryType;
  }

  function readPerson(item: Record<string, unknown>): Person | undefined {
    const fields = PERSON_FIELDS.flatMap((field) => {
      // Nothing of the books hangs on these: one that is not as documented is left out, and the entry stands.
      const value = item[field];
      return typeof value === "string" && value !== "" ? [[field, value] as const] : [];
    });
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  }

  function readExtra(item: Record<string, unknown>): Readonly<Record<string, unknown>> | undefined {
    const fields = Object.entries(item).filter(([field]) => !KNOWN.has(field));
    if (fields.length === 0) return undefined;
    // fromEntries and not assignment: a field called __proto__ is a field.
    const extra = Object.fromEntries(fields);
    if (!isStorableJson(extra, EXTRA_DEPTH_MAX)) throw refuse("(a field unknown to us)", STORABLE);
    return extra;
  }

  return (item, position) => {
    index = position;
    if (!isRecord(item)) throw invalidAnswer(options.what, `items[${index}]`, "an object");
    const isPlain = hasOnlyPlainFields(item);
    return {
      ledgerDate: readDate(item["ledgerDate"]),
      time: readTime(item["time"]),
      entryType: readEntryType(item["entryType"]),
      pspReference: readText(item["pspReference"], "pspReference", REFERENCE_CHARS_MAX),
      reference: readText(item["reference"], "reference", REFERENCE_CHARS_MAX),
      recipientHandle: readText(item["recipientHandle"], "recipientHandle", NAME_CHARS_MAX),
      currency: readCurrency(item["currency"]),
      amount: readAmount(item["amount"], "amount"),
      balanceBefore: readAmount(item["balanceBefore"], "balanceBefore"),
      balanceAfter: readAmount(item["balanceAfter"], "balanceAfter"),
      extra: isPlain ? undefined : readExtra(item),
      person: isPlain || !options.personal ? undefined : readPerson(item),
    };
  };
}

const PLAIN_FIELDS = 10;

/**
 * True when the entry has the ten fields of every entry and no other, so that there is nothing more to look
 * for. Seven of them are required, and refused when absent; so three are looked at here.
 */
function hasOnlyPlainFields(item: Record<string, unknown>): boolean {
  return (
    Object.keys(item).length === PLAIN_FIELDS &&
    item["pspReference"] !== undefined &&
    item["reference"] !== undefined &&
    item["recipientHandle"] !== undefined
  );
}

function refuseFractions(text: string, options: EntryOptions): void {
  const page: unknown = JSON.parse(quoteFractions(text));
  const items: unknown = isRecord(page) ? page["items"] : undefined;
  if (!Array.isArray(items)) return;
  for (const [index, item] of items.entries()) {
    const field = isRecord(item) ? AMOUNT_FIELDS.find((name) => typeof item[name] === "string") : undefined;
    if (field !== undefined) {
      throw invalidAnswer(
        options.what,
        `items[${index}].${field}`,
        "a whole number of minor units, below 2^53",
      );
    }
  }
}
