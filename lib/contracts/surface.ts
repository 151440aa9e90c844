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

  "GET /api/v1/audit": "audit.read",
  "GET /api/v1/fees": "books.read",
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
  "POST /api/v1/ledgers/[id]/pause": "feed.pause",
  "POST /api/v1/ledgers/[id]/resume": "feed.pause",
  "GET /api/v1/merchants": "books.read",
  "GET /api/v1/merchants/[id]": "books.read",
  "GET /api/v1/merchants/[id]/days": "books.read",
  "GET /api/v1/merchants/[id]/summary": "books.read",
  "POST /api/v1/onboarding": "ledger.onboard",
  "GET /api/v1/overview": "books.read",
  "GET /api/v1/payments": "books.read",
  "GET /api/v1/payouts": "books.read",
  "GET /api/v1/payouts/[id]": "books.read",
  "GET /api/v1/sync-progress": "books.read",
  "GET /api/v1/tokens": "token.read",
  "POST /api/v1/tokens": "token.create",
  "POST /api/v1/tokens/[id]/revoke": "token.create",

  "/": "signed-in",
  "/sign-in": "anyone",
  "/[tenant]": "books.read",
  "/[tenant]/issues": "books.read",
  "/[tenant]/issues/[issueId]": "books.read",
  "/[tenant]/ledgers/[ledgerId]": "books.read",
  "/[tenant]/merchants": "books.read",
  "/[tenant]/merchants/[merchantId]": "books.read",
  "/[tenant]/onboarding": "books.read",
  "/[tenant]/payouts": "books.read",
  "/[tenant]/payouts/[payoutId]": "books.read",
  "/[tenant]/search": "books.read",
  "/[tenant]/settings/audit": "audit.read",
  "/[tenant]/settings/keys": "keys.read",
  "/[tenant]/settings/tokens": "token.read",
} as const satisfies Record<string, Permission | "anyone" | "signed-in" | "operator">;

type Surface = typeof SURFACE;
/** Lines that a firm's permission guards. */
type Guarded = { [K in keyof Surface]: Surface[K] extends Permission ? K : never }[keyof Surface];
/** Routes of the API that act in a firm. */
export type GuardedRoute = Extract<Guarded, `${string} /api/${string}`>;
/** Pages of a firm. */
export type GuardedPage = Extract<Guarded, `/${string}`>;
