import { AppError } from "@/lib/core/errors";

export function absMinor(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** How many decimals the currency is written with: 2 for NOK, DKK, SEK, EUR and all else we have met. */
export function decimalsOf(currency: string): number {
  return currency === "ISK" || currency === "JPY" ? 0 : 2;
}

/** `-123450` of NOK → `-1234.50`: plain decimal text, for files. Locale-aware text: lib/browser/format.ts. */
export function toDecimalText(amount: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const sign = amount < 0n ? "-" : "";
  const digits = absMinor(amount)
    .toString()
    .padStart(decimals + 1, "0");
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const AMOUNT = /^([+\-−]?)(\d{1,15})(?:[.,](\d{1,2}))?$/;

/** Reads an amount as people type it: `499`, `1 234,50`, `1.234,50`, `−12.5`. Throws: invalid_input. */
export function parseAmount(text: string): bigint {
  const bare = text.replaceAll(/[\s\u00a0\u202f']/g, "");
  const plain = /[.,]\d{3}[.,]\d{1,2}$/.test(bare) ? bare.replace(/[.,](?=\d{3}[.,])/g, "") : bare;
  const match = AMOUNT.exec(plain);
  if (match === null) {
    throw new AppError("invalid_input", `"${text}" is not an amount; write it as 499 or 1234,50`);
  }
  const [, sign, whole, cents] = match;
  const minor = BigInt(whole ?? "0") * 100n + BigInt((cents ?? "").padEnd(2, "0"));
  return sign === "" || sign === "+" ? minor : -minor;
}
