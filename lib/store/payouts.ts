import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid, PayoutId } from "@/lib/core/ids";
import type { Cover, NumberedEntry } from "@/lib/domain/ledger/fold";
import type { PayoutSettled } from "@/lib/domain/payout/status";
import type { FeedKey } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/** A payout to be opened, made from its entry. */
export type NewPayout = Readonly<{
  id: PayoutId;
  entry: NumberedEntry;
  payoutNumber: string | undefined;
  payoutAccount: Readonly<{ scheme: string; id: string }> | undefined;
  settled: "open" | "before-start";
}>;

/** Opens payouts that are not known by their natural key yet. Returns how many were new. */
export async function openPayouts(
  tx: TenantTx,
  ledger: LedgerUid,
  payouts: readonly NewPayout[],
): Promise<number> {
  if (payouts.length === 0) return 0;
  return tx.execute(
    `insert into payout (tenant_id, ledger, id, ledger_date, content, ordinal, psp_reference, payout_number, reference, currency, amount,
       payout_scheme, payout_account, settled)
     select $1, $2, * from unnest($3::uuid[], $4::date[], $5::bytea[], $6::int[], $7::text[], $8::text[], $9::text[], $10::char(3)[],
       $11::bigint[], $12::text[], $13::text[], $14::text[])
     on conflict (tenant_id, ledger, ledger_date, content, ordinal) do nothing`,
    [
      tx.tenantId,
      ledger,
      payouts.map((payout) => payout.id),
      payouts.map((payout) => payout.entry.ledgerDate),
      payouts.map((payout) => `\\x${payout.entry.content}`),
      payouts.map((payout) => payout.entry.ordinal),
      payouts.map((payout) => payout.entry.pspReference),
      payouts.map((payout) => payout.payoutNumber ?? null),
      payouts.map((payout) => payout.entry.reference),
      payouts.map((payout) => payout.entry.currency),
      payouts.map((payout) => payout.entry.amount.toString()),
      payouts.map((payout) => payout.payoutAccount?.scheme ?? null),
      payouts.map((payout) => payout.payoutAccount?.id ?? null),
      payouts.map((payout) => payout.settled),
    ],
  );
}

