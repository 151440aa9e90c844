import { AppError } from "@/lib/core/errors";
import type { BankAccountId, LedgerUid } from "@/lib/core/ids";
import { LEDGER_STATUSES } from "@/lib/domain/ledger/states";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import type { Finding, VerifyOptions } from "@/lib/services/verify/finding";
import { compareReports } from "@/lib/services/verify/compare-reports";
import { settleTieOuts } from "@/lib/services/verify/settle-tie-outs";
import { verifyAccount } from "@/lib/services/verify/verify-account";
import { verifyLedger } from "@/lib/services/verify/verify-ledger";
import { findLedgerByExternalId, listLedgerRecords } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { listCheckedAccounts } from "@/lib/store/verify-bank";
import type { CheckedAccount } from "@/lib/store/verify-bank";

const PAGE = 500;
/** Ledgers whose copies are checked at the same time: each check is a scan that keeps the database busy. */
const LEDGERS_AT_ONCE = 2;

export type Verification = Readonly<{
  ok: boolean;
  checked: Readonly<{
    entries: number;
    days: number;
    remoteDays: number;
    bankLines: number;
    matches: number;
  }>;
  findings: readonly Finding[];
}>;

/**
 * Re-checks every invariant of DESIGN §6 from the database, ledger by ledger and bank account by bank account, and
 * on request every closed ledger date against its report by date. It mends nothing; only the issues about retained
 * fees are opened and closed by what it sees.
 * Throws: forbidden, not_found, database_unavailable, the reason of the signal.
 */
export async function verifyLedgers(ctx: ServiceContext, options: VerifyOptions = {}): Promise<Verification> {
  requirePermission(ctx, "books.read");
  const ledgers = await listChecked(ctx, options.ledgerId);
  const findings: Finding[] = [];
  const checked = { entries: 0, days: 0, remoteDays: 0, bankLines: 0, matches: 0 };
  let done = 0;
  const queue = [...ledgers];
  const run = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      options.signal?.throwIfAborted();
      const result = await verifyLedger(ctx, next, options);
      await settleTieOuts(ctx, next, { untied: result.untied, from: options.from, to: options.to });
      findings.push(...result.findings);
      checked.entries += result.entries;
      checked.days += result.days;
      done += 1;
      options.onProgress?.({ phase: "copies", done, of: ledgers.length, subject: next.ledgerId });
    }
  };
  await Promise.all(Array.from({ length: LEDGERS_AT_ONCE }, run));
  const only = options.ledgerId === undefined ? undefined : ledgers[0]?.id;
  const accounts = await listAccounts(ctx, only);
  for (const [at, account] of accounts.entries()) {
    options.signal?.throwIfAborted();
    const result = await verifyAccount(ctx, account, options.signal);
    findings.push(...result.findings);
    checked.bankLines += result.bankLines;
    checked.matches += result.matches;
    const subject = account?.number ?? "";
    if (account !== undefined)
      options.onProgress?.({ phase: "accounts", done: at + 1, of: accounts.length, subject });
  }
  if (options.remote === true) {
    const active = ledgers.filter((ledger) => ledger.status === "active");
    const compared = await compareReports(ctx, active, options);
    checked.remoteDays = compared.days;
    findings.push(...compared.findings);
  }
  options.signal?.throwIfAborted();
  findings.sort(inOrder);
  ctx.log.info({ ...checked, findings: findings.length }, "ledgers verified");
  return { ok: findings.length === 0, checked, findings };
}

async function listChecked(ctx: ServiceContext, ledgerId: string | undefined): Promise<LedgerRecord[]> {
  if (ledgerId !== undefined) {
    const ledger = await withTenant(ctx.database, ctx, (tx) => findLedgerByExternalId(tx, ledgerId));
    if (ledger === undefined) throw new AppError("not_found", `the firm has no ledger ${ledgerId}`);
    return [ledger];
  }
  const ledgers: LedgerRecord[] = [];
  for (let after: LedgerUid | undefined; ;) {
    const page = await withTenant(ctx.database, ctx, (tx) =>
      listLedgerRecords(tx, {
        statuses: LEDGER_STATUSES,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      }),
    );
    ledgers.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return ledgers;
  }
}

/** The bank accounts to check; the last, undefined, stands for what has no account, and is of the whole firm only. */
async function listAccounts(
  ctx: ServiceContext,
  ledger: LedgerUid | undefined,
): Promise<(CheckedAccount | undefined)[]> {
  const accounts: CheckedAccount[] = [];
  for (let after: BankAccountId | undefined; ;) {
    const page = await withTenant(ctx.database, ctx, (tx) =>
      listCheckedAccounts(tx, { ledger, after, limit: PAGE }),
    );
    accounts.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return ledger === undefined ? [...accounts, undefined] : accounts;
  }
}

function inOrder(a: Finding, b: Finding): number {
  return (
    a.ledgerId.localeCompare(b.ledgerId) ||
    (a.account ?? "").localeCompare(b.account ?? "") ||
    (a.topic ?? "").localeCompare(b.topic ?? "") ||
    (a.ledgerDate ?? "").localeCompare(b.ledgerDate ?? "")
  );
}
