import type { LedgerDate } from "@/lib/core/ledger-date";
import { kindOf, namedEntryTypes } from "@/lib/domain/ledger/kind";
import type { TenantTx } from "@/lib/store/tenant";
import { bounded, checkedOf, COPY, WITHIN } from "@/lib/store/verify";
import type { Checked, Damage } from "@/lib/store/verify";
import { CARRYING, payoutTypes } from "@/lib/store/verify-sums";

/** Payouts and what they carry, of a funds copy. */

/** The figures of a cover, in the order of its columns; `w` is the wanted one, `c` the stored one. */
const FIGURES = [
  "captures",
  "refunds",
  "fees",
  "payouts",
  "other",
  "breaks",
  "capture_count",
  "refund_count",
  "fee_count",
  "payout_count",
  "other_count",
  "amount",
  "left_before",
  "left_after",
] as const;

/** Every payout entry has a payout and a cover; the cover is what stands before it and was not carried; covers join. */
export async function checkCovers(
  tx: TenantTx,
  of: Checked,
  firstBalance: bigint | undefined,
): Promise<Damage[]> {
  const types = namedEntryTypes(of.topic);
  const kindSum = (kind: string): string =>
    `coalesce(sum(x.amount) filter (where x.kind = '${kind}'), 0) as ${kind}s, coalesce(sum(x.count) filter (where x.kind = '${kind}'), 0) as ${kind}_count`;
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    sequence: bigint;
    wanted: string | null;
    held: string | null;
  }>(
    `with ${CARRYING},
     k as (select * from unnest($8::text[], $9::text[]) as t(entry_type, kind)),
     s as (
       select x.n, ${["capture", "refund", "fee", "payout"].map(kindSum).join(", ")},
         coalesce(sum(x.amount) filter (where x.kind = 'other'), 0) as other, coalesce(sum(x.count) filter (where x.kind = 'other'), 0) as other_count,
         min(x.ledger_date) as from_date
       from (select d.n, g.ledger_date, g.amount, g.count, coalesce(k.kind, 'other') as kind from g join d using (passed, ledger_date) left join k using (entry_type)) x
       where x.n is not null group by x.n),
     y as (
       select p.n, p.sequence, p.ledger_date, s.from_date, p.amount,
         ${[
           "captures",
           "refunds",
           "fees",
           "payouts",
           "other",
           "capture_count",
           "refund_count",
           "fee_count",
           "payout_count",
           "other_count",
         ]
           .map((figure) => `coalesce(s.${figure}, 0) as ${figure}`)
           .join(", ")},
         coalesce((select sum(b.amount) from b where b.n = p.n), 0) as breaks
       from p left join s on s.n = p.n),
     z as (select y.*, captures + refunds + fees + payouts + other + breaks + amount as moved from y),
     w as (
       select z.*, $10::bigint + sum(moved) over (order by n) as left_after, $10::bigint + sum(moved) over (order by n) - moved as left_before from z),
     c as (select * from payout_cover where tenant_id = $1 and ledger = $2 and copy = $4 and topic = $3)
     select coalesce(w.ledger_date, c.from_date) as ledger_date, coalesce(w.sequence, c.sequence) as sequence,
       case when w.sequence is not null then ${figuresOf("w")} end as wanted, case when c.sequence is not null then ${figuresOf("c")} end as held
     from w full join c on c.sequence = w.sequence
     where coalesce(w.ledger_date, c.from_date, 'infinity') between coalesce($5::date, '-infinity') and coalesce($6::date, 'infinity')
       and (w.sequence is null or c.sequence is null or ${figuresOf("w")} <> ${figuresOf("c")})
     order by 2`,
    [
      ...checkedOf(tx, of),
      payoutTypes(of.topic),
      types,
      types.map((entryType) => kindOf(of.topic, entryType)),
      firstBalance ?? 0n,
    ],
  );
  return bounded(
    rows.map((row) => ({
      kind: row.held === null ? "cover-missing" : "cover-differs",
      ledgerDate: row.ledger_date,
      detail: coverDetail(row),
    })),
  );
}

function figuresOf(table: "w" | "c"): string {
  const figures = FIGURES.map((figure) => `'${figure} ' || ${table}.${figure}`).join(" || ', ' || ");
  return `(${figures} || ', from ' || coalesce(${table}.from_date::text, 'nothing'))`;
}

function coverDetail(
  row: Readonly<{ sequence: bigint; wanted: string | null; held: string | null }>,
): string {
  const name = `the payout at entry ${String(row.sequence)}`;
  if (row.held === null) return `${name} has no cover`;
  if (row.wanted === null) return `a cover names entry ${String(row.sequence)}, which is no payout`;
  const held = row.held.split(", ");
  const wanted = row.wanted.split(", ");
  const off = wanted.flatMap((figure, index) =>
    figure === held[index] ? [] : [`${held[index] ?? ""} instead of ${figure}`],
  );
  return `${name} says ${off.join("; ")}`;
}

/** Every payout entry is a payout with its own figures; every payout, and every abort, is an entry of the copy. */
export async function checkPayouts(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const parameters = [...checkedOf(tx, of), payoutTypes(of.topic)];
  const entries = await tx.query<{
    ledger_date: LedgerDate;
    sequence: bigint;
    payout: string | null;
    held: bigint | null;
    amount: bigint;
  }>(
    `select e.ledger_date, e.sequence, p.id as payout, p.amount as held, e.amount
     from (select * from entry where ${COPY} and ${WITHIN} and entry_type = any($7::text[])) e
     left join payout p on p.tenant_id = $1 and p.ledger = $2 and p.ledger_date = e.ledger_date and p.content = e.content and p.ordinal = e.ordinal
     left join payout_cover c on c.tenant_id = $1 and c.ledger = $2 and c.copy = $4 and c.sequence = e.sequence
     where p.id is null or p.amount <> e.amount or p.currency <> e.currency or p.psp_reference <> e.psp_reference or p.reference <> e.reference or c.payout <> p.id
     order by e.sequence`,
    parameters,
  );
  const known = `e.tenant_id = $1 and e.ledger = $2 and e.topic = $3 and e.copy = $4`;
  const orphans = await tx.query<{ ledger_date: LedgerDate; id: string; is_abort: boolean }>(
    `select p.ledger_date, p.id, a.is_abort from payout p,
       lateral (values (false, p.ledger_date, p.content, p.ordinal), (true, p.aborted_date, p.aborted_content, p.aborted_ordinal)) a(is_abort, d, c, o)
     where p.tenant_id = $1 and p.ledger = $2 and p.ledger_date between coalesce($5::date, '-infinity') and coalesce($6::date, 'infinity') and a.d is not null
       and not exists (select from entry e where ${known} and e.ledger_date = a.d and e.content = a.c and e.ordinal = a.o and (a.is_abort or e.entry_type = any($7::text[])))
     order by p.ledger_date, p.id`,
    parameters,
  );
  return [
    ...bounded(
      entries.map((row) => ({
        kind: row.payout === null ? "payout-missing" : "payout-differs",
        ledgerDate: row.ledger_date,
        detail:
          row.payout === null
            ? `the payout entry ${String(row.sequence)} of ${String(row.amount)} has no payout`
            : `payout ${row.payout} of ${String(row.held)} is not what its entry ${String(row.sequence)} of ${String(row.amount)} says`,
      })),
    ),
    ...bounded(
      orphans.map((row) => ({
        kind: "payout-without-entry",
        ledgerDate: row.ledger_date,
        detail: `payout ${row.id}: its ${row.is_abort ? "abort" : "entry"} is not in the copy`,
      })),
    ),
  ];
}
