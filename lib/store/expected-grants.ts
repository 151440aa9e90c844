import type { Id, LedgerUid } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { Country } from "@/lib/domain/payout/bank-days";
import { foundBy } from "@/lib/store/onboarding-board";
import { createParameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

export type ExpectedGrantId = Id<"expected-grant">;
export type ExpectedState = "waiting" | "arrived" | "withdrawn";

/** A merchant whose grant the firm waits for. */
export type ExpectedGrantRow = Readonly<{
  id: ExpectedGrantId;
  country: Country;
  owner: Readonly<{ scheme: string; id: string }>;
  name: string;
  email: string | undefined;
  language: MailLanguage;
  state: ExpectedState;
  createdAt: string;
  createdBy: string;
  letters: number;
  firstLetterAt: string | undefined;
  lastLetterAt: string | undefined;
  nextLetterAt: string | undefined;
  endedAt: string | undefined;
  ledger: LedgerUid | undefined;
}>;

type Row = {
  id: ExpectedGrantId;
  country: Country;
  owner_scheme: string;
  owner_id: string;
  name: string;
  email: string | null;
  language: MailLanguage;
  state: ExpectedState;
  created_at: string;
  created_by: string;
  letters: number;
  first_letter_at: string | null;
  last_letter_at: string | null;
  next_letter_at: string | null;
  ended_at: string | null;
  ledger: LedgerUid | null;
};

const COLUMNS =
  "e.id, e.country, e.owner_scheme, e.owner_id, e.name, e.email, e.language, e.state, e.created_at, e.created_by, e.letters, e.first_letter_at, e.last_letter_at, e.next_letter_at, e.ended_at, e.ledger";

/** Where a page of the list ended. */
export type ExpectedPlace = Readonly<{ at: string; id: string }>;

/** Those of a state, the longest waiting first; one more than the limit if there is one. */
export async function listExpectedRows(
  tx: TenantTx,
  query: Readonly<{
    state: ExpectedState;
    words: readonly string[];
    after?: ExpectedPlace | undefined;
    limit: number;
  }>,
): Promise<ExpectedGrantRow[]> {
  const parameters = createParameters(tx.tenantId);
  const found = foundBy(parameters, query.words, "expected_grant_word", "expected_grant").replace(/, $/, " ");
  const state = parameters.add(query.state);
  const place =
    query.after === undefined
      ? "true"
      : `(e.created_at, e.id) > (${parameters.add(query.after.at)}::timestamptz, ${parameters.add(query.after.id)}::uuid)`;
  const rows = await tx.query<Row>(
    `${found === "" ? "" : `with ${found}`}select ${COLUMNS}
     from ${found === "" ? "expected_grant e" : "found join expected_grant e on e.tenant_id = $1 and e.id = found.id"}
     where e.tenant_id = $1 and e.state = ${state} and ${place}
     order by e.created_at, e.id limit ${parameters.add(query.limit + 1)}`,
    parameters.values,
  );
  return rows.map(toRow);
}

export async function countWaiting(tx: TenantTx): Promise<number> {
  const rows = await tx.query<{ count: bigint }>(
    "select count(*) as count from expected_grant where tenant_id = $1 and state = 'waiting'",
    [tx.tenantId],
  );
  return Number(rows[0]?.count ?? 0);
}

/** The row, locked until the transaction ends when `lock` is set. */
export async function findExpected(
  tx: TenantTx,
  id: ExpectedGrantId,
  lock: "lock" | "plain" = "plain",
): Promise<ExpectedGrantRow | undefined> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from expected_grant e where e.tenant_id = $1 and e.id = $2${lock === "lock" ? " for update" : ""}`,
    [tx.tenantId, id],
  );
  return rows[0] && toRow(rows[0]);
}

/** Those of these owners that are waited for now. */
export async function findWaiting(
  tx: TenantTx,
  owner: Readonly<{ scheme: string; digits: string }>,
): Promise<ExpectedGrantRow | undefined> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from expected_grant e where e.tenant_id = $1 and e.owner_scheme = $2 and e.owner_digits = $3 and e.state = 'waiting'`,
    [tx.tenantId, owner.scheme, owner.digits],
  );
  return rows[0] && toRow(rows[0]);
}

