import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { LedgerUid, MerchantId, UserId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { Country } from "@/lib/domain/payout/bank-days";
import { proposeMerchantName } from "@/lib/domain/merchant/proposal";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { setFeedStates } from "@/lib/store/feeds";
import { assignMerchant, findOrCreateMerchant } from "@/lib/store/ledger-merchants";
import { findCurrentVersion, findLedger, setLedgerStatus } from "@/lib/store/ledgers";
import { listResponsible, setMerchantDetails } from "@/lib/store/onboarding-facts";
import type { TenantTx } from "@/lib/store/tenant";

/** The language that a merchant of the country most likely reads. */
export const LANGUAGE_OF = { NO: "nb", DK: "da", FI: "fi" } as const satisfies Record<Country, MailLanguage>;

export type Responsible = Readonly<{ id: UserId; name: string }>;

/** What a person says of a ledger and its merchant at take-in. */
export type TakeInDetails = Readonly<{
  merchantName?: string | undefined;
  booksFrom?: LedgerDate | undefined;
  bankAccount?: string | undefined;
  language?: MailLanguage | undefined;
  responsible?: Responsible | undefined;
  contactEmail?: string | undefined;
}>;

export type TakenIn = Readonly<{ ledger: LedgerUid; ledgerId: string; merchantId: MerchantId }>;

/**
 * Puts one granted ledger under its merchant and starts its sync, in the transaction of the caller. The merchant is
 * the one with the owner's identifier, made if there is none. Undefined: it is active already.
 * Throws: not_found, conflict (the grant is gone).
 */
export async function takeInLedger(
  tx: TenantTx,
  ctx: ServiceContext,
  input: TakeInDetails & Readonly<{ id: LedgerUid }>,
): Promise<TakenIn | undefined> {
  const nowMs = ctx.clock.nowMs();
  const ledger = await findLedger(tx, input.id, "lock");
  const version = ledger && (await findCurrentVersion(tx, ledger.id));
  if (ledger === undefined || version === undefined)
    throw new AppError("not_found", "there is no ledger with this id");
  if (ledger.status === "active") return undefined;
  if (ledger.status === "revoked") {
    throw new AppError(
      "conflict",
      `ledger ${ledger.ledgerId} is not granted any more; the merchant must grant it again`,
    );
  }
  if (ledger.status === "handed-over") {
    throw new AppError(
      "conflict",
      `ledger ${ledger.ledgerId} was handed over to another firm; take its merchant back instead`,
    );
  }
  const newMerchant = newId<"merchant">(nowMs);
  const merchantId = await findOrCreateMerchant(tx, {
    id: newMerchant,
    name: input.merchantName ?? proposeMerchantName(version.owner, version.salesUnits),
    country: ledger.country,
    business: version.owner.id === "" ? undefined : version.owner,
  });
  await assignMerchant(tx, ledger.id, merchantId);
  const language = input.language ?? (merchantId === newMerchant ? LANGUAGE_OF[ledger.country] : undefined);
  await setMerchantDetails(tx, merchantId, {
    language,
    responsible: input.responsible,
    contactEmail: input.contactEmail,
  });
  await setLedgerStatus(tx, ledger.id, {
    to: "active",
    nowMs,
    ...(input.booksFrom && { booksFrom: input.booksFrom }),
    ...(input.bankAccount !== undefined && { bankAccount: input.bankAccount }),
  });
  await setFeedStates(tx, ledger.id, { from: ["following"], to: "following", nowMs });
  await recordAudit(tx, ctx, {
    action: "ledger.onboarded",
    subjectType: "ledger",
    subjectId: ledger.id,
    before: { status: ledger.status },
    after: {
      status: "active",
      merchantId,
      booksFrom: input.booksFrom ?? ledger.booksFrom,
      ...(language !== undefined && { language }),
      ...(input.responsible !== undefined && { responsibleId: input.responsible.id }),
      // Accounts and addresses are no business of the trail; that they were given is.
      ...(input.bankAccount !== undefined && { bankAccount: "given" }),
      ...(input.contactEmail !== undefined && { contactEmail: "given" }),
    },
  });
  return { ledger: ledger.id, ledgerId: ledger.ledgerId, merchantId };
}

/** The member with this id who may look after merchants. Throws: invalid_input. */
export async function requireResponsible(
  tx: TenantTx,
  id: string | undefined,
): Promise<Responsible | undefined> {
  if (id === undefined) return undefined;
  const person = (await listResponsible(tx)).find((of) => of.id === id);
  if (person === undefined) {
    throw new AppError("invalid_input", "the responsible person is not a member of the firm who may be", {
      fields: [{ field: "responsibleId", message: "must be an owner, admin or accountant of the firm" }],
    });
  }
  return person;
}