/** Ids of the payouts that stand under these natural keys, by `date:content:ordinal`. */
export async function findPayoutIds(
  tx: TenantTx,
  ledger: LedgerUid,
  entries: readonly NumberedEntry[],
): Promise<Map<string, PayoutId>> {
  const rows = await tx.query<{ id: PayoutId; key: string }>(
    `select p.id, p.ledger_date || ':' || encode(p.content, 'hex') || ':' || p.ordinal as key
     from unnest($3::date[], $4::bytea[], $5::int[]) as w(d, c, o)
     join payout p on p.tenant_id = $1 and p.ledger = $2 and p.ledger_date = w.d and p.content = w.c and p.ordinal = w.o`,
    [
      tx.tenantId,
      ledger,
      entries.map((entry) => entry.ledgerDate),
      entries.map((entry) => `\\x${entry.content}`),
      entries.map((entry) => entry.ordinal),
    ],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

export function naturalKeyOf(entry: NaturalKey): string {
  return `${entry.ledgerDate}:${entry.content}:${String(entry.ordinal)}`;
}

/** Records what each payout carries in this copy. */
export async function insertCovers(
  tx: TenantTx,
  key: FeedKey,
  covers: readonly Readonly<{ cover: Cover; payout: PayoutId }>[],
): Promise<void> {
  if (covers.length === 0) return;
  const column = (of: (cover: Cover) => string | number | null): (string | number | null)[] =>
    covers.map(({ cover }) => of(cover));
  await tx.execute(
    `insert into payout_cover (tenant_id, ledger, copy, payout, sequence, from_date, captures, refunds, fees, payouts, other, breaks,
       capture_count, refund_count, fee_count, payout_count, other_count, amount, left_before, left_after)
     select $1, $2, $3, * from unnest($4::uuid[], $5::bigint[], $6::date[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[],
       $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[], $20::bigint[])`,
    [
      tx.tenantId,
      key.ledger,
      key.copy,
      covers.map(({ payout }) => payout),
      column((cover) => cover.entry.sequence),
      column((cover) => cover.fromDate ?? null),
      column((cover) => cover.sums.capture.toString()),
      column((cover) => cover.sums.refund.toString()),
      column((cover) => cover.sums.fee.toString()),
      column((cover) => cover.sums.payout.toString()),
      column((cover) => cover.sums.other.toString()),
      column((cover) => cover.breaks.toString()),
      column((cover) => cover.counts.capture),
      column((cover) => cover.counts.refund),
      column((cover) => cover.counts.fee),
      column((cover) => cover.counts.payout),
      column((cover) => cover.counts.other),
      column((cover) => cover.entry.amount.toString()),
      column((cover) => cover.leftBefore.toString()),
      column((cover) => cover.leftAfter.toString()),
    ],
  );
}

/** What identifies a settlement entry over all copies. */
type NaturalKey = Readonly<{ ledgerDate: LedgerDate; content: string; ordinal: number }>;

/** A payout that an abort may belong to. */
export type AbortCandidate = Readonly<{
  id: PayoutId;
  pspReference: string;
  reference: string;
  amount: bigint;
  settled: Exclude<PayoutSettled, "aborted">;
}>;

/** Payouts of the ledger that an aborted amount could take back: same pspReference, reference or amount, not aborted yet. */
export async function listAbortCandidates(
  tx: TenantTx,
  ledger: LedgerUid,
  aborted: Readonly<{ ledgerDate: LedgerDate; pspReference: string; reference: string; amount: bigint }>,
): Promise<AbortCandidate[]> {
  const rows = await tx.query<{
    id: PayoutId;
    psp_reference: string;
    reference: string;
    amount: bigint;
    settled: Exclude<PayoutSettled, "aborted">;
  }>(
    `select id, psp_reference, reference, amount, settled from payout
     where tenant_id = $1 and ledger = $2 and ledger_date <= $3 and settled in ('open', 'before-start', 'received')
       and (psp_reference = $4 or (reference <> '' and reference = $5) or amount = $6)
     order by ledger_date desc, id desc limit 1000`,
    [tx.tenantId, ledger, aborted.ledgerDate, aborted.pspReference, aborted.reference, -aborted.amount],
  );
  return rows.map((row) => ({
    id: row.id,
    pspReference: row.psp_reference,
    reference: row.reference,
    amount: row.amount,
    settled: row.settled,
  }));
}

export async function markAborted(tx: TenantTx, payout: PayoutId, aborted: NaturalKey): Promise<void> {
  await tx.execute(
    `update payout set settled = 'aborted', aborted_date = $3, aborted_content = decode($4, 'hex'), aborted_ordinal = $5
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, payout, aborted.ledgerDate, aborted.content, aborted.ordinal],
  );
}

/**
 * At a swap of copies: payouts whose entry the new copy does not have. They go, since they hang on it; what they
 * were is returned for the audit trail. Only a person's agreement leads here.
 */
export async function removeLostPayouts(tx: TenantTx, key: FeedKey): Promise<readonly string[]> {
  const rows = await tx.query<{ psp_reference: string }>(
    `delete from payout p where p.tenant_id = $1 and p.ledger = $2
       and not exists (select from entry e where e.tenant_id = $1 and e.ledger = $2 and e.topic = 'funds' and e.copy = $3
         and e.ledger_date = p.ledger_date and e.content = p.content and e.ordinal = p.ordinal)
     returning psp_reference`,
    [tx.tenantId, key.ledger, key.copy],
  );
  return rows.map((row) => row.psp_reference);
}

/**
 * At a swap of copies: covers of the new copy point to the payouts that were known by natural key, and payouts
 * that only the new copy knows come into being. One that is told anew, with another date, was paid out to the account
 * that it was paid out to before; any other to the one given.
 */
export async function adoptCovers(
  tx: TenantTx,
  key: FeedKey,
  account: Readonly<{ scheme: string; id: string }> | undefined,
): Promise<Readonly<{ adopted: number; created: number }>> {
  const adopted = await tx.execute(
    `update payout_cover c set payout = p.id from entry e, payout p
     where c.tenant_id = $1 and c.ledger = $2 and c.copy = $3
       and e.tenant_id = $1 and e.ledger = $2 and e.topic = 'funds' and e.copy = $3 and e.sequence = c.sequence
       and p.tenant_id = $1 and p.ledger = $2 and p.ledger_date = e.ledger_date and p.content = e.content and p.ordinal = e.ordinal
       and c.payout <> p.id`,
    [tx.tenantId, key.ledger, key.copy],
  );
  const created = await tx.execute(
    `insert into payout (tenant_id, id, ledger, ledger_date, content, ordinal, psp_reference, payout_number, reference, currency, amount, payout_scheme, payout_account)
     select c.tenant_id, c.payout, c.ledger, e.ledger_date, e.content, e.ordinal, e.psp_reference, substring(e.psp_reference from '^[^-\\s]+-(\\d{1,15})$'),
       e.reference, e.currency, e.amount, case when b.id is null then $4 else b.payout_scheme end, case when b.id is null then $5 else b.payout_account end
     from payout_cover c join entry e on e.tenant_id = c.tenant_id and e.ledger = c.ledger and e.topic = 'funds' and e.copy = c.copy and e.sequence = c.sequence
     left join lateral (select p.id, p.payout_scheme, p.payout_account from payout p where p.tenant_id = c.tenant_id and p.ledger = c.ledger
       and p.psp_reference = e.psp_reference and e.psp_reference <> '' order by p.id limit 1) b on true
     where c.tenant_id = $1 and c.ledger = $2 and c.copy = $3
       and not exists (select from payout p where p.tenant_id = c.tenant_id and p.id = c.payout)
     on conflict do nothing`,
    [tx.tenantId, key.ledger, key.copy, account?.scheme ?? null, account?.id ?? null],
  );
  return { adopted, created };
}

/** Moves payouts over the start of the books, in both directions: what was expected in the bank before it needs nobody. */
export async function setBeforeStart(
  tx: TenantTx,
  ledger: LedgerUid,
  /** Payouts of ledger dates from here on are part of the books. */
  firstOpenDate: LedgerDate,
): Promise<void> {
  await tx.execute(
    `update payout set settled = case when ledger_date >= $3 then 'open' else 'before-start' end
     where tenant_id = $1 and ledger = $2 and settled in ('open', 'before-start')
       and settled <> case when ledger_date >= $3 then 'open' else 'before-start' end`,
    [tx.tenantId, ledger, firstOpenDate],
  );
}

/** Aborts of a copy that no payout has been linked to, in feed order: what a copy under construction left for the swap. */
export async function listUnlinkedAborts(
  tx: TenantTx,
  key: FeedKey,
): Promise<
  Readonly<{
    ledgerDate: LedgerDate;
    content: string;
    ordinal: number;
    amount: bigint;
    currency: string;
    pspReference: string;
    reference: string;
  }>[]
> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    content: string;
    ordinal: number;
    amount: bigint;
    currency: string;
    psp_reference: string;
    reference: string;
  }>(
    `select e.ledger_date, encode(e.content, 'hex') as content, e.ordinal, e.amount, e.currency, e.psp_reference, e.reference
     from day_sum s join entry e on e.tenant_id = s.tenant_id and e.ledger = s.ledger and e.topic = s.topic and e.copy = s.copy
       and e.ledger_date = s.ledger_date and e.entry_type = s.entry_type
     where s.tenant_id = $1 and s.ledger = $2 and s.topic = 'funds' and s.copy = $3 and s.entry_type = 'payout-aborted'
       and not exists (select from payout p where p.tenant_id = $1 and p.ledger = $2 and p.aborted_date = e.ledger_date
         and p.aborted_content = e.content and p.aborted_ordinal = e.ordinal)
     order by e.sequence`,
    [tx.tenantId, key.ledger, key.copy],
  );
  return rows.map((row) => ({
    ledgerDate: row.ledger_date,
    content: row.content,
    ordinal: row.ordinal,
    amount: row.amount,
    currency: row.currency,
    pspReference: row.psp_reference,
    reference: row.reference,
  }));
}
