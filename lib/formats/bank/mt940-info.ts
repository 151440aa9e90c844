import type { LineText } from "@/lib/domain/bank/statement";

/** Reads field :86:, whose form no standard fixes: plain text, numbered subfields, or words between slashes. */

/** Subfields of German and many Nordic banks (`?20`), by number; the sign before them differs. */
const NUMBERED = /^(\d{3})([?>+~^#])(?=\d\d)/;
const CODES =
  /\/(REMI|NAME|EREF|PREF|MREF|MARF|CSID|BENM|ORDP|CNTP|TRCD|RTRN|ULTC|ULTD|IBAN|BIC|ID|PURP|ISDT|INIT|KREF|CREF|TXID|INST|MSID|ACCW|ADDR)\//g;
/** Words of the SEPA text: `EREF+123SVWZ+Faktura`. */
const SEPA = /(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|BIC|IBAN|COAM|OAMT|PURP)\+/g;

const REFERENCES = new Set(["EREF", "PREF", "MREF", "MARF", "KREF", "CREF", "TXID", "INST", "MSID", "CRED"]);
const NAMES = new Set(["NAME", "ABWA", "ABWE", "ULTC", "ULTD", "BENM", "ORDP", "CNTP", "INIT"]);

/** The texts of an :86: from its lines. Where a form is not recognised, everything is remittance. */
export function readInformation(lines: readonly string[]): readonly LineText[] {
  const joined = lines.join("");
  const numbered = NUMBERED.exec(joined);
  if (numbered !== null) return numberedTexts(joined.slice(3), numbered[2] ?? "?");
  if (/^\/[A-Z]{2,4}\//.test(joined) && joined.search(CODES) >= 0) return wordTexts(joined, CODES);
  return textOf("remittance", lines.join(" "));
}

function numberedTexts(text: string, sign: string): readonly LineText[] {
  const parts = text.split(sign).filter((part) => /^\d\d/.test(part) || part !== "");
  const remittance: string[] = [];
  const names: string[] = [];
  const other: string[] = [];
  let into = other;
  for (const part of parts) {
    const number = /^\d\d/.test(part) ? Number(part.slice(0, 2)) : undefined;
    if (number === undefined) {
      // The sign stood inside a text.
      into.push(`${sign}${part}`);
      continue;
    }
    const isRemittance = (number >= 20 && number <= 29) || (number >= 60 && number <= 63);
    into = isRemittance ? remittance : number === 32 || number === 33 ? names : other;
    into.push(part.slice(2));
  }
  const whole = remittance.join("");
  return [
    ...(whole.search(SEPA) >= 0 ? wordTexts(whole, SEPA) : textOf("remittance", whole)),
    ...textOf("counterparty", names.join("")),
    ...other.flatMap((text) => textOf("additional", text)),
  ];
}

/** The texts after each word; what stands before the first is remittance. */
function wordTexts(text: string, words: RegExp): readonly LineText[] {
  const found = [...text.matchAll(words)];
  const texts: LineText[] = [...textOf("remittance", text.slice(0, found[0]?.index ?? text.length))];
  for (const [place, match] of found.entries()) {
    const word = match[1] ?? "";
    const value = text
      .slice(match.index + match[0].length, found[place + 1]?.index ?? text.length)
      .replace(/^(?:USTD|STRD)?\/+/, "")
      .replace(/\/+$/, "");
    const field = REFERENCES.has(word)
      ? "reference"
      : NAMES.has(word)
        ? "counterparty"
        : word === "REMI" || word === "SVWZ"
          ? "remittance"
          : "additional";
    texts.push(...textOf(field, value));
  }
  return texts;
}

function textOf(field: LineText["field"], text: string): readonly LineText[] {
  const plain = text.replaceAll(/\s+/g, " ").trim();
  return plain === "" || /^(?:NOTPROVIDED|NONREF)$/.test(plain) ? [] : [{ field, text: plain }];
}

/** Letters of the 7-bit tables NS 4551 and DS 2089 (NO, DK) and SFS 4017 (FI, SE) where ASCII has brackets. */
const SEVEN_BIT: Readonly<Record<string, string>> = {
  NO: "ÆØÅæøå",
  DK: "ÆØÅæøå",
  FI: "ÄÖÅäöå",
  SE: "ÄÖÅäöå",
};
const BRACKETS = "[\\]{|}";
const BETWEEN = /(?<=\p{L})[[\\\]{|}]|[[\\\]{|}](?=\p{L})/gu;

/**
 * The text with the letters that a 7-bit file wrote as brackets: `S[RENSEN` of a Danish account is SØRENSEN's. Only
 * in texts of ASCII, only beside a letter, and not where brackets enclose a word.
 */
export function withNordicLetters(text: string, country: string | undefined): string {
  const letters = SEVEN_BIT[country ?? ""];
  if (letters === undefined || !/[[\\\]{|}]/.test(text) || /\P{ASCII}/u.test(text)) return text;
  if (/(?:^|\s)(?:\[[^\][]*\]|\{[^{}]*\})(?:\s|[.,;:]|$)/.test(text)) return text;
  return text.replaceAll(BETWEEN, (bracket) => letters[BRACKETS.indexOf(bracket)] ?? bracket);
}
