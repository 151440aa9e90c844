import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { KeptEntry } from "@/lib/domain/ledger/repeats";
import { nextAttemptAt } from "@/lib/domain/ledger/polling";
import { oldestKept } from "@/lib/domain/person/retention";
import type { DateReport, VippsAccess } from "@/lib/providers/vipps/client";
import type { ServiceContext } from "@/lib/services/context";
import { accessToLedger } from "@/lib/services/keys/ledger-access";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { keepPersons } from "@/lib/services/persons/keep-persons";
import { findLedger } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { findDueDate, scheduleReading, settleDate } from "@/lib/store/person-dates";
import { findPersonSetting } from "@/lib/store/persons";
import type { PersonSetting } from "@/lib/store/persons";
import { withTenant } from "@/lib/store/tenant";

/** Dates of one run; what is left is due again at once. */
const DATES_MAX = 100;
const FAILURE_WAIT_MS = 10 * MINUTE_MS;
/** A date that is not closed is asked for again after six hours, then twelve, then daily. */
const OPEN_WAIT_MS = 6 * HOUR_MS;
const OPEN_WAIT_MAX_MS = 24 * HOUR_MS;

type Run = Readonly<{
  ctx: ServiceContext;
  ledger: LedgerRecord;
  access: VippsAccess;
  signal?: AbortSignal;
}>;

/**
 * Asks by date for the payers of entries that were there before payers were kept, newest date first, as far as they
 * may still be kept. Each date is a transaction of its own and is done once, so a run may end anywhere. A failure of
 * the provider leaves the rest due later, after what it asked to wait. Returns how many dates were read.
 */
export async function fetchPastPersons(
  ctx: ServiceContext,
  ledgerUid: LedgerUid,
  options: Readonly<{ signal?: AbortSignal; datesMax?: number }> = {},
): Promise<number> {
  const found = await withTenant(ctx.database, ctx, async (tx) => ({
    ledger: await findLedger(tx, ledgerUid),
    setting: await findPersonSetting(tx, ledgerUid),
  }));
  const { ledger, setting } = found;
  if (ledger === undefined || setting === undefined) return 0;
  if (ledger.status !== "active") {
    await pauseReading(ctx, setting, { atMs: ctx.clock.nowMs() + HOUR_MS, failed: false });
    return 0;
  }
  let read = 0;
  try {
    const { access } = await accessToLedger(ctx, ledger.id);
    const run: Run = { ctx, ledger, access, ...(options.signal && { signal: options.signal }) };
    for (; read < (options.datesMax ?? DATES_MAX) && options.signal?.aborted !== true; read += 1) {
      const due = await withTenant(ctx.database, ctx, (tx) => findDueDate(tx, setting, ctx.clock.nowMs()));
      if (due === undefined) break;
      if (!(await fetchDate(run, setting, due))) return read;
    }
  } catch (error) {
    if (!(error instanceof AppError) || options.signal?.aborted === true) throw error;
    ctx.log.warn({ ledgerId: ledger.ledgerId, code: error.code }, "past payers could not be read");
    const nowMs = ctx.clock.nowMs();
    const retryAfterMs = Math.max(error.retryAfterMs ?? 0, FAILURE_WAIT_MS);
    const atMs = nextAttemptAt(nowMs, setting.failures + 1, { retryAfterMs, random: ctx.random() });
    await pauseReading(ctx, setting, { atMs, failed: true });
    return read;
  }
  await pauseReading(ctx, setting, { atMs: undefined, failed: false });
  return read;
}

/** Reads one date. False: the payers of this ledger are not kept any more. */
async function fetchDate(
  run: Run,
  setting: PersonSetting,
  due: Readonly<{ ledgerDate: LedgerDate; tries: number }>,
): Promise<boolean> {
  const { ctx, ledger } = run;
  const { ledgerDate } = due;
  const isKept = ledgerDate >= oldestKept(ctx.clock.nowMs(), setting.retentionDays);
  const report = isKept ? await readReport(run, ledgerDate) : undefined;
  const entries = report === undefined ? [] : numbered(report);
  const nowMs = ctx.clock.nowMs();
  const isOpen = report !== undefined && (!report.ready || report.notFound === true);
  const waitMs = Math.min(OPEN_WAIT_MAX_MS, OPEN_WAIT_MS * 2 ** Math.min(due.tries, 2));
  return withTenant(ctx.database, ctx, async (tx) => {
    const now = await findPersonSetting(tx, ledger.id, { lock: true });
    if (now?.id !== setting.id) return false;
    await keepPersons(tx, ctx, { ledger: ledger.id, topic: "funds", entries });
    await settleDate(tx, setting, { ledgerDate, nowMs, againAtMs: isOpen ? nowMs + waitMs : undefined });
    return true;
  });
}

function readReport({ access, ledger, signal }: Run, ledgerDate: LedgerDate): Promise<DateReport> {
  return access.reportByDate({
    ledgerId: ledger.ledgerId,
    topic: "funds",
    ledgerDate,
    personal: true,
    ...(signal && { signal }),
  });
}

/** The report's entries under their natural keys: the n-th of equal content is the n-th in the feed. */
function numbered(report: DateReport): KeptEntry[] {
  const seen = new Map<string, number>();
  return report.entries.map((entry) => {
    const read = withContent(entry);
    const ordinal = (seen.get(read.content) ?? 0) + 1;
    seen.set(read.content, ordinal);
    return { ...read, ordinal };
  });
}

function pauseReading(
  ctx: ServiceContext,
  setting: PersonSetting,
  next: Readonly<{ atMs: number | undefined; failed: boolean }>,
): Promise<void> {
  return withTenant(ctx.database, ctx, (tx) => scheduleReading(tx, setting, next));
}
