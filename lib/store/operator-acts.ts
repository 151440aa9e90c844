import { present } from "@/lib/core/invariant";
import type { CredentialId, UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { Listing } from "@/lib/store/ledgers";
import { actValues, asOperator, AT } from "@/lib/store/operator-act";
import type { OperatorAct } from "@/lib/store/operator-act";
import type { SystemTx } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** What operators do. Each act writes its line of the operators' log itself; the firm's audit trail is the caller's. */

type LedgerKey = Readonly<{ credentialId: CredentialId; ledgerId: string }>;
export type AssignOutcome = "assigned" | "same" | "unknown" | "missing" | "other";

/** Gives a ledger to the firm of the transaction. The listing is there when it is the firm's now. */
export async function assignToFirm(
  tx: TenantTx,
  act: OperatorAct,
  ledger: LedgerKey,
): Promise<Readonly<{ outcome: AssignOutcome; listing: Listing | undefined }>> {
  const rows = await asOperator(
    tx.query<{ outcome: AssignOutcome; listing: Listing | null }>(
      `select outcome, listing from installation.operator_assign(${AT}, $3, $4, $5)`,
      [...actValues(act), act.address, ledger.credentialId, ledger.ledgerId],
    ),
  );
  const { outcome, listing } = present(rows[0], "the outcome");
  return { outcome, listing: listing ?? undefined };
}

/** Takes a ledger back from the firm of the transaction. */
export async function takeBackFromFirm(
  tx: TenantTx,
  act: OperatorAct,
  ledger: LedgerKey,
): Promise<"unassigned" | "unknown" | "taken-in"> {
  const rows = await asOperator(
    tx.query<{ outcome: "unassigned" | "unknown" | "taken-in" }>(
      `select installation.operator_unassign(${AT}, $3, $4, $5) as outcome`,
      [...actValues(act), act.address, ledger.credentialId, ledger.ledgerId],
    ),
  );
  return present(rows[0], "the outcome").outcome;
}

/** Makes the firm whose id is the transaction's tenant. */
export async function insertFirm(
  tx: TenantTx,
  act: OperatorAct,
  firm: Readonly<{
    slug: string;
    name: string;
    ownerEmail: string;
    /** Used when nobody signs in with that e-mail yet. */
    invitation: Readonly<{ id: string; language: MailLanguage; hash: Uint8Array; expiresAtMs: number }>;
  }>,
): Promise<
  Readonly<{
    outcome: "made" | "invited" | "slug-taken" | "operator";
    owner: Readonly<{ id: UserId; language: MailLanguage }> | undefined;
  }>
> {
  const rows = await asOperator(
    tx.query<{
      outcome: "made" | "invited" | "slug-taken" | "operator";
      owner_id: UserId | null;
      owner_language: MailLanguage | null;
    }>(
      `select * from installation.operator_create_firm(${AT}, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10 / 1000.0))`,
      [
        ...actValues(act),
        act.address,
        firm.slug,
        firm.name,
        firm.ownerEmail,
        firm.invitation.id,
        firm.invitation.language,
        firm.invitation.hash,
        firm.invitation.expiresAtMs,
      ],
    ),
  );
  const row = present(rows[0], "the outcome");
  return {
    outcome: row.outcome,
    owner:
      row.owner_id === null || row.owner_language === null
        ? undefined
        : { id: row.owner_id, language: row.owner_language },
  };
}

/** Gives the invitation of the first owner of the transaction's firm a new link. */
export async function renewOwner(
  tx: TenantTx,
  act: OperatorAct,
  link: Readonly<{ hash: Uint8Array; expiresAtMs: number; mostSent: number }>,
): Promise<Readonly<{ id: string; email: string; language: MailLanguage }> | "none" | "too-many"> {
  const rows = await asOperator(
    tx.query<{
      outcome: "renewed" | "none" | "too-many";
      invitation_id: string | null;
      owner_email: string | null;
      letter_language: MailLanguage | null;
    }>(`select * from installation.operator_renew_owner(${AT}, $3, $4, to_timestamp($5 / 1000.0), $6)`, [
      ...actValues(act),
      act.address,
      link.hash,
      link.expiresAtMs,
      link.mostSent,
    ]),
  );
  const row = present(rows[0], "the outcome");
  if (row.outcome !== "renewed") return row.outcome;
  return {
    id: present(row.invitation_id ?? undefined, "the invitation"),
    email: present(row.owner_email ?? undefined, "its e-mail"),
    language: present(row.letter_language ?? undefined, "its language"),
  };
}

/** Lifts the hold on keys of the installation. False: there is none. */
export async function confirmHold(
  tx: SystemTx,
  act: OperatorAct,
  of: Readonly<{ credential: CredentialId; reason: string }>,
): Promise<boolean> {
  const rows = await asOperator(
    tx.query<{ done: boolean }>(`select installation.operator_confirm_vanished(${AT}, $3, $4, $5) as done`, [
      ...actValues(act),
      act.address,
      of.credential,
      of.reason,
    ]),
  );
  return rows[0]?.done ?? false;
}
