import type { Ledger, Topic } from "@/lib/contracts/shapes";
import type { LedgerOverview, TopicRow } from "@/lib/store/ledgers-read";

/** A ledger as the API and the command line show it. */
export function describeLedger(ledger: LedgerOverview): Ledger {
  return {
    id: ledger.id,
    ledgerId: ledger.ledgerId,
    merchantId: ledger.merchantId ?? null,
    merchantName: ledger.merchantName ?? null,
    status: ledger.status,
    currency: ledger.currency,
    booksFrom: ledger.booksFrom,
    owner: ledger.owner,
    payoutAccount: ledger.payoutAccount,
    settlesFor: [...ledger.settlesFor],
    salesUnits: [...ledger.salesUnits],
    funds: describeTopic(ledger.topics.funds),
    fees: describeTopic(ledger.topics.fees),
  };
}

function describeTopic(topic: TopicRow): Topic {
  return {
    entryCount: topic.entryCount,
    headBalance: topic.headBalance ?? null,
    headSeenAt: topic.headSeenAt ?? null,
    lastEntryAt: topic.lastEntryAt ?? null,
    lastLedgerDate: topic.lastLedgerDate ?? null,
    state: topic.state,
    verifiedThrough: topic.verifiedThrough ?? null,
    rate: topic.rate ?? null,
  };
}
