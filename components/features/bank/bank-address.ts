import type { BankLineKind, LinesAsk } from "@/lib/browser/queries/bank";
import { hasCode } from "@/lib/core/errors";
import { isLedgerDate } from "@/lib/core/ledger-date";
import { parseAmount } from "@/lib/core/money";

export const LINE_KINDS: readonly BankLineKind[] = ["settlement", "other", "ignored"];
const LINES_A_PAGE = 50;

/** What an account's address says of its lines, as people type it. */
export type LinesAddress = Readonly<{
  kind?: BankLineKind | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** As it was typed: `1234,50`. */
  amount?: string | undefined;
  cursor?: string | undefined;
}>;

/** What the address asks for; what of it cannot be read is left out, and named. */
export function readLinesAddress(
  values: Readonly<Record<string, string>>,
): Readonly<{ address: LinesAddress; refused: readonly string[] }> {
  const kind = LINE_KINDS.find((of) => of === values["kind"]);
  const refused = [
    ...(values["kind"] !== undefined && kind === undefined ? ["kind"] : []),
    ...["from", "to"].filter((name) => values[name] !== undefined && !isLedgerDate(values[name] ?? "")),
    ...(values["amount"] !== undefined && minorOf(values["amount"]) === undefined ? ["amount"] : []),
  ];
  const of = (name: string): string | undefined => (refused.includes(name) ? undefined : values[name]);
  return {
    address: { kind, from: of("from"), to: of("to"), amount: of("amount"), cursor: values["cursor"] },
    refused,
  };
}

/** The question that the address asks of the API. */
export function linesAsk({ amount, ...rest }: LinesAddress): LinesAsk {
  const minor = amount === undefined ? undefined : minorOf(amount);
  return { ...rest, amount: minor?.toString(), limit: LINES_A_PAGE };
}

function minorOf(text: string): bigint | undefined {
  try {
    return parseAmount(text);
  } catch (error) {
    if (hasCode(error, "invalid_input")) return undefined;
    throw error;
  }
}
