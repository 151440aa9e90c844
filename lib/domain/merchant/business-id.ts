import type { Country } from "@/lib/domain/payout/bank-days";

/** A business identifier as the listing of ledgers writes it. */
export type BusinessId = Readonly<{ scheme: string; id: string; digits: string }>;

/** Why a text is no business identifier: too many or too few digits, or a check digit that does not fit. */
export type BusinessIdFault = "length" | "check-digit";

type Rule = Readonly<{
  scheme: string;
  /** Check digit included. */
  length: number;
  /** What people write around the digits, and may. */
  around: RegExp;
  isValid: (digits: readonly number[]) => boolean;
  write: (digits: string) => string;
}>;

/** Schemes: DOMAIN §1.2. Check digits: Brønnøysundregistrene (modulus 11), Erhvervsstyrelsen, PRH. */
const RULES: Readonly<Record<Country, Rule>> = {
  NO: {
    scheme: "business:NO:ORG",
    length: 9,
    around: /^no|mva$/g,
    // The remainder must be completed to 11; 10 has no digit, and such numbers are not given out.
    isValid: (digits) => (11 - (weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digits[8],
    write: (digits) => digits,
  },
  DK: {
    scheme: "business:DK:CVR",
    length: 8,
    around: /^(?:cvr|dk)/g,
    isValid: (digits) => digits[0] !== 0 && weighted(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    write: (digits) => digits,
  },
  FI: {
    scheme: "business:FI:Y-tunnus",
    length: 8,
    around: /^fi/g,
    isValid: (digits) => {
      const rest = weighted(digits, [7, 9, 10, 5, 8, 4, 2]) % 11;
      return rest !== 1 && (rest === 0 ? 0 : 11 - rest) === digits[7];
    },
    write: (digits) => `${digits.slice(0, 7)}-${digits.slice(7)}`,
  },
};

/** Reads an organisation number of the country as people write it: with spaces, dots, hyphens, `NO … MVA`, `DK …`. */
export function readBusinessId(
  country: Country,
  text: string,
):
  | Readonly<{ business: BusinessId; fault?: never }>
  | Readonly<{ business?: never; fault: BusinessIdFault }> {
  const rule = RULES[country];
  const digits = text
    .toLowerCase()
    .replaceAll(/[\s.-]/g, "")
    .replaceAll(rule.around, "");
  if (digits.length !== rule.length || !/^\d+$/.test(digits)) return { fault: "length" };
  if (!rule.isValid(Array.from(digits, Number))) return { fault: "check-digit" };
  return { business: { scheme: rule.scheme, id: rule.write(digits), digits } };
}

/** How many digits an organisation number of the country has. */
export function businessIdLength(country: Country): number {
  return RULES[country].length;
}

/** The scheme under which the listing names businesses of the country. */
export function businessSchemeOf(country: Country): string {
  return RULES[country].scheme;
}

/** The digits of an identifier, however it is written. */
export function digitsOf(id: string): string {
  return id.replaceAll(/\D/g, "");
}

/**
 * Identifiers that a slip of the finger turns into these digits: one digit another, or two neighbours changed
 * about. Only those whose check digit fits; written as the listing writes them.
 */
export function similarBusinessIds(country: Country, digits: string): readonly string[] {
  const rule = RULES[country];
  const found = new Set<string>();
  const consider = (candidate: string): void => {
    if (candidate === digits || candidate.length !== rule.length) return;
    if (rule.isValid(Array.from(candidate, Number))) found.add(rule.write(candidate));
  };
  for (let place = 0; place < digits.length; place += 1) {
    const [head, tail] = [digits.slice(0, place), digits.slice(place + 1)];
    for (let digit = 0; digit <= 9; digit += 1) consider(`${head}${String(digit)}${tail}`);
    const next = digits[place + 1];
    if (next !== undefined) consider(`${head}${next}${digits[place] ?? ""}${digits.slice(place + 2)}`);
  }
  return [...found];
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * (digits[place] ?? 0), 0);
}
