import type { AccountNumber } from "@/lib/domain/bank/statement";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

/**
 * Why a text is no account number: something else than digits and letters in their places, too many or too few of
 * them, a check digit that does not fit, or digits that are a number in several countries.
 */
export type AccountFault = "characters" | "length" | "check-digit" | "ambiguous";

type Read =
  | Readonly<{ account: AccountNumber; fault?: never }>
  | Readonly<{ account?: never; fault: AccountFault }>;

type Rule = Readonly<{
  /** Length of the IBAN, country and check digits included (SWIFT IBAN registry). */
  ibanLength: number;
  /** The number as machines keep it, which is the IBAN without its first four characters. */
  machineLength: number;
  /** From what people write, without separators, to the form of machines; undefined when no length fits. */
  toMachine: (digits: string) => string | undefined;
  hasCheckDigit: (machine: string) => boolean;
  /** As people of the country write it. */
  write: (machine: string) => string;
}>;

const RULES: Readonly<Record<Country, Rule>> = {
  NO: {
    ibanLength: 15,
    machineLength: 11,
    toMachine: (digits) => (digits.length === 11 ? digits : undefined),
    hasCheckDigit: isModulus11,
    write: (digits) => `${digits.slice(0, 4)} ${digits.slice(4, 6)} ${digits.slice(6)}`,
  },
  // Registration number and account: the account is up to ten digits, and has no check digit that all banks share.
  DK: {
    ibanLength: 18,
    machineLength: 14,
    toMachine: (digits) =>
      digits.length >= 5 && digits.length <= 14
        ? digits.slice(0, 4) + digits.slice(4).padStart(10, "0")
        : undefined,
    hasCheckDigit: () => true,
    write: (digits) => `${digits.slice(0, 4)} ${digits.slice(4)}`,
  },
  // `123456-785`: the form of machines has fourteen digits, filled up with zeros after the sixth; after the
  // seventh where the number begins with 4 or 5 (Finanssiala, "Suomalaiset tilinumerot").
  FI: {
    ibanLength: 18,
    machineLength: 14,
    toMachine: (digits) => {
      if (digits.length < 8 || digits.length > 14) return undefined;
      const head = /^[45]/.test(digits) ? 7 : 6;
      return digits.slice(0, head) + digits.slice(head).padStart(14 - head, "0");
    },
    hasCheckDigit: isLuhn,
    write: (digits) => {
      const head = /^[45]/.test(digits) ? 7 : 6;
      const account = digits.slice(6, head) + digits.slice(head).replace(/^0+(?=\d)/, "");
      return `${digits.slice(0, 6)}-${account}`;
    },
  },
};

const IBAN_LENGTH_MIN = 15;
const IBAN_LENGTH_MAX = 34;

/**
 * Reads what a person types: a Norwegian, Danish or Finnish account number, or an IBAN of any country, with spaces,
 * dots and hyphens as people write them. Without a country, digits are taken for the one country in which they can
 * be a number, whole ones (NO 11 digits, DK and FI 14) before short ones. Danish numbers have a length and nothing
 * more to check.
 */
export function readAccountNumber(text: string, country?: Country): Read {
  const compact = compactOf(text).replace(/^IBAN:?/, "");
  if (/^[A-Z]{2}\d{2}/.test(compact)) return readIban(compact);
  if (!/^\d+$/.test(compact)) return { fault: "characters" };
  const readings = (country === undefined ? COUNTRIES : [country]).map((of) => readDigits(of, compact));
  const found = readings.filter((reading) => reading.account !== undefined);
  const whole = found.filter((reading) => reading.account?.id === compact);
  const best = whole.length > 0 ? whole : found;
  if (best.length > 1) return { fault: "ambiguous" };
  return best[0] ?? readings.find((reading) => reading.fault === "check-digit") ?? { fault: "length" };
}

