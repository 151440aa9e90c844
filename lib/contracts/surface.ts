import type { Permission } from "@/lib/domain/access/permissions";

/**
 * Everything that can be asked for from outside, and what its asker must be allowed to do. Routes and pages name
 * their line and are guarded by it; one that has none does not compile, and the matrix test asks each of them as
 * everybody (e2e/access.spec.ts).
 *
 * `anyone`: needs no session. `signed-in`: any person's own. `operator`: who runs the installation.
 */
export const SURFACE = {
  "GET /api/health/live": "anyone",
  "GET /api/health/ready": "anyone",
  // Guarded by a token of its own.
  "GET /api/metrics": "anyone",
  "GET /api/auth/[...nextauth]": "anyone",
  "POST /api/auth/[...nextauth]": "anyone",
  "GET /api/v1/openapi.json": "anyone",

  // One's own account. Those for anyone take the secret of a letter, or send one.
  "POST /api/account/email": "signed-in",
  "POST /api/account/language": "signed-in",
  "POST /api/account/password": "signed-in",
  "POST /api/account/second-factor/new": "signed-in",
  "POST /api/account/second-factor/off": "signed-in",
  "POST /api/account/second-factor/on": "signed-in",
  "POST /api/account/second-factor/recovery-codes": "signed-in",
  "POST /api/account/session": "signed-in",
  "POST /api/account/sessions/close": "signed-in",
  "POST /api/account/sessions/close-all": "signed-in",
  "POST /api/account/email/confirm": "anyone",
  "POST /api/account/forgot": "anyone",
  "POST /api/account/reset": "anyone",

  "GET /api/v1/audit": "audit.read",
  "GET /api/v1/accounts": "books.read",
  "POST /api/v1/accounts": "bookkeeping.manage",
  "GET /api/v1/fees": "books.read",
  "GET /api/v1/fees/rates": "books.read",
  "GET /api/v1/fees/unpaired": "books.read",
  "GET /api/v1/invitations": "member.read",
  "POST /api/v1/invitations": "member.manage",
  // Opened by the secret in the letter.
  "POST /api/v1/invitations/accept": "anyone",
  // Of the firm's own people only by whoever manages members: the verb finds no other's.
  "POST /api/v1/invitations/[id]/resend": "merchant.invite",
  "POST /api/v1/invitations/[id]/withdraw": "merchant.invite",
  "GET /api/v1/issues": "books.read",
  "GET /api/v1/issues/[id]": "books.read",
  "POST /api/v1/issues/[id]/acknowledge": "issue.acknowledge",
  "GET /api/v1/keys": "keys.read",
  "POST /api/v1/keys": "keys.manage",
  "GET /api/v1/keys/[id]/ledgers": "keys.read",
  "POST /api/v1/keys/[id]/remove": "keys.manage",
  "POST /api/v1/keys/trial": "keys.manage",
  "GET /api/v1/ledgers": "books.read",
  "GET /api/v1/ledgers/[id]": "books.read",
  "GET /api/v1/ledgers/[id]/days": "books.read",
  "GET /api/v1/ledgers/[id]/entries": "books.read",
  "POST /api/v1/ledgers/[id]/clearing-balance": "bookkeeping.manage",
  "POST /api/v1/ledgers/[id]/pause": "feed.pause",
  "POST /api/v1/ledgers/[id]/resume": "feed.pause",
  "GET /api/v1/members": "member.read",
  "GET /api/v1/members/[id]": "member.read",
  "POST /api/v1/members/[id]/change": "member.manage",
  "POST /api/v1/members/[id]/remove": "member.manage",
  "POST /api/v1/members/[id]/transfer": "owner.transfer",
  "GET /api/v1/ledgers/[id]/payers": "person.reveal",
  "POST /api/v1/ledgers/[id]/payer": "person.reveal",
  "POST /api/v1/ledgers/[id]/persons/turn-on": "person.manage",
  "POST /api/v1/ledgers/[id]/persons/change": "person.manage",
  "POST /api/v1/ledgers/[id]/persons/turn-off": "person.manage",
  "GET /api/v1/persons": "person.manage",
  "GET /api/v1/leaving": "merchant.handover",
  "POST /api/v1/leaving/export": "firm.export",
  "POST /api/v1/leaving/delete-firm": "firm.delete",
  "POST /api/v1/leaving/keep-firm": "firm.delete",
  "POST /api/v1/merchants/[id]/hand-over": "merchant.handover",
  "POST /api/v1/merchants/[id]/take-back": "merchant.handover",
  // A file that somebody asked for: sent once, to them. Not a part of the API for programs.
  "GET /api/exports/[id]": "merchant.handover",
  "GET /api/v1/merchants": "books.read",
  "GET /api/v1/merchants/[id]": "books.read",
  "GET /api/v1/merchants/[id]/clearing-balances": "books.read",
  "GET /api/v1/merchants/[id]/days": "books.read",
  "GET /api/v1/merchants/[id]/invitations": "merchant.invite",
  "GET /api/v1/merchants/[id]/people": "merchant.invite",
  "POST /api/v1/merchants/[id]/people": "merchant.invite",
  "POST /api/v1/merchants/[id]/people/[userId]/remove": "merchant.invite",
  "GET /api/v1/merchants/[id]/report": "books.export",
  "GET /api/v1/merchants/[id]/summary": "books.read",
  "GET /api/v1/merchants/[id]/vouchers": "books.read",
  "POST /api/v1/onboarding": "ledger.onboard",
  "GET /api/v1/onboarding/account-changes": "books.read",
  "GET /api/v1/onboarding/batches/[id]": "ledger.onboard",
  "GET /api/v1/onboarding/batches": "ledger.onboard",
  "POST /api/v1/onboarding/batches": "ledger.onboard",
  "GET /api/v1/onboarding/board": "books.read",
  "GET /api/v1/onboarding/counts": "books.read",
  "GET /api/v1/onboarding/diagnosis": "ledger.onboard",
  "POST /api/v1/onboarding/expected/[id]/ask": "grant.expect",
  "POST /api/v1/onboarding/expected/[id]/stop": "grant.expect",
  "POST /api/v1/onboarding/expected/[id]/withdraw": "grant.expect",
  "POST /api/v1/onboarding/expected/import": "grant.expect",
  "GET /api/v1/onboarding/expected": "grant.expect",
  "POST /api/v1/onboarding/expected": "grant.expect",
  "POST /api/v1/onboarding/ignore": "ledger.onboard",
  "POST /api/v1/onboarding/look": "ledger.onboard",
  "GET /api/v1/onboarding/people": "ledger.onboard",
  "GET /api/v1/onboarding/settings": "grant.expect",
  "POST /api/v1/onboarding/settings": "grant.expect",
  "POST /api/v1/onboarding/take-back": "ledger.onboard",
  "GET /api/v1/overview": "books.read",
  "GET /api/v1/payments": "books.read",
  "GET /api/v1/payouts": "books.read",
  "GET /api/v1/payouts/[id]": "books.read",
  "GET /api/v1/payouts/[id]/report": "books.export",
  "GET /api/v1/sync-progress": "books.read",
  "GET /api/v1/tokens": "token.read",
  "POST /api/v1/tokens": "token.create",
  "POST /api/v1/tokens/[id]/revoke": "token.create",

  "GET /api/operator/events": "operator",
  "GET /api/operator/firms": "operator",
  "POST /api/operator/firms": "operator",
  "GET /api/operator/keys": "operator",
  "POST /api/operator/keys/confirm": "operator",
  "GET /api/operator/ledgers": "operator",
  "POST /api/operator/ledgers/assign": "operator",
  "POST /api/operator/ledgers/unassign": "operator",

  "/": "signed-in",
  "/account": "signed-in",
  "/account/email/[token]": "anyone",
  "/reset/[token]": "anyone",
  "/sign-in": "anyone",
  "/operator": "operator",
  "/operator/firms": "operator",
  "/operator/log": "operator",
  "/invitation/[token]": "anyone",
  "/my": "signed-in",
  "/my/[tenant]/[merchantId]": "dashboard.read",
  "/my/[tenant]/[merchantId]/payouts": "dashboard.read",
  "/my/[tenant]/[merchantId]/payouts/[payoutId]": "dashboard.read",
  "/my/[tenant]/[merchantId]/sales": "dashboard.read",
  "/sign-in/forgot": "anyone",
  "/sign-in/second-factor": "anyone",
  "/[tenant]": "books.read",
  "/[tenant]/issues": "books.read",
  "/[tenant]/issues/[issueId]": "books.read",
  "/[tenant]/ledgers/[ledgerId]": "books.read",
  "/[tenant]/merchants": "books.read",
  "/[tenant]/merchants/[merchantId]": "books.read",
  "/[tenant]/onboarding": "books.read",
  "/[tenant]/onboarding/diagnosis": "ledger.onboard",
  "/[tenant]/onboarding/expect": "grant.expect",
  "/[tenant]/payouts": "books.read",
  "/[tenant]/payouts/[payoutId]": "books.read",
  "/[tenant]/search": "books.read",
  "/[tenant]/settings": "bookkeeping.manage",
  "/[tenant]/settings/accounts": "bookkeeping.manage",
  "/[tenant]/settings/members": "member.read",
  "/[tenant]/settings/members/[userId]": "member.read",
  "/[tenant]/settings/leaving": "merchant.handover",
  "/[tenant]/settings/persons": "person.manage",
  "/[tenant]/settings/audit": "audit.read",
  "/[tenant]/settings/keys": "keys.read",
  "/[tenant]/settings/tokens": "token.read",
} as const satisfies Record<string, Permission | "anyone" | "signed-in" | "operator">;

type Surface = typeof SURFACE;
/** Lines that a firm's permission guards. */
type Guarded = { [K in keyof Surface]: Surface[K] extends Permission ? K : never }[keyof Surface];
/** Routes of the API that act in a firm. */
export type GuardedRoute = Extract<Guarded, `${string} /api/${string}`>;
/** Routes of a person's own account, and those for people who are not signed in. */
export type AccountRoute = Extract<LinesFor<"signed-in">, `POST /api/account/${string}`>;
export type DoorRoute = Extract<LinesFor<"anyone">, `POST /api/account/${string}`>;
type LinesFor<Needed> = { [K in keyof Surface]: Surface[K] extends Needed ? K : never }[keyof Surface];
/** Pages of a firm. */
export type GuardedPage = Extract<Guarded, `/${string}`>;
/** Lines that are there for operators only. */
type Operated = { [K in keyof Surface]: Surface[K] extends "operator" ? K : never }[keyof Surface];
export type OperatorRoute = Extract<Operated, `${string} /api/${string}`>;
export type OperatorPage = Extract<Operated, `/${string}`>;
