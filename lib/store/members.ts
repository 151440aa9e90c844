import { AppError } from "@/lib/core/errors";
import type { MerchantId, UserId } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import type { GivenRole, Role } from "@/lib/domain/access/permissions";
import type { TenantTx } from "@/lib/store/tenant";

/** Members of the firm of the transaction, through the functions that guard them. */

/** A person with a place in the firm. */
export type MemberRow = Readonly<{
  userId: UserId;
  name: string;
  email: string;
  role: Role;
  /** Undefined: the whole firm. */
  merchantIds: readonly MerchantId[] | undefined;
  createdAt: string;
  /** When they last signed in. */
  seenAt: string | undefined;
}>;

type Row = {
  user_id: UserId;
  name: string;
  email: string;
  role: Role;
  merchant_ids: MerchantId[] | null;
  created_at: string;
  seen_at: string | null;
};

/** Where a page of people ended. */
export type MemberPlace = Readonly<{ at: string; id: string }>;

type Paging = Readonly<{ after: MemberPlace | undefined; limit: number }>;

/** The firm's own people, or its merchants', in the order in which they came; one more than the limit. */
export async function listMemberRows(
  tx: TenantTx,
  filter: Paging & Readonly<{ ofMerchants: boolean }>,
): Promise<MemberRow[]> {
  const rows = await tx.query<Row>("select * from installation.list_members($1, $2, $3, $4)", [
    filter.ofMerchants,
    filter.after?.at ?? null,
    filter.after?.id ?? null,
    filter.limit + 1,
  ]);
  return rows.map(toMember);
}

export async function findMemberRow(tx: TenantTx, userId: UserId): Promise<MemberRow | undefined> {
  const rows = await tx.query<Row>("select * from installation.find_member($1)", [userId]);
  return rows[0] && toMember(rows[0]);
}

/** One of a merchant's people. Of their other companies nothing is said. */
export type MerchantPerson = Readonly<Pick<MemberRow, "userId" | "name" | "email" | "createdAt" | "seenAt">>;

/** A merchant's people, for whoever may see the merchant; one more than the limit. */
export async function listMerchantPeople(
  tx: TenantTx,
  merchant: MerchantId,
  paging: Paging,
): Promise<MerchantPerson[]> {
  const rows = await tx.query<Omit<Row, "role" | "merchant_ids">>(
    "select * from installation.merchant_people($1, $2, $3, $4)",
    [merchant, paging.after?.at ?? null, paging.after?.id ?? null, paging.limit + 1],
  );
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    email: row.email,
    createdAt: row.created_at,
    seenAt: row.seen_at ?? undefined,
  }));
}

/** What a member was before a change of theirs. */
export type MemberBefore = Readonly<{ role: Role; merchantIds: readonly MerchantId[] | undefined }>;

type Outcome = { outcome: string; old_role: Role | null; old_merchants?: MerchantId[] | null };

/** Gives a member another role or limit. `acting` undefined: the system. Throws: not_found, forbidden, conflict (the last owner). */
export async function changeMemberRow(
  tx: TenantTx,
  change: Readonly<{
    acting: UserId | undefined;
    userId: UserId;
    role: GivenRole;
    merchantIds: readonly MerchantId[] | undefined;
  }>,
): Promise<MemberBefore> {
  const rows = await tx.query<Outcome>("select * from installation.change_member($1, $2, $3, $4::uuid[])", [
    change.acting ?? null,
    change.userId,
    change.role,
    change.merchantIds ?? null,
  ]);
  return beforeOf(rows[0]);
}

/** Ends a membership: the person's next request finds none. Throws: not_found, forbidden, conflict (the last owner). */
export async function deleteMemberRow(
  tx: TenantTx,
  acting: UserId | undefined,
  userId: UserId,
): Promise<MemberBefore> {
  const rows = await tx.query<Outcome>("select * from installation.remove_member($1, $2)", [
    acting ?? null,
    userId,
  ]);
  return beforeOf(rows[0]);
}

/** Makes another member the owner, and the giver an admin. Throws: not_found, forbidden (no longer an owner). */
export async function transferOwnershipRow(
  tx: TenantTx,
  giving: UserId,
  receiving: UserId,
): Promise<MemberBefore> {
  const rows = await tx.query<Outcome>("select * from installation.transfer_ownership($1, $2)", [
    giving,
    receiving,
  ]);
  return beforeOf(rows[0]);
}

/** Takes a merchant from one of its people. False when they did not have it. */
export async function deleteMerchantPerson(
  tx: TenantTx,
  userId: UserId,
  merchant: MerchantId,
): Promise<boolean> {
  const rows = await tx.query<{ outcome: string }>(
    "select installation.remove_merchant_person($1, $2) as outcome",
    [userId, merchant],
  );
  return rows[0]?.outcome === "removed";
}

const REFUSALS: Readonly<Record<string, AppError>> = {
  "not-found": new AppError("not_found", "there is no such member"),
  forbidden: new AppError("forbidden", "only an owner may do this to an owner"),
  "last-owner": new AppError(
    "conflict",
    "a firm always has an owner; transfer the ownership to somebody else first",
  ),
  "no-merchant": new AppError("invalid_input", "a merchant of the limit is not the firm's", {
    fields: [{ field: "merchantIds", message: "must be merchants of the firm" }],
  }),
};

function beforeOf(row: Outcome | undefined): MemberBefore {
  const { outcome, old_role: role, old_merchants: merchants } = present(row, "the outcome");
  const refusal = REFUSALS[outcome];
  if (refusal !== undefined) {
    throw new AppError(refusal.code, refusal.message, { fields: refusal.fields });
  }
  return { role: present(role, "the role before"), merchantIds: merchants ?? undefined };
}

function toMember(row: Row): MemberRow {
  return {
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    merchantIds: row.merchant_ids ?? undefined,
    createdAt: row.created_at,
    seenAt: row.seen_at ?? undefined,
  };
}
