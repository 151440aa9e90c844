import type { BankAccountId, IssueId, LedgerUid, MerchantId, UserId } from "@/lib/core/ids";
import type { IssueKind, Severity } from "@/lib/domain/issue/kinds";
import { createParameters } from "@/lib/store/parameters";
import type { Parameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** An issue with the merchant whose ledger it is about. */
export type IssueRow = Readonly<{
  id: IssueId;
  kind: IssueKind;
  severity: Severity;
  subjectType: string;
  subjectId: string;
  ledger: LedgerUid | undefined;
  merchantId: MerchantId | undefined;
  merchantName: string | undefined;
  facts: Readonly<Record<string, string>>;
  openedAt: string;
  account: BankAccountId | undefined;
  /** Put off until then, by whom; it may have come back since. */
  snoozedUntil: string | undefined;
  snoozedBy: string | undefined;
  assignedId: UserId | undefined;
  assignedName: string | undefined;
  resolvedAt: string | undefined;
  /** The person who closed it and their reason; undefined when it ended by itself. */
  resolvedBy: string | undefined;
  reason: string | undefined;
}>;

type Row = {
  id: IssueId;
  kind: IssueKind;
  severity: Severity;
  subject_type: string;
  subject_id: string;
  ledger: LedgerUid | null;
  merchant_id: MerchantId | null;
  merchant_name: string | null;
  facts: Record<string, string>;
  opened_at: string;
  account: BankAccountId | null;
  snoozed_until: string | null;
  snoozed_by: string | null;
  assigned_id: UserId | null;
  assigned_name: string | null;
  resolved_at: string | null;
  resolved_by: string | null;
  reason: string | null;
  gravity: number;
};

const GRAVITY = "case i.severity when 'critical' then 0 when 'warning' then 1 else 2 end";
const MERCHANT = `left join ledger_merchant lm on lm.tenant_id = i.tenant_id and lm.ledger = i.ledger and lm.valid_to = 'infinity'
  left join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant`;
const SELECT = `select i.id, i.kind, i.severity, i.subject_type, i.subject_id, i.ledger, m.id as merchant_id, m.name as merchant_name,
    i.facts, i.opened_at, i.account, i.snoozed_until, i.snoozed_by, i.assigned_id, i.assigned_name, i.resolved_at, i.resolved_by, i.reason, ${GRAVITY} as gravity
  from issue i ${MERCHANT}`;

/** Where a page of issues ended. `at`: when the last one was opened, or was resolved. */
export type IssuePlace = Readonly<{ gravity: number; at: string; id: string }>;

/** What a list of issues is narrowed to. */
export type IssueFilter = Readonly<{
  state: "open" | "resolved";
  merchant?: MerchantId | undefined;
  kind?: IssueKind | undefined;
  /** Of these only. */
  severities?: readonly Severity[] | undefined;
  withoutKinds?: readonly IssueKind[] | undefined;
  /** Looked after by this person, or by nobody. */
  assigned?: UserId | "nobody" | undefined;
  /** Put off at this instant, or not. */
  snoozed?: Readonly<{ isSnoozed: boolean; nowMs: number }> | undefined;
}>;

/** Open issues, the gravest first and then the oldest; or resolved ones, the newest first. One more than the limit. */
export async function listIssueRows(
  tx: TenantTx,
  filter: IssueFilter & Readonly<{ after?: IssuePlace | undefined; limit: number }>,
): Promise<IssueRow[]> {
  const parameters = createParameters(tx.tenantId);
  const isOpen = filter.state === "open";
  const conditions = conditionsOf(filter, parameters);
  if (filter.after !== undefined) {
    const { gravity, at, id } = filter.after;
    conditions.push(
      isOpen
        ? `(${GRAVITY}, i.opened_at, i.id) > (${parameters.add(gravity)}::int, ${parameters.add(at)}::timestamptz, ${parameters.add(id)}::uuid)`
        : `(i.resolved_at, i.id) < (${parameters.add(at)}::timestamptz, ${parameters.add(id)}::uuid)`,
    );
  }
  const order = isOpen ? "gravity, i.opened_at, i.id" : "i.resolved_at desc, i.id desc";
  const rows = await tx.query<Row>(
    `${SELECT} where ${conditions.join(" and ")} order by ${order} limit ${parameters.add(filter.limit + 1)}`,
    parameters.values,
  );
  return rows.map(toIssueRow);
}

/** How many issues a filter lets through, how many of them were opened since, and which has waited longest. */
export async function summarizeIssues(
  tx: TenantTx,
  filter: IssueFilter,
  since: string | undefined,
): Promise<Readonly<{ open: number; fresh: number; oldest: IssueRow | undefined }>> {
  const counting = createParameters(tx.tenantId);
  const [counts] = await tx.query<{ open: number; fresh: number }>(
    `select count(*)::int as open, (count(*) filter (where i.opened_at > coalesce(${counting.add(since ?? null)}::timestamptz, '-infinity')))::int as fresh
     from issue i ${MERCHANT} where ${conditionsOf(filter, counting).join(" and ")}`,
    counting.values,
  );
  const parameters = createParameters(tx.tenantId);
  const oldest = await tx.query<Row>(
    `${SELECT} where ${conditionsOf(filter, parameters).join(" and ")} order by i.opened_at, i.id limit 1`,
    parameters.values,
  );
  return { open: counts?.open ?? 0, fresh: counts?.fresh ?? 0, oldest: oldest[0] && toIssueRow(oldest[0]) };
}

function conditionsOf(filter: IssueFilter, parameters: Parameters): string[] {
  const { merchant, kind, severities, withoutKinds, assigned, snoozed } = filter;
  const conditions = [
    "i.tenant_id = $1",
    `i.resolved_at is ${filter.state === "open" ? "null" : "not null"}`,
  ];
  if (merchant !== undefined) conditions.push(`lm.merchant = ${parameters.add(merchant)}`);
  if (kind !== undefined) conditions.push(`i.kind = ${parameters.add(kind)}`);
  if (severities !== undefined) conditions.push(`i.severity = any(${parameters.add(severities)}::text[])`);
  if (withoutKinds !== undefined && withoutKinds.length > 0)
    conditions.push(`i.kind <> all(${parameters.add(withoutKinds)}::text[])`);
  if (assigned === "nobody") conditions.push("i.assigned_id is null");
  else if (assigned !== undefined) conditions.push(`i.assigned_id = ${parameters.add(assigned)}::uuid`);
  if (snoozed !== undefined) {
    const until = `coalesce(i.snoozed_until, '-infinity')`;
    const now = `to_timestamp(${parameters.add(snoozed.nowMs)} / 1000.0)`;
    conditions.push(snoozed.isSnoozed ? `${until} > ${now}` : `${until} <= ${now}`);
  }
  return conditions;
}

/** The place of an issue in its list. */
export function placeOf(issue: IssueRow): IssuePlace {
  const gravity = { critical: 0, warning: 1, info: 2 }[issue.severity];
  return { gravity, at: issue.resolvedAt ?? issue.openedAt, id: issue.id };
}

/** `lock`: nobody else changes it until the transaction ends. */
export async function findIssueRow(tx: TenantTx, id: IssueId, lock?: "lock"): Promise<IssueRow | undefined> {
  const rows = await tx.query<Row>(
    `${SELECT} where i.tenant_id = $1 and i.id = $2${lock === undefined ? "" : " for update of i"}`,
    [tx.tenantId, id],
  );
  return rows[0] && toIssueRow(rows[0]);
}

/** Closes one open issue by a person. False when it was closed meanwhile. */
export async function resolveIssueById(
  tx: TenantTx,
  id: IssueId,
  by: Readonly<{ name: string; reason: string; nowMs: number }>,
): Promise<boolean> {
  const count = await tx.execute(
    `update issue set resolved_at = to_timestamp($3 / 1000.0), resolved_by = $4, reason = $5
     where tenant_id = $1 and id = $2 and resolved_at is null`,
    [tx.tenantId, id, by.nowMs, by.name, by.reason],
  );
  return count > 0;
}

function toIssueRow(row: Row): IssueRow {
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    ledger: row.ledger ?? undefined,
    merchantId: row.merchant_id ?? undefined,
    merchantName: row.merchant_name ?? undefined,
    facts: row.facts,
    openedAt: row.opened_at,
    account: row.account ?? undefined,
    snoozedUntil: row.snoozed_until ?? undefined,
    snoozedBy: row.snoozed_by ?? undefined,
    assignedId: row.assigned_id ?? undefined,
    assignedName: row.assigned_name ?? undefined,
    resolvedAt: row.resolved_at ?? undefined,
    // Whoever acknowledges gives a reason; what ends with its cause has none, whoever removed the cause.
    resolvedBy: row.reason === null ? undefined : (row.resolved_by ?? undefined),
    reason: row.reason ?? undefined,
  };
}
