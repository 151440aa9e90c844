import type { BankAccountId } from "@/lib/core/ids";
import { coverageByStatements } from "@/lib/services/bank/reckon-coverage";
import type { ServiceContext } from "@/lib/services/context";
import type { Finding } from "@/lib/services/verify/finding";
import { listCoverage } from "@/lib/store/bank-accounts";
import type { CoverageRow } from "@/lib/store/bank-accounts";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";
import { allowLongStatements, bounded } from "@/lib/store/verify";
import type { Damage } from "@/lib/store/verify";
import { checkLines, checkStatements, checkUse, countLines } from "@/lib/store/verify-bank";
import type { CheckedAccount } from "@/lib/store/verify-bank";
import { checkMatches, countMatches } from "@/lib/store/verify-matches";

export type VerifiedAccount = Readonly<{ bankLines: number; matches: number; findings: readonly Finding[] }>;

/**
 * Checks a bank account in one snapshot: its statements, lines, coverage and matches. Without an account: the matches
 * that have none, which are receipts that were attested before anybody knew of the account.
 */
export function verifyAccount(
  ctx: ServiceContext,
  account: CheckedAccount | undefined,
  signal: AbortSignal | undefined,
): Promise<VerifiedAccount> {
  return withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      await allowLongStatements(tx);
      const id = account?.id;
      const checks: readonly (() => Promise<Damage[]>)[] = [
        () => checkMatches(tx, id),
        ...(id === undefined
          ? []
          : [
              () => checkStatements(tx, id),
              () => checkLines(tx, id),
              () => checkUse(tx, id),
              () => checkCoverage(tx, id),
            ]),
      ];
      const name = account === undefined ? "no account" : `account ${account.number ?? account.id}`;
      const findings: Finding[] = [];
      for (const check of checks) {
        signal?.throwIfAborted();
        const damages = await check();
        findings.push(
          ...damages.map((damage) => ({
            ...damage,
            ledgerId: "",
            topic: undefined,
            account: id,
            detail: `${name}: ${damage.detail}`,
          })),
        );
      }
      const bankLines = id === undefined ? 0 : await countLines(tx, id);
      return { bankLines, matches: await countMatches(tx, id), findings };
    },
    { snapshot: true },
  );
}

/** The dates that are kept as covered are those that the statements cover. */
async function checkCoverage(tx: TenantTx, account: BankAccountId): Promise<Damage[]> {
  const held = new Map((await listCoverage(tx, account)).map((row) => [row.from, row]));
  const wanted = new Map((await coverageByStatements(tx, account)).map((row) => [row.from, row]));
  const starts = [...new Set([...held.keys(), ...wanted.keys()])].toSorted();
  return bounded(
    starts.flatMap((from): Damage[] => {
      const [kept, due] = [told(held.get(from)), told(wanted.get(from))];
      if (kept === due) return [];
      const detail = `covered by its statements: ${due}; kept as covered: ${kept}`;
      return [{ kind: "coverage-differs", ledgerDate: from, detail }];
    }),
  );
}

function told(row: CoverageRow | undefined): string {
  if (row === undefined) return "nothing";
  const seen =
    row.ledgerFrom === undefined ? "none" : `${row.ledgerFrom} to ${row.ledgerThrough ?? "nothing"}`;
  return `${row.from} to ${row.to} (payouts of ${seen})`;
}
