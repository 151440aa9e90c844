import { AppError } from "@/lib/core/errors";

declare const idBrand: unique symbol;
/** A UUID that names one kind of thing; kinds do not mix. */
export type Id<Kind extends string> = string & { readonly [idBrand]: Kind };

export type TenantId = Id<"tenant">;
export type UserId = Id<"user">;
export type MerchantId = Id<"merchant">;
/** Our own id of a ledger. Vipps MobilePay's `ledgerId` is opaque text, and another thing. */
export type LedgerUid = Id<"ledger">;
export type CredentialId = Id<"credential">;
export type PayoutId = Id<"payout">;
export type IssueId = Id<"issue">;
export type CopyId = Id<"copy">;
export type BankAccountId = Id<"bank-account">;
export type BankFileId = Id<"bank-file">;
export type BankStatementId = Id<"bank-statement">;
export type BankLineId = Id<"bank-line">;
export type MatchId = Id<"match">;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Reads an id from outside. Throws: not_found, since no row can have such an id. */
export function parseId<Kind extends string>(text: string): Id<Kind> {
  if (!UUID.test(text)) throw new AppError("not_found", "there is nothing with this id");
  return text as Id<Kind>;
}

/** A new UUIDv7 (RFC 9562): sorts by time, and exists before the insert. */
export function newId<Kind extends string>(nowMs: number): Id<Kind> {
  const bytes = new Uint8Array(16);
  globalThis.crypto.getRandomValues(bytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(nowMs / 0x10000));
  view.setUint16(4, nowMs % 0x10000);
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id<Kind>;
}
