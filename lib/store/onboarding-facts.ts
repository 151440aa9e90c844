import type { CredentialId, LedgerUid, TenantId, UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { LedgerStatus } from "@/lib/domain/ledger/states";
import type { SqlValue } from "@/lib/platform/database/database";
import type { SystemTx } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** People, settings and readings that onboarding asks for. */

/** Who may look after a merchant. */
export async function listResponsible(tx: TenantTx): Promise<Readonly<{ id: UserId; name: string }>[]> {
  const rows = await tx.query<{ user_id: UserId; name: string }>(
    "select user_id, name from installation.responsible_people()",
  );
  return rows.map((row) => ({ id: row.user_id, name: row.name }));
}

/** Who is told that a grant has arrived. */
export async function listAdmins(
  tx: TenantTx,
): Promise<Readonly<{ email: string; language: MailLanguage }>[]> {
  return tx.query<{ email: string; language: MailLanguage }>(
    "select email, language from installation.onboarding_admins()",
  );
}

export type OnboardingSettingsRow = Readonly<{
  firmName: string;
  slug: string;
  partnerName: string | undefined;
  sendAtAdding: boolean;
}>;

export async function findSettings(tx: TenantTx): Promise<OnboardingSettingsRow | undefined> {
  const rows = await tx.query<{
    name: string;
    slug: string;
    partner_name: string | null;
    send_at_adding: boolean | null;
  }>(
    "select t.name, t.slug, s.partner_name, s.send_at_adding from tenant t left join onboarding_setting s on s.tenant_id = t.tenant_id where t.tenant_id = $1",
    [tx.tenantId],
  );
  return (
    rows[0] && {
      firmName: rows[0].name,
      slug: rows[0].slug,
      partnerName: rows[0].partner_name ?? undefined,
      sendAtAdding: rows[0].send_at_adding ?? false,
    }
  );
}

export async function putSettings(
  tx: TenantTx,
  settings: Readonly<{ partnerName: string | undefined; sendAtAdding: boolean }>,
): Promise<void> {
  await tx.execute(
    `insert into onboarding_setting (tenant_id, partner_name, send_at_adding) values ($1, $2, $3)
     on conflict (tenant_id) do update set partner_name = excluded.partner_name, send_at_adding = excluded.send_at_adding`,
    [tx.tenantId, settings.partnerName ?? null, settings.sendAtAdding],
  );
}

/** Notes what a reading of the list came to: how many ledgers, or why it failed. */
export async function noteDiscovery(
  tx: SystemTx,
  credential: CredentialId,
  reading: Readonly<{ nowMs: number; listed?: number; failure?: string }>,
): Promise<void> {
  await tx.query("select installation.note_discovery($1, to_timestamp($2 / 1000.0), $3, $4)", [
    credential,
    reading.nowMs,
    reading.listed ?? null,
    reading.failure ?? null,
  ]);
}

/** Batches whose work has stopped; without a batch: a firm with reminders to send. */
export async function listDueOnboarding(
  tx: SystemTx,
  nowMs: number,
  limit: number,
): Promise<Readonly<{ tenantId: TenantId; batch: string | undefined }>[]> {
  const rows = await tx.query<{ tenant_id: TenantId; batch: string | null }>(
    "select tenant_id, batch from installation.onboarding_due(to_timestamp($1 / 1000.0), $2)",
    [nowMs, limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, batch: row.batch ?? undefined }));
}

/** The firm's own keys, and what the last reading with each came to. */
export type OwnDiscovery = Readonly<{
  credentialId: CredentialId;
  clientId: string;
  state: "proven" | "in-doubt";
  provenAt: string;
  succeededAt: string | undefined;
  listed: number | undefined;
  failedAt: string | undefined;
  failure: string | undefined;
}>;

export async function listOwnDiscoveries(tx: TenantTx): Promise<OwnDiscovery[]> {
  const rows = await tx.query<{
    credential_id: CredentialId;
    client_id: string;
    state: "proven" | "in-doubt";
    last_proven_at: string;
    succeeded_at: string | null;
    listed: number | null;
    failed_at: string | null;
    failure: string | null;
  }>("select * from installation.own_discoveries()");
  return rows.map((row) => ({
    credentialId: row.credential_id,
    clientId: row.client_id,
    state: row.state,
    provenAt: row.last_proven_at,
    succeededAt: row.succeeded_at ?? undefined,
    listed: row.listed ?? undefined,
    failedAt: row.failed_at ?? undefined,
    failure: row.failure ?? undefined,
  }));
}

