import type { CredentialId } from "@/lib/core/ids";
import type { SqlTransaction } from "@/lib/platform/database/database";
import type { Listing } from "@/lib/store/ledgers";
import { actValues, asOperator, AT } from "@/lib/store/operator-act";
import type { OperatorAct } from "@/lib/store/operator-act";
import type { SystemTx } from "@/lib/store/system";

/** What operators see. */

/** Of a listing: not where the money goes. */
export type SeenListing = Omit<Listing, "payoutAccount">;

/** Whether the person of the session is an operator of an installation with keys of its own. */
export async function isAtDesk(
  tx: SqlTransaction,
  act: Pick<OperatorAct, "sessionId" | "nowMs">,
): Promise<boolean> {
  const rows = await tx.query<{ is: boolean }>(`select installation.operator_desk(${AT}) as is`, [
    act.sessionId,
    act.nowMs,
  ]);
  return rows[0]?.is ?? false;
}

export type InstallationKeys = Readonly<{
  credentialId: CredentialId;
  clientId: string;
  state: "proven" | "in-doubt";
  lastProvenAt: string;
  /** Many ledgers vanished at once; since when. */
  heldSince: string | undefined;
  discovered: number;
  unassigned: number;
  vanished: number;
}>;

export async function listInstallationKeys(tx: SystemTx, act: OperatorAct): Promise<InstallationKeys[]> {
  const rows = await asOperator(
    tx.query<{
      credential_id: CredentialId;
      client_id: string;
      state: "proven" | "in-doubt";
      last_proven_at: string;
      vanished_held: boolean;
      vanished_since: string | null;
      discovered: bigint;
      unassigned: bigint;
      vanished: bigint;
    }>(`select * from installation.operator_keys(${AT})`, actValues(act)),
  );
  return rows.map((row) => ({
    credentialId: row.credential_id,
    clientId: row.client_id,
    state: row.state,
    lastProvenAt: row.last_proven_at,
    heldSince: row.vanished_held ? (row.vanished_since ?? undefined) : undefined,
    discovered: Number(row.discovered),
    unassigned: Number(row.unassigned),
    vanished: Number(row.vanished),
  }));
}

export type VanishedLedger = Readonly<{
  ledgerId: string;
  listing: SeenListing;
  missingSince: string;
  firm: Readonly<{ slug: string; name: string }> | undefined;
}>;

/** The ledgers that the hold on these keys is about; none, when there is no hold. */
export async function listVanished(
  tx: SystemTx,
  act: OperatorAct,
  of: Readonly<{ credential: CredentialId; limit: number }>,
): Promise<VanishedLedger[]> {
  const rows = await asOperator(
    tx.query<{
      ledger_id: string;
      listing: SeenListing;
      missing_since: string;
      firm: string | null;
      firm_name: string | null;
    }>(`select * from installation.operator_vanished(${AT}, $3, $4)`, [
      ...actValues(act),
      of.credential,
      of.limit,
    ]),
  );
  return rows.map((row) => ({
    ledgerId: row.ledger_id,
    listing: row.listing,
    missingSince: row.missing_since,
    firm: firmOf(row.firm, row.firm_name),
  }));
}

export type InboxState = "all" | "waiting" | "assigned";

/** Where a page of the inbox ended. */
export type InboxPlace = Readonly<{
  isAssigned: boolean;
  firstSeen: string;
  ledgerId: string;
  credentialId: string;
}>;

export type InboxLedger = Readonly<{
  credentialId: CredentialId;
  ledgerId: string;
  listing: SeenListing;
  firstSeen: string;
  lastSeen: string;
  missingSince: string | undefined;
  firm: Readonly<{ slug: string; name: string }> | undefined;
  /** The firm has taken it in: it stays there. */
  isTakenIn: boolean;
  /** A firm that was given a ledger of the same owner before. */
  proposed: Readonly<{ slug: string; name: string }> | undefined;
}>;

