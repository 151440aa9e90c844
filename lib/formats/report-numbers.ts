import { toDecimalText } from "@/lib/core/money";
import type { MailLanguage } from "@/lib/domain/access/language";

const MINUS = "\u2212";
/** How numbers are grouped and where their decimals begin, by language. */
const NUMBERS: Readonly<Record<MailLanguage, Readonly<{ group: string; decimal: string }>>> = {
  en: { group: ",", decimal: "." },
  nb: { group: "\u00a0", decimal: "," },
  da: { group: ".", decimal: "," },
  fi: { group: "\u00a0", decimal: "," },
};

/** `1 234,50` with a true minus: exact at any size. */
export function amountText(amount: bigint, currency: string, language: MailLanguage): string {
  const [whole = "", decimals] = toDecimalText(amount, currency).replace("-", "").split(".");
  const text = grouped(whole, language);
  const sign = amount < 0n ? MINUS : "";
  return `${sign}${text}${decimals === undefined ? "" : `${NUMBERS[language].decimal}${decimals}`}`;
}

/** `12 345`. */
export function countText(count: number, language: MailLanguage): string {
  return count < 0 ? `${MINUS}${grouped(String(-count), language)}` : grouped(String(count), language);
}

function grouped(digits: string, language: MailLanguage): string {
  return digits.replaceAll(/\B(?=(?:\d{3})+$)/g, NUMBERS[language].group);
}
