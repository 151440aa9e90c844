import type { Imported } from "@/lib/contracts/onboarding";
import { readExpectedCsv } from "@/lib/formats/expected-csv";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { awaitGrant } from "@/lib/services/onboarding/expect-grant";
import { LANGUAGE_OF } from "@/lib/services/onboarding/take-in-ledger";
import { withTenant } from "@/lib/store/tenant";

const ERRORS_MAX = 100;

/**
 * Waits for all merchants of a file, in one transaction: with a fault anywhere nothing is stored, and every fault is
 * told. The same file again changes nothing. Throws: forbidden.
 */
export async function importGrants(ctx: ServiceContext, input: Readonly<{ csv: string }>): Promise<Imported> {
  requirePermission(ctx, "grant.expect");
  const { lines, errors } = readExpectedCsv(input.csv);
  const counts = { added: 0, unchanged: 0, alreadyGranted: 0 };
  if (errors.length > 0) return { ...counts, errors: errors.slice(0, ERRORS_MAX) };
  await withTenant(ctx.database, ctx, async (tx) => {
    for (const line of lines) {
      const outcome = await awaitGrant(tx, ctx, {
        ...line,
        language: line.language ?? LANGUAGE_OF[line.country],
      });
      counts[outcome] += 1;
    }
  });
  if (counts.added > 0) await ringMail(ctx);
  return { ...counts, errors: [] };
}
