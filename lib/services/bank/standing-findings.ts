import type { BankFileRow, Finding } from "@/lib/store/bank-files";
import { listUnserved } from "@/lib/store/bank-settings";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Files with what is still true of what was found in them: an account that has been linked since, or that a ledger
 * turned out to be paid out to, is no longer unknown.
 */
export async function withStandingFindings(
  tx: TenantTx,
  files: readonly BankFileRow[],
): Promise<BankFileRow[]> {
  const unknown = files.flatMap(({ findings }) => findings.flatMap((finding) => unknownIn(finding) ?? []));
  if (unknown.length === 0) return [...files];
  const unserved = await listUnserved(tx, [...new Set(unknown)]);
  const stands = (finding: Finding): boolean => {
    const account = unknownIn(finding);
    return account === undefined || unserved.has(account);
  };
  return files.map((file) => ({ ...file, findings: file.findings.filter(stands) }));
}

function unknownIn({ code, values }: Finding): string | undefined {
  return code === "account-unknown" ? values["accountId"] : undefined;
}
