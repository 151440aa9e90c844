import type { CopyId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import type { Finding } from "@/lib/services/verify/finding";
import { findActiveFeed } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";
import {
  allowLongStatements,
  checkChain,
  checkCheckpoint,
  checkContents,
  countChecked,
} from "@/lib/store/verify";
import type { Checked, Damage } from "@/lib/store/verify";
import { checkMatchedEntries, checkSettled } from "@/lib/store/verify-matches";
import { checkCovers, checkPayouts } from "@/lib/store/verify-payouts";
import { checkCarried, checkDays, checkDaySums, listDoubts, listUntiedDates } from "@/lib/store/verify-sums";
import type { TiedDate } from "@/lib/store/verify-sums";

export type VerifiedLedger = Readonly<{
  entries: number;
  days: number;
  findings: readonly Finding[];
  /** Dates verified on both topics whose retained fees do not cancel. */
  untied: readonly TiedDate[];
}>;

type Bounds = Readonly<{ from?: LedgerDate | undefined; to?: LedgerDate | undefined; signal?: AbortSignal }>;

/** Checks the active copies of one ledger, both topics in one snapshot: what is read belongs to one moment. */
export function verifyLedger(
  ctx: ServiceContext,
  ledger: LedgerRecord,
  bounds: Bounds,
): Promise<VerifiedLedger> {
  return withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      await allowLongStatements(tx);
      const findings: Finding[] = [];
      const copies: Partial<Record<Topic, CopyId>> = {};
      let entries = 0;
      let days = 0;
      for (const topic of TOPICS) {
        const add = (damages: readonly Damage[]): void => {
          findings.push(...damages.map((damage) => ({ ...damage, ledgerId: ledger.ledgerId, topic })));
        };
        const feed = await findActiveFeed(tx, ledger.id, topic);
        if (feed === undefined) {
          add([{ kind: "copy-missing", ledgerDate: undefined, detail: "the topic has no active copy" }]);
          continue;
        }
        copies[topic] = feed.copy;
        const counted = await checkCopy(tx, { feed, ledger, bounds }, add);
        entries += counted.entries;
        days += counted.days;
      }
      const untied = await listUntied(tx, { ledger, copies, bounds });
      findings.push(...untied.map((date) => tieOutFinding(ledger, date)));
      return { entries, days, findings, untied };
    },
    { snapshot: true },
  );
}

async function checkCopy(
  tx: TenantTx,
  { feed, ledger, bounds }: Readonly<{ feed: Feed; ledger: LedgerRecord; bounds: Bounds }>,
  add: (damages: readonly Damage[]) => void,
): Promise<Readonly<{ entries: number; days: number }>> {
  const of: Checked = {
    ledger: feed.ledger,
    topic: feed.topic,
    copy: feed.copy,
    from: bounds.from,
    to: bounds.to,
  };
  const checks: readonly (() => Promise<Damage[]>)[] = [
    () => checkChain(tx, of),
    () => checkContents(tx, of),
    () => checkCheckpoint(tx, feed),
    () => checkDaySums(tx, of),
    () => checkDays(tx, of),
    () => checkCarried(tx, of),
    () => listDoubts(tx, of, ledger.booksFrom),
    () => checkMatchedEntries(tx, of),
    ...(feed.topic === "funds"
      ? [() => checkCovers(tx, of, feed.firstBalance), () => checkPayouts(tx, of), () => checkSettled(tx, of)]
      : []),
  ];
  for (const check of checks) {
    bounds.signal?.throwIfAborted();
    add(await check());
  }
  return countChecked(tx, of);
}

async function listUntied(
  tx: TenantTx,
  of: Readonly<{ ledger: LedgerRecord; copies: Partial<Record<Topic, CopyId>>; bounds: Bounds }>,
): Promise<TiedDate[]> {
  const { funds, fees } = of.copies;
  if (funds === undefined || fees === undefined) return [];
  const { booksFrom } = of.ledger;
  const from = of.bounds.from !== undefined && of.bounds.from > booksFrom ? of.bounds.from : booksFrom;
  return listUntiedDates(tx, of.ledger.id, { copies: { funds, fees }, from, to: of.bounds.to });
}

function tieOutFinding(ledger: LedgerRecord, date: TiedDate): Finding {
  return {
    kind: "fees-tie-out",
    ledgerId: ledger.ledgerId,
    topic: undefined,
    ledgerDate: date.ledgerDate,
    detail: `fees retained: ${String(date.funds)} on the funds topic, ${String(date.fees)} on the fees topic; they differ by ${String(date.funds + date.fees)}`,
  };
}