/** As people write it: `8601 11 17947`, `NO93 8601 1117 947`, `1234 1234567890`; what has no such form, as it is. */
export function writeAccountNumber(account: AccountNumber): string {
  const id = compactOf(account.id);
  if (isIban(id)) return id.replaceAll(/(.{4})(?=.)/g, "$1 ");
  const country = countryOf(account.scheme);
  if (country === undefined) return account.id;
  const machine = toMachine(country, id);
  return machine === undefined ? account.id : RULES[country].write(machine);
}

/**
 * The key under which an account is looked up: equal for two numbers exactly when they name one account by
 * themselves. An IBAN of Norway, Denmark or Finland is its national number; a `BBAN` of no country is read as the
 * one country's whose form of machines (NO 11 digits, DK and FI 14) and check digit fit, and otherwise is only
 * itself, as is everything that we do not know how to read.
 */
export function accountKey(account: AccountNumber): string {
  const id = compactOf(account.id);
  const scheme = account.scheme.trim().toUpperCase();
  if (isIban(id)) {
    const country = COUNTRIES.find((of) => id.startsWith(of));
    return country === undefined ? `IBAN:${id}` : `${country}:${id.slice(4)}`;
  }
  const country = countryOf(scheme);
  if (country !== undefined) {
    const machine = toMachine(country, id);
    if (machine !== undefined) return `${country}:${machine}`;
  }
  if (scheme === "BBAN" && /^\d+$/.test(id)) {
    const fitting = COUNTRIES.filter(
      (of) => id.length === RULES[of].machineLength && RULES[of].hasCheckDigit(id),
    );
    if (fitting.length === 1) return `${fitting[0] ?? ""}:${id}`;
  }
  return `${scheme}:${id}`;
}

/** Whether two numbers name one account by themselves; where not, a person may link them. */
export function sameAccount(left: AccountNumber, right: AccountNumber): boolean {
  return accountKey(left) === accountKey(right);
}

function readIban(compact: string): Read {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(compact)) return { fault: "characters" };
  const country = COUNTRIES.find((of) => compact.startsWith(of));
  if (!hasIbanLength(compact, country)) return { fault: "length" };
  const national = compact.slice(4);
  if (country !== undefined && !/^\d+$/.test(national)) return { fault: "characters" };
  const fits = isModulus97(compact) && (country === undefined || RULES[country].hasCheckDigit(national));
  return fits ? { account: { scheme: "IBAN", id: compact } } : { fault: "check-digit" };
}

function readDigits(country: Country, digits: string): Read {
  const machine = RULES[country].toMachine(digits);
  if (machine === undefined) return { fault: "length" };
  if (!RULES[country].hasCheckDigit(machine)) return { fault: "check-digit" };
  return { account: { scheme: `BBAN:${country}`, id: machine } };
}

function toMachine(country: Country, id: string): string | undefined {
  return /^\d+$/.test(id) ? RULES[country].toMachine(id) : undefined;
}

/** Without what people put between the characters, in capitals. */
function compactOf(text: string): string {
  return text.replaceAll(/[\s.\-\u2010-\u2015]/g, "").toUpperCase();
}

function countryOf(scheme: string): Country | undefined {
  const name = scheme.trim().toUpperCase();
  return COUNTRIES.find((country) => name === `BBAN:${country}`);
}

function isIban(id: string): boolean {
  const country = COUNTRIES.find((of) => id.startsWith(of));
  return /^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(id) && hasIbanLength(id, country) && isModulus97(id);
}

function hasIbanLength(id: string, country: Country | undefined): boolean {
  if (country !== undefined) return id.length === RULES[country].ibanLength;
  return id.length >= IBAN_LENGTH_MIN && id.length <= IBAN_LENGTH_MAX;
}

/** ISO 7064 MOD 97-10 over the IBAN with its first four characters moved to the end, letters as 10 to 35. */
function isModulus97(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Weights 2 to 7 from the right, as for all Norwegian account numbers (Bits, "Kontonummer i norske banker"). */
function isModulus11(digits: string): boolean {
  const weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
  return weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11 === 0;
}

/** Every second digit doubled, beginning beside the check digit, digits added up: a multiple of ten. */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
