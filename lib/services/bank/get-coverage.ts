import type { BankCoverage } from "@/lib/contracts/bank";
import { describeStatement } from "@/lib/services/bank/describe-bank";
import { accountById } from "@/lib/services/bank/list-accounts";
import { findingsOf } from "@/lib/services/bank/reckon-coverage";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { listCoverage } from "@/lib/store/bank-accounts";
import { listStatements } from "@/lib/store/bank-files";

/** So many of the newest statements are told; their files are a list of their own. */
const STATEMENTS_MAX = 200;

/**
 * An account, the dates that its statements cover, and what is wrong with them. Whoever sees some merchants only sees
 * the dates, and no statements. Throws: forbidden, not_found.
 */
export async function getCoverage(
  ctx: ServiceContext,
  input: Readonly<{ id: string }>,
): Promise<BankCoverage> {
  return readBooks(ctx, async (tx) => {
    const { id, account } = await accountById(tx, input.id);
    const ranges = await listCoverage(tx, id);
    const statements = await listStatements(tx, id, STATEMENTS_MAX);
    return {
      account,
      ranges: ranges.map(({ from, to }) => ({ from, to })),
      findings: (await findingsOf(tx, id)).map(({ code, values }) => ({ code, values: { ...values } })),
      statements: statements.map(describeStatement).toReversed(),
    };
  });
}
