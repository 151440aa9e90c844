import type { OpenItem } from "@/lib/contracts/reconciliation";

/** The number that a payout is known by. */
export function numberOf(payout: OpenItem["payouts"][number]): string {
  return payout.payoutNumber ?? payout.pspReference;
}

/** `2000413`, or the first and the last of several; undefined when the row has no payouts. */
export function numbersOf(item: OpenItem): Readonly<{ first: string; last: string }> | undefined {
  const first = item.payouts[0];
  const last = item.payouts.at(-1);
  return first === undefined || last === undefined
    ? undefined
    : { first: numberOf(first), last: numberOf(last) };
}

/** What a line says of itself in one row: its own text, else who sent it; undefined when texts are not kept. */
export function lineText(line: OpenItem["lines"][number] | undefined): string | undefined {
  const texts = line?.texts ?? [];
  const best = ["remittance", "additional", "counterparty", "reference"] as const;
  for (const field of best) {
    const found = texts.find((text) => text.field === field && text.text.trim() !== "");
    if (found !== undefined) return found.text;
  }
  return undefined;
}

/** The merchants of a row, each once. */
export function merchantsOf(item: OpenItem): readonly string[] {
  return [...new Set(item.payouts.flatMap(({ merchantName }) => merchantName ?? []))];
}
