import type { LineText } from "@/lib/domain/bank/statement";

/**
 * What the digest of a line's texts is taken over: all texts as the file has them, without case, marks of spacing
 * and repeats. A line's identity hangs on it, so it must never change; version 1.
 */
export function digestText(texts: readonly LineText[]): string {
  return `1|${texts
    .map(({ text }) => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim())
    .filter((text) => text !== "")
    .join("|")}`;
}

/** Words with which Vipps MobilePay names itself, or its payouts, in bank texts (DOMAIN §0.8, §2.9). */
const OWN_WORDS = /vipps|mobile\s?pay|\butb\.?\s*\d|\bvippsnr\b/i;
/**
 * The default reference of Danish and Finnish payouts: product 02, recipient, 001, date, check digit. Its leading zero
 * may be lost, and it may be written as a creditor reference (ISO 11649).
 */
const DEFAULT_REFERENCE = /(?:^|\D|RF\d\d)0?2\d{8}001\d{7}(?:\D|$)/i;

/** Whether a line's own words say that it may be a settlement. Others may still turn out to be by their amount. */
export function maySettle(texts: readonly LineText[]): boolean {
  return texts.some(({ text }) => OWN_WORDS.test(text) || DEFAULT_REFERENCE.test(text.replaceAll(" ", "")));
}

/** The same texts once each, in order of field and first appearance. */
export function joinTexts(all: readonly (readonly LineText[])[]): LineText[] {
  const seen = new Map<string, LineText>();
  for (const texts of all) {
    for (const text of texts) {
      const key = `${text.field}|${text.text.replaceAll(/\s+/g, " ").trim().toLowerCase()}`;
      if (!seen.has(key)) seen.set(key, text);
    }
  }
  return [...seen.values()];
}

/** The first of very long texts: what a payout's reference is looked for in. A booking of a bank has far less. */
export function searchedTexts(texts: readonly LineText[]): readonly LineText[] {
  let length = 0;
  const end = texts.findIndex(({ text }) => {
    length += text.length + 1;
    return length > SEARCHED_MAX;
  });
  return end < 0 ? texts : texts.slice(0, end);
}

const SEARCHED_MAX = 200_000;