/** Adds one to wait for; false when its owner is waited for already. */
export async function insertExpected(
  tx: TenantTx,
  grant: Readonly<{
    id: ExpectedGrantId;
    country: Country;
    business: Readonly<{ scheme: string; id: string; digits: string }>;
    name: string;
    email: string | undefined;
    language: MailLanguage;
    nowMs: number;
    by: string;
  }>,
): Promise<boolean> {
  const made = await tx.execute(
    `insert into expected_grant (tenant_id, id, country, owner_scheme, owner_id, owner_digits, name, email, language, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10 / 1000.0), $11)
     on conflict (tenant_id, owner_scheme, owner_digits) where state = 'waiting' do nothing`,
    [
      tx.tenantId,
      grant.id,
      grant.country,
      grant.business.scheme,
      grant.business.id,
      grant.business.digits,
      grant.name,
      grant.email ?? null,
      grant.language,
      grant.nowMs,
      grant.by,
    ],
  );
  return made > 0;
}

/** Ends the waiting for an owner whose ledger is here; undefined when nobody waited. */
export async function markArrived(
  tx: TenantTx,
  owner: Readonly<{ scheme: string; digits: string }>,
  arrived: Readonly<{ ledger: LedgerUid; nowMs: number }>,
): Promise<ExpectedGrantRow | undefined> {
  const rows = await tx.query<Row>(
    `update expected_grant e set state = 'arrived', ended_at = to_timestamp($4 / 1000.0), next_letter_at = null, ledger = $5
     where e.tenant_id = $1 and e.owner_scheme = $2 and e.owner_digits = $3 and e.state = 'waiting' returning ${COLUMNS}`,
    [tx.tenantId, owner.scheme, owner.digits, arrived.nowMs, arrived.ledger],
  );
  return rows[0] && toRow(rows[0]);
}

/** Ends the waiting without a grant; false when it had ended. */
export async function markWithdrawn(tx: TenantTx, id: ExpectedGrantId, nowMs: number): Promise<boolean> {
  const count = await tx.execute(
    `update expected_grant set state = 'withdrawn', ended_at = to_timestamp($3 / 1000.0), next_letter_at = null
     where tenant_id = $1 and id = $2 and state = 'waiting'`,
    [tx.tenantId, id, nowMs],
  );
  return count > 0;
}

/** Notes a letter, and when the next one goes. */
export async function noteLetter(
  tx: TenantTx,
  id: ExpectedGrantId,
  letter: Readonly<{ nowMs: number; nextAtMs: number | undefined }>,
): Promise<void> {
  await tx.execute(
    `update expected_grant set letters = letters + 1, first_letter_at = coalesce(first_letter_at, to_timestamp($3 / 1000.0)),
       last_letter_at = to_timestamp($3 / 1000.0), next_letter_at = to_timestamp($4 / 1000.0)
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, id, letter.nowMs, letter.nextAtMs ?? null],
  );
}

/** No letter goes by itself any more; false when none would have. */
export async function stopLetters(tx: TenantTx, id: ExpectedGrantId): Promise<boolean> {
  const count = await tx.execute(
    "update expected_grant set next_letter_at = null where tenant_id = $1 and id = $2 and next_letter_at is not null",
    [tx.tenantId, id],
  );
  return count > 0;
}

/** The next one to be reminded, locked; one that another worker holds is passed over. */
export async function takeDueReminder(tx: TenantTx, nowMs: number): Promise<ExpectedGrantRow | undefined> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from expected_grant e where e.tenant_id = $1 and e.next_letter_at <= to_timestamp($2 / 1000.0)
     order by e.next_letter_at limit 1 for update skip locked`,
    [tx.tenantId, nowMs],
  );
  return rows[0] && toRow(rows[0]);
}

function toRow(row: Row): ExpectedGrantRow {
  return {
    id: row.id,
    country: row.country,
    owner: { scheme: row.owner_scheme, id: row.owner_id },
    name: row.name,
    email: row.email ?? undefined,
    language: row.language,
    state: row.state,
    createdAt: row.created_at,
    createdBy: row.created_by,
    letters: row.letters,
    firstLetterAt: row.first_letter_at ?? undefined,
    lastLetterAt: row.last_letter_at ?? undefined,
    nextLetterAt: row.next_letter_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    ledger: row.ledger ?? undefined,
  };
}
