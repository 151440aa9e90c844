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
  firm: Readonly<{ slug: string; name: string; ownerEmail: string }>,
): Promise<
  Readonly<{
    outcome: "made" | "slug-taken" | "no-person" | "operator";
    owner: Readonly<{ id: UserId; language: MailLanguage }> | undefined;
  }>
> {
  const rows = await asOperator(
    tx.query<{
      outcome: "made" | "slug-taken" | "no-person" | "operator";
      owner_id: UserId | null;
      owner_language: MailLanguage | null;
    }>(`select * from installation.operator_create_firm(${AT}, $3, $4, $5, $6)`, [
      ...actValues(act),
      act.address,
      firm.slug,
      firm.name,
      firm.ownerEmail,
    ]),
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
