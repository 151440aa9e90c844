import type { IssueId, MerchantId, UserId } from "@/lib/core/ids";
import type { IssueKind, Severity } from "@/lib/domain/issue/kinds";
import type { TenantTx } from "@/lib/store/tenant";

/** What people do with open issues: putting them off and looking after them. */

/** Puts an open issue off, or brings it back; its row is held. */
export async function snoozeIssueRow(
  tx: TenantTx,
  id: IssueId,
  snooze: Readonly<{ untilMs: number; by: string }> | undefined,
): Promise<void> {
  await tx.execute(
    `update issue set snoozed_until = to_timestamp($3::double precision / 1000.0), snoozed_by = $4
     where tenant_id = $1 and id = $2 and resolved_at is null`,
    [tx.tenantId, id, snooze?.untilMs ?? null, snooze?.by ?? null],
  );
}

/** Says who looks after an open issue, whose row is held. */
export async function assignIssueRow(
  tx: TenantTx,
  id: IssueId,
  person: Readonly<{ id: UserId; name: string }> | undefined,
): Promise<void> {
  await tx.execute(
    `update issue set assigned_id = $3, assigned_name = $4 where tenant_id = $1 and id = $2 and resolved_at is null`,
    [tx.tenantId, id, person?.id ?? null, person?.name ?? null],
  );
}

/** Whoever may look after issues; `merchants` undefined: of the whole firm. */
export type IssuePerson = Readonly<{
  id: UserId;
  name: string;
  merchants: readonly MerchantId[] | undefined;
}>;

export async function listIssuePeople(tx: TenantTx): Promise<IssuePerson[]> {
  const rows = await tx.query<PersonRow>(
    "select user_id, name, merchant_ids from installation.issue_people()",
  );
  return rows.map(toPerson);
}

/** One of them, whose place in the firm stays as it is until the transaction ends. Undefined: not one of them. */
export async function holdIssuePerson(tx: TenantTx, id: string): Promise<IssuePerson | undefined> {
  const rows = await tx.query<PersonRow>(
    "select user_id, name, merchant_ids from installation.hold_issue_person($1)",
    [id],
  );
  return rows[0] && toPerson(rows[0]);
}

type PersonRow = { user_id: UserId; name: string; merchant_ids: MerchantId[] | null };

function toPerson(row: PersonRow): IssuePerson {
  return { id: row.user_id, name: row.name, merchants: row.merchant_ids ?? undefined };
}

/** An issue that is nobody's now, and whose it was. */
export type ReleasedIssue = Readonly<{ id: IssueId; kind: IssueKind; name: string }>;

/**
 * Takes from a person the open issues that they look after, all but those of these merchants. In the order of their
 * ids, like whoever changes several.
 */
export async function releaseIssueRows(
  tx: TenantTx,
  person: UserId,
  keeps: readonly MerchantId[],
): Promise<ReleasedIssue[]> {
  return tx.query<ReleasedIssue>(
    `with held as (
       select i.id, i.kind, i.assigned_name as name from issue i
       where i.tenant_id = $1 and i.assigned_id = $2 and i.resolved_at is null and not exists (
         select from ledger_merchant lm where lm.tenant_id = $1 and lm.ledger = i.ledger and lm.merchant = any($3::uuid[]) and lm.valid_to = 'infinity')
       order by i.id for update of i)
     update issue i set assigned_id = null, assigned_name = null from held h
     where i.tenant_id = $1 and i.id = h.id returning i.id, h.kind, h.name`,
    [tx.tenantId, person, keeps],
  );
}

/** Open issues of one kind and severity: how many are there, are put off, are this person's, are nobody's. */
export type IssueCount = Readonly<{
  kind: IssueKind;
  severity: Severity;
  open: number;
  snoozed: number;
  mine: number;
  unassigned: number;
}>;

export async function countOpenIssues(
  tx: TenantTx,
  ask: Readonly<{ merchant: MerchantId | undefined; person: UserId | undefined; nowMs: number }>,
): Promise<IssueCount[]> {
  return tx.query<IssueCount>(
    `select i.kind, i.severity, (count(*) filter (where w.waits))::int as open, (count(*) filter (where not w.waits))::int as snoozed,
       (count(*) filter (where w.waits and i.assigned_id = $3::uuid))::int as mine,
       (count(*) filter (where w.waits and i.assigned_id is null))::int as unassigned
     from issue i cross join lateral (select coalesce(i.snoozed_until, '-infinity') <= to_timestamp($4 / 1000.0) as waits) w
     where i.tenant_id = $1 and i.resolved_at is null and ($2::uuid is null or i.ledger in (
       select lm.ledger from ledger_merchant lm where lm.tenant_id = $1 and lm.merchant = $2::uuid and lm.valid_to = 'infinity'))
     group by i.kind, i.severity order by i.kind`,
    [tx.tenantId, ask.merchant ?? null, ask.person ?? null, ask.nowMs],
  );
}