/** Ledgers that the installation's keys open: what waits for a firm first, the oldest first. */
export async function listInbox(
  tx: SystemTx,
  act: OperatorAct,
  ask: Readonly<{ state: InboxState; search: string; after: InboxPlace | undefined; limit: number }>,
): Promise<InboxLedger[]> {
  const rows = await asOperator(
    tx.query<{
      credential_id: CredentialId;
      ledger_id: string;
      listing: SeenListing;
      first_seen: string;
      last_seen: string;
      missing_since: string | null;
      firm: string | null;
      firm_name: string | null;
      taken_in: boolean;
      proposed: string | null;
      proposed_name: string | null;
    }>(`select * from installation.operator_inbox(${AT}, $3, $4, $5, $6, $7, $8, $9)`, [
      ...actValues(act),
      ask.state,
      ask.search,
      ask.after?.isAssigned ?? null,
      ask.after?.firstSeen ?? null,
      ask.after?.ledgerId ?? null,
      ask.after?.credentialId ?? null,
      ask.limit,
    ]),
  );
  return rows.map((row) => ({
    credentialId: row.credential_id,
    ledgerId: row.ledger_id,
    listing: row.listing,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    missingSince: row.missing_since ?? undefined,
    firm: firmOf(row.firm, row.firm_name),
    isTakenIn: row.taken_in,
    proposed: firmOf(row.proposed, row.proposed_name),
  }));
}

function firmOf(slug: string | null, name: string | null): InboxLedger["firm"] {
  return slug === null || name === null ? undefined : { slug, name };
}

/** A firm, and how many ledgers it has: nothing of its books. */
export type FirmCounts = Readonly<{
  slug: string;
  name: string;
  createdAt: string;
  /** Found with the installation's keys. */
  assigned: number;
  ledgers: number;
  takenIn: number;
  /** Until when the link of a first owner holds, or held, who has not come yet; undefined: nobody is waited for. */
  ownerLinkEnds: string | undefined;
}>;

export async function listFirms(
  tx: SystemTx,
  act: OperatorAct,
  ask: Readonly<{ search: string; after: string | undefined; limit: number }>,
): Promise<FirmCounts[]> {
  const rows = await asOperator(
    tx.query<{
      slug: string;
      name: string;
      created_at: string;
      assigned: bigint;
      ledgers: bigint;
      taken_in: bigint;
      owner_link_ends: string | null;
    }>(`select * from installation.operator_firms(${AT}, $3, $4, $5)`, [
      ...actValues(act),
      ask.search,
      ask.after ?? null,
      ask.limit,
    ]),
  );
  return rows.map((row) => ({
    slug: row.slug,
    name: row.name,
    createdAt: row.created_at,
    assigned: Number(row.assigned),
    ledgers: Number(row.ledgers),
    takenIn: Number(row.taken_in),
    ownerLinkEnds: row.owner_link_ends ?? undefined,
  }));
}

export type OperatorEvent = Readonly<{
  id: string;
  at: string;
  actorName: string;
  address: string;
  action: string;
  subject: string;
  firm: string | undefined;
  before: Readonly<Record<string, string>> | undefined;
  after: Readonly<Record<string, string>> | undefined;
}>;

/** The log of the installation, newest first. */
export async function listOperatorEvents(
  tx: SystemTx,
  act: OperatorAct,
  ask: Readonly<{ after: Readonly<{ at: string; id: string }> | undefined; limit: number }>,
): Promise<OperatorEvent[]> {
  const rows = await asOperator(
    tx.query<{
      id: string;
      happened_at: string;
      actor_name: string;
      address: string;
      action: string;
      subject: string;
      firm: string | null;
      old: Record<string, string> | null;
      new: Record<string, string> | null;
    }>(`select * from installation.operator_events(${AT}, $3, $4, $5)`, [
      ...actValues(act),
      ask.after?.at ?? null,
      ask.after?.id ?? null,
      ask.limit,
    ]),
  );
  return rows.map((row) => ({
    id: row.id,
    at: row.happened_at,
    actorName: row.actor_name,
    address: row.address,
    action: row.action,
    subject: row.subject,
    firm: row.firm ?? undefined,
    before: row.old ?? undefined,
    after: row.new ?? undefined,
  }));
}
