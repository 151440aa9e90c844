/** What a perfect copy would hold: everything that can be seen now, added up. */
import { requireLedger } from "./control-error";
import type { Core } from "./core";
import type { Ledger } from "./ledger";
import { closedThroughOf } from "./ledger-book";
import { TOPICS, type Topic } from "./plan";
import { handlesIn } from "./scripted-ledger";

type Sum = { count: number; amount: bigint };
type DaySum = { ledgerDate: string; count: number; sum: bigint; byType: Record<string, Sum> };
type PayoutTruth = { ledgerDate: string; pspReference: string; amount: bigint; aborted: boolean };

const PAYOUT_TYPES: ReadonlySet<string> = new Set(["payout-scheduled", "scheduled-for-payout"]);

export function truthOf(core: Core, ledgerId: string | undefined): unknown {
  const ledgers = ledgerId === undefined ? [...core.book.ledgers.values()] : [requireLedger(core, ledgerId)];
  const nowMs = core.clock.nowMs();
  return {
    now: new Date(nowMs).toISOString(),
    ledgers: ledgers.map((ledger) => truthOfLedger(core, ledger, nowMs)),
  };
}

function truthOfLedger(core: Core, ledger: Ledger, nowMs: number): unknown {
  const { book } = core;
  const listing = book.changes.get(ledger.ledgerId)?.listing ?? ledger.listing(nowMs);
  const { currency, owner, payoutBankAccount }: Record<string, unknown> = Object.fromEntries(
    Object.entries(JSON.parse(listing) as object),
  );
  const closedThrough = closedThroughOf(book, ledger, nowMs);
  const payouts: PayoutTruth[] = [];
  const topics = Object.fromEntries(
    TOPICS.map((topic) => [topic, { ...truthOfTopic(ledger, { topic, nowMs, payouts }), closedThrough }]),
  );
  return {
    ledgerId: ledger.ledgerId,
    merchant: ledger.plan?.merchant ?? null,
    country: ledger.plan?.country ?? null,
    currency,
    owner,
    payoutBankAccount,
    settlesForRecipientHandles: handlesIn(listing),
    grantedTo: core.access.grantees(ledger.ledgerId, nowMs),
    topics,
    payouts,
  };
}

function truthOfTopic(
  ledger: Ledger,
  { topic, nowMs, payouts }: Readonly<{ topic: Topic; nowMs: number; payouts: PayoutTruth[] }>,
): Record<string, unknown> {
  const count = ledger.visibleCount(topic, nowMs);
  const days = new Map<string, DaySum>();
  const aborted = new Set<string>();
  let sum = 0n;
  for (let i = 0; i < count; i += 1) {
    const { ledgerDate, entryType, pspReference, amount } = ledger.facts(topic, i);
    sum += amount;
    const day = days.get(ledgerDate) ?? { ledgerDate, count: 0, sum: 0n, byType: {} };
    days.set(ledgerDate, day);
    day.count += 1;
    day.sum += amount;
    const ofType = day.byType[entryType] ?? { count: 0, amount: 0n };
    day.byType[entryType] = ofType;
    ofType.count += 1;
    ofType.amount += amount;
    if (PAYOUT_TYPES.has(entryType)) payouts.push({ ledgerDate, pspReference, amount, aborted: false });
    if (entryType === "payout-aborted") aborted.add(pspReference);
  }
  for (const payout of payouts) payout.aborted ||= aborted.has(payout.pspReference);
  const last = count === 0 ? undefined : ledger.facts(topic, count - 1);
  const sorted = [...days.values()].sort((a, b) => (a.ledgerDate < b.ledgerDate ? -1 : 1));
  return {
    count,
    sum,
    firstBalance: count === 0 ? null : ledger.facts(topic, 0).balanceBefore,
    headBalance: last?.balanceAfter ?? null,
    lastLedgerDate: sorted.at(-1)?.ledgerDate ?? null,
    lastTime: last?.time ?? null,
    days: sorted,
  };
}
