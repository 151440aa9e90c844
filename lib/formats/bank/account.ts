import type { AccountNumber } from "@/lib/domain/bank/statement";

const ID_MAX = 40;

/** An account number of a file without spaces, dots and hyphens, letters in capitals. */
export function bareAccount(text: string): string {
  return text.replaceAll(/[\s.\-\u00a0\u202f]/g, "").toUpperCase();
}

/** Whether this is an IBAN whose check digits fit (ISO 13616: modulus 97). */
export function isIban(bare: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(bare)) return false;
  let rest = 0;
  for (const sign of bare.slice(4) + bare.slice(0, 4)) {
    const value = sign >= "A" ? sign.charCodeAt(0) - 55 : Number(sign);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Whether the check digit fits that of a Norwegian account number (11 digits, modulus 11). */
export function isNorwegianAccount(bare: string): boolean {
  if (!/^\d{11}$/.test(bare)) return false;
  const weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const sum = weights.reduce((total, weight, place) => total + weight * Number(bare[place]), 0);
  return (11 - (sum % 11)) % 11 === Number(bare[10]);
}

/**
 * The account number that a text of a file is: an IBAN by its check digits, else one of the country, when the file
 * tells it. Undefined when it can be neither.
 */
export function readAccount(text: string, country?: string): AccountNumber | undefined {
  const bare = bareAccount(text).replace(/^IBAN:?/, "");
  if (isIban(bare)) return { scheme: "IBAN", id: bare };
  if (!/^[A-Z0-9/]{4,}$/.test(bare) || bare.length > ID_MAX || !/\d{4}/.test(bare)) return undefined;
  return { scheme: country === undefined ? "BBAN" : `BBAN:${country}`, id: bare };
}

/** The country of a bank by its BIC, `DNBANOKK` → `NO`. */
export function countryOfBic(bic: string): string | undefined {
  return /^[A-Z0-9]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{1,4})?$/.exec(bic.trim().toUpperCase())?.[1];
}
