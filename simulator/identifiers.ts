/** Numbers with check digits: they look real, and a validator accepts them. */
import type { Country } from "./calendar";
import { createRandom, type Random } from "./random";

export type Identifier = Readonly<{ scheme: string; id: string }>;

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i] ?? 0), 0);
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => String(random.int(0, 9))).join("");
}

/** The check digit of a modulus-11 number, or undefined where it would have to be 10. */
function mod11(body: string, weights: readonly number[]): string | undefined {
  const rest = weightedSum(body, weights) % 11;
  if (rest === 1) return undefined;
  return String(rest === 0 ? 0 : 11 - rest);
}

/** Draws bodies until one has a check digit; every tenth or so has none. */
function withCheckDigit(drawBody: () => string, weights: readonly number[]): string {
  for (;;) {
    const body = drawBody();
    const check = mod11(body, weights);
    if (check !== undefined) return body + check;
  }
}

/** Norwegian numbers begin with 3, the range kept for made-up organisations, so that no real one is named. */
export function organisation(country: Country, seed: number): Identifier {
  const random = createRandom(seed);
  if (country === "NO") {
    const id = withCheckDigit(() => `31${digits(random, 6)}`, [3, 2, 7, 6, 5, 4, 3, 2]);
    return { scheme: "business:NO:ORG", id };
  }
  if (country === "DK") {
    const id = withCheckDigit(() => `${random.int(1, 4)}${digits(random, 6)}`, [2, 7, 6, 5, 4, 3, 2]);
    return { scheme: "business:DK:CVR", id };
  }
  const id = withCheckDigit(() => `${random.int(1, 3)}${digits(random, 6)}`, [7, 9, 10, 5, 8, 4, 2]);
  return { scheme: "business:FI:Y-tunnus", id: `${id.slice(0, 7)}-${id.slice(7)}` };
}

export function bankAccount(country: Country, seed: number): Identifier {
  const random = createRandom(seed);
  if (country === "NO") {
    const id = withCheckDigit(
      () => `${random.int(1, 8)}${digits(random, 3)}${random.int(1, 9)}${digits(random, 5)}`,
      [5, 4, 3, 2, 7, 6, 5, 4, 3, 2],
    );
    return { scheme: "BBAN:NO", id };
  }
  if (country === "DK") return { scheme: "BBAN:DK", id: `${random.int(1, 9)}${digits(random, 13)}` };
  const body = `${random.int(1, 5)}${digits(random, 12)}`;
  return { scheme: "BBAN:FI", id: body + luhn(body) };
}

function luhn(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) {
    const digit = Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

/**
 * The text on a Danish or Finnish payout: `02{Recipient:08}001{DD}{MM}{YY}{C}` (Report API FAQ, "What text is shown
 * for the payouts in my bank?"). C is not documented; 7-3-1 is the rule for Finnish references.
 */
export function payoutText20(recipient: string, isoDate: string): string {
  const [year = "", month = "", day = ""] = isoDate.split("-");
  const body = `02${recipient.padStart(8, "0").slice(-8)}001${day}${month}${year.slice(2)}`;
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) sum += Number(body[body.length - 1 - i]) * ([7, 3, 1][i % 3] ?? 0);
  return body + String((10 - (sum % 10)) % 10);
}
