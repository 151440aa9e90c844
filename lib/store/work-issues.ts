import { newId } from "@/lib/core/ids";
import type { BankAccountId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { SEVERITY_OF } from "@/lib/domain/issue/kinds";
import type { IssueKind, Severity } from "@/lib/domain/issue/kinds";
import type { TenantTx } from "@/lib/store/tenant";

/** Issues that follow the open work of an account. */
const KIND_OF = {
  missing: "payout-overdue",
  difference: "match-difference",
  line: "bank-line-unmatched",
} as const satisfies Record<string, IssueKind>;

/** So many payouts in a row are no coincidence. */
const HELD_MIN = 3;

type Issue = Readonly<{
  id: string;
  kind: IssueKind;
  type: "bank-line" | "payout" | "ledger";
  subject: string;
  severity: Severity;
  ledger: string | null;
  facts: Readonly<Record<string, string>>;
}>;

/** Opens an issue for every row of work that has none, and closes those whose work is done. The rows are bounded by who writes them. */
export async function syncWorkIssues(tx: TenantTx, account: BankAccountId, nowMs: number): Promise<void> {
  const rows = await tx.query<{
    kind: keyof typeof KIND_OF;
    subject: string;
    ledger: string | null;
    at: LedgerDate;
    currency: string;
    expected: bigint;
    booked: bigint;
  }>(
    `select kind, case when kind = 'line' then lines[1] else payouts[1] end as subject, ledger, at, currency, expected, booked from open_item
     where tenant_id = $1 and account = $2 and kind in ('missing', 'difference', 'line') and (kind = 'line' or cardinality(payouts) > 0)
     order by at desc, id desc`,
    [tx.tenantId, account],
  );
  const issues = rows.map((row): Issue => {
    const kind = KIND_OF[row.kind];
    const isLine = row.kind === "line";
    const facts: Record<string, string> = {
      currency: row.currency,
      amount: (isLine ? row.booked : row.expected).toString(),
      ...(isLine ? { bookingDate: row.at } : { ledgerDate: row.at }),
      ...(row.kind === "difference" ? { booked: row.booked.toString() } : {}),
    };
    return {
      id: newId<"issue">(nowMs),
      kind,
      type: isLine ? "bank-line" : "payout",
      subject: row.subject,
      severity: SEVERITY_OF[kind],
      ledger: row.ledger,
      facts,
    };
  });
  const missing = rows.filter((row) => row.kind === "missing");
  issues.push(...(await heldBack(tx, account, missing, nowMs)));
  await tx.execute(
    `insert into issue as i (tenant_id, id, kind, subject_type, subject_id, severity, ledger, account, facts, opened_at)
     select $1, r.id, r.kind, r.type, r.subject, r.severity, r.ledger, $2, r.facts, to_timestamp($4 / 1000.0)
     from jsonb_to_recordset($3::jsonb) r(id uuid, kind text, type text, subject text, severity text, ledger uuid, facts jsonb)
     on conflict (tenant_id, kind, subject_type, subject_id) where resolved_at is null do update set facts = excluded.facts where i.facts is distinct from excluded.facts`,
    [tx.tenantId, account, JSON.stringify(issues), nowMs],
  );
  await tx.execute(
    `update issue i set resolved_at = to_timestamp($4 / 1000.0), resolved_by = 'system'
     where i.tenant_id = $1 and i.account = $2 and i.resolved_at is null and i.kind = any($5::text[])
       and not exists (select from jsonb_to_recordset($3::jsonb) r(kind text, subject text) where r.kind = i.kind and r.subject = i.subject_id)`,
    [tx.tenantId, account, JSON.stringify(issues), nowMs, [...Object.values(KIND_OF), "payouts-held-back"]],
  );
}

type Missing = Readonly<{ ledger: string | null; at: LedgerDate; currency: string; expected: bigint }>;

/**
 * Ledgers whose newest payouts the statements all fail to show, without so much as a suggestion: a blocked payout is
 * scheduled like any other, and its transfers queue up (DOMAIN, "Payouts").
 */
async function heldBack(
  tx: TenantTx,
  account: BankAccountId,
  missing: readonly Missing[],
  nowMs: number,
): Promise<readonly Issue[]> {
  const ledgers = [...new Set(missing.flatMap(({ ledger }) => ledger ?? []))];
  if (ledgers.length === 0) return [];
  const last = await tx.query<{ ledger: string; at: LedgerDate | null }>(
    `select w.ledger, greatest(
       (select p.ledger_date from payout p where p.tenant_id = $1 and p.ledger = w.ledger and p.settled = 'received' order by p.ledger_date desc limit 1),
       (select max(p.ledger_date) from open_item o join payout p on p.tenant_id = o.tenant_id and p.id = any(o.payouts)
        where o.tenant_id = $1 and o.account = $3 and o.ledger = w.ledger and o.kind in ('suggestion', 'difference'))) as at
     from unnest($2::uuid[]) w(ledger)`,
    [tx.tenantId, ledgers, account],
  );
  return last.flatMap(({ ledger, at }): Issue[] => {
    const since = missing.filter((row) => row.ledger === ledger && (at === null || row.at > at));
    const first = since.map((row) => row.at).toSorted()[0];
    if (first === undefined || since.length < HELD_MIN) return [];
    return [
      {
        id: newId<"issue">(nowMs),
        kind: "payouts-held-back",
        type: "ledger",
        subject: ledger,
        severity: SEVERITY_OF["payouts-held-back"],
        ledger,
        facts: {
          count: String(since.length),
          ledgerDate: first,
          currency: since[0]?.currency ?? "",
          amount: since.reduce((sum, row) => sum + row.expected, 0n).toString(),
        },
      },
    ];
  });
}
