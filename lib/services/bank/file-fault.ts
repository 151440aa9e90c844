import type { FileFault } from "@/lib/contracts/bank-import";
import { AppError } from "@/lib/core/errors";
import { STATEMENT_FAULTS } from "@/lib/domain/bank/statement-fault";

/** Where and why a file was refused; undefined when the failure is not about what it holds. */
export function fileFault(error: unknown): FileFault | undefined {
  if (!(error instanceof AppError) || (error.code !== "invalid_input" && error.code !== "too_large"))
    return undefined;
  const of = (name: string): string | null =>
    error.fields.find(({ field }) => field === name)?.message ?? null;
  const reason = error.fields.find(({ field }) => field === "expected")?.reason;
  const place = (name: string): number | null => {
    const value = Number(of(name) ?? Number.NaN);
    return Number.isInteger(value) ? value : null;
  };
  return {
    line: place("line"),
    column: place("column"),
    found: of("found"),
    expected: of("expected") ?? error.message,
    reason: STATEMENT_FAULTS.find((known) => known === reason) ?? "other",
  };
}