/** Asks for a reading now; the keys that may be read, each at most once in so many seconds. */
export async function askDiscovery(
  tx: TenantTx,
  ask: Readonly<{ nowMs: number; everySeconds: number }>,
): Promise<CredentialId[]> {
  const rows = await tx.query<{ id: CredentialId }>(
    "select installation.ask_discovery(to_timestamp($1 / 1000.0), make_interval(secs => $2)) as id",
    [ask.nowMs, ask.everySeconds],
  );
  return rows.map((row) => row.id);
}

/** A ledger of the firm, as the question "why do I not see it" needs it. */
export type LedgerSighting = Readonly<{
  id: LedgerUid;
  ledgerId: string;
  status: LedgerStatus;
  owner: Readonly<{ scheme: string; id: string }>;
  unitName: string | undefined;
  revokedAt: string | undefined;
}>;

const SIGHTED = `select l.id, l.ledger_id, l.status, l.revoked_at, v.owner_scheme, v.owner_id, v.sales_units -> 0 ->> 'name' as unit_name
   from ledger_version v join ledger l on l.tenant_id = v.tenant_id and l.id = v.ledger`;

/** The firm's ledgers of these owners; identifiers as the listing writes them. */
export function listLedgersOfOwners(
  tx: TenantTx,
  scheme: string,
  ids: readonly string[],
): Promise<LedgerSighting[]> {
  return sight(
    tx,
    `${SIGHTED} where v.tenant_id = $1 and v.valid_to is null and v.owner_scheme = $2 and v.owner_id = any($3::text[]) order by l.status = 'revoked', l.id limit 20`,
    [tx.tenantId, scheme, ids],
  );
}

/** The firm's ledgers that this word is about: a number of the business that runs a sales unit, or of a sales unit. */
export function listLedgersByWord(tx: TenantTx, word: string): Promise<LedgerSighting[]> {
  return sight(
    tx,
    `${SIGHTED} where v.tenant_id = $1 and v.valid_to is null and v.ledger in (select w.ledger from ledger_word w where w.tenant_id = $1 and w.word = $2) order by l.status = 'revoked', l.id limit 20`,
    [tx.tenantId, word],
  );
}

/** The firm's ledgers by Vipps MobilePay's ids. */
export function listLedgersByExternalIds(tx: TenantTx, ids: readonly string[]): Promise<LedgerSighting[]> {
  return sight(
    tx,
    `${SIGHTED} where v.tenant_id = $1 and v.valid_to is null and l.ledger_id = any($2::text[]) order by l.id limit 20`,
    [tx.tenantId, ids],
  );
}

async function sight(tx: TenantTx, sql: string, values: readonly SqlValue[]): Promise<LedgerSighting[]> {
  const rows = await tx.query<{
    id: LedgerUid;
    ledger_id: string;
    status: LedgerStatus;
    revoked_at: string | null;
    owner_scheme: string;
    owner_id: string;
    unit_name: string | null;
  }>(sql, values);
  return rows.map((row) => ({
    id: row.id,
    ledgerId: row.ledger_id,
    status: row.status,
    owner: { scheme: row.owner_scheme, id: row.owner_id },
    unitName: row.unit_name ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
  }));
}

/** What a person says of a merchant at take-in: what is left out stays as it is. */
export async function setMerchantDetails(
  tx: TenantTx,
  merchant: string,
  details: Readonly<{
    language?: MailLanguage | undefined;
    responsible?: Readonly<{ id: UserId; name: string }> | undefined;
    contactEmail?: string | undefined;
  }>,
): Promise<void> {
  await tx.execute(
    `update merchant set language = coalesce($3, language), responsible_id = coalesce($4, responsible_id),
       responsible_name = coalesce($5, responsible_name), contact_email = coalesce($6, contact_email)
     where tenant_id = $1 and id = $2`,
    [
      tx.tenantId,
      merchant,
      details.language ?? null,
      details.responsible?.id ?? null,
      details.responsible?.name ?? null,
      details.contactEmail ?? null,
    ],
  );
}
