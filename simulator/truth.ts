/** What a perfect copy would hold: everything that can be seen now, added up. */
import { requireLedger } from "./control-error";
import type { Core } from "./core";
import type { Ledger } from "./ledger";
import { closedThroughOf } from "./ledger-book";
import { TOPICS, type Topic } from "./plan";
import { handlesIn } from "./scripted-ledger";
import type { Tally } from "./tally";

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
  const counts = { funds: ledger.visibleCount("funds", nowMs), fees: ledger.visibleCount("fees", nowMs) };
  const tallies = { funds: ledger.tally("funds", counts.funds), fees: ledger.tally("fees", counts.fees) };
  return {
    ledgerId: ledger.ledgerId,
    merchant: ledger.plan?.merchant ?? null,
    country: ledger.plan?.country ?? null,
    currency,
    owner,
    payoutBankAccount,
    settlesForRecipientHandles: handlesIn(listing),
    grantedTo: core.access.grantees(ledger.ledgerId, nowMs),
    topics: Object.fromEntries(
      TOPICS.map((topic) => [topic, { ...topicTruth(ledger, topic, tallies[topic]), closedThrough }]),
    ),
    payouts: tallies.funds.payouts.map((payout) => ({
      ...payout,
      aborted: tallies.funds.aborted.has(payout.pspReference),
    })),
  };
}

function topicTruth(ledger: Ledger, topic: Topic, { count, sum, days }: Tally): Record<string, unknown> {
  const last = count === 0 ? undefined : ledger.facts(topic, count - 1);
  return {
    count,
    sum,
    firstBalance: count === 0 ? null : ledger.facts(topic, 0).balanceBefore,
    headBalance: last?.balanceAfter ?? null,
    lastLedgerDate: days.at(-1)?.ledgerDate ?? null,
    lastTime: last?.time ?? null,
    days,
  };
}
