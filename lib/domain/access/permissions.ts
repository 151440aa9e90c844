/** Who may do what: one table that verbs, routes, pages and the interface read. */

/** Roles of a firm's people. */
export const ROLES = ["owner", "admin", "accountant", "viewer"] as const;
/** Roles of everybody with a place in a firm: its merchants' people as well. */
export const MEMBER_ROLES = [...ROLES, "merchant"] as const;
export type Role = (typeof MEMBER_ROLES)[number];
/** Roles that somebody can be invited to. Owners are made by an owner who gives the firm away. */
export const INVITED_ROLES = ["admin", "accountant", "viewer", "merchant"] as const;
export type InvitedRole = (typeof INVITED_ROLES)[number];
/** Roles that a member of the firm can be given. */
export const GIVEN_ROLES = ["admin", "accountant", "viewer"] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** A token acts for a program, and the system for nobody. */
export type ActorRole = Role | "token" | "system";

/**
 * What can be done in a firm, and by which roles. A limited accountant may do what an accountant may, to the
 * merchants of the limit: the scope of the transaction sees to that. A permission of FIRM_WIDE needs the whole firm.
 */
export const PERMISSIONS = {
  "books.read": ["owner", "admin", "accountant", "viewer", "token", "system"],
  "books.export": ["owner", "admin", "accountant", "viewer", "token", "system"],
  /** A merchant's own page: in plain words, without the firm's notes. The firm sees it as they do. */
  "dashboard.read": ["owner", "admin", "accountant", "viewer", "merchant", "system"],
  "issue.acknowledge": ["owner", "admin", "accountant", "system"],
  "feed.pause": ["owner", "admin", "accountant", "system"],
  "copy.agree": ["owner", "admin", "system"],
  /** Where movements are booked, and what the firm's own books say of the clearing account. */
  "bookkeeping.manage": ["owner", "admin", "accountant", "system"],
  "merchant.edit": ["owner", "admin", "accountant", "system"],
  /** Statements, matches and receipts. What limited people see of bank lines is what is matched to their payouts. */
  "bank.import": ["owner", "admin", "accountant", "token", "system"],
  "bank.manage": ["owner", "admin", "accountant", "system"],
  "match.make": ["owner", "admin", "accountant", "token", "system"],
  "ledger.onboard": ["owner", "admin", "system"],
  "grant.expect": ["owner", "admin", "system"],
  "keys.read": ["owner", "admin", "system"],
  "keys.manage": ["owner", "admin", "system"],
  "token.read": ["owner", "admin", "system"],
  "token.create": ["owner", "admin", "system"],
  "member.read": ["owner", "admin", "system"],
  "member.manage": ["owner", "admin", "system"],
  "owner.transfer": ["owner", "system"],
  /** A merchant's own people are invited by whoever looks after the merchant. */
  "merchant.invite": ["owner", "admin", "accountant", "system"],
  "audit.read": ["owner", "admin", "token", "system"],
  "audit.erase": ["owner", "system"],
  "audit.seal": ["system"],
  "person.manage": ["owner", "admin", "system"],
  "person.reveal": ["owner", "admin", "accountant", "system"],
  "merchant.handover": ["owner", "admin", "system"],
  "firm.export": ["owner", "system"],
  "firm.delete": ["owner", "system"],
} as const satisfies Record<string, readonly ActorRole[]>;

export type Permission = keyof typeof PERMISSIONS;

/** What concerns the firm as a whole: nobody whose view is limited to some merchants may do it, whatever the role. */
export const FIRM_WIDE: ReadonlySet<Permission> = new Set<Permission>([
  "bank.import",
  "bank.manage",
  "match.make",
  "ledger.onboard",
  "grant.expect",
  "keys.read",
  "keys.manage",
  "token.read",
  "token.create",
  "member.read",
  "member.manage",
  "owner.transfer",
  "audit.read",
  "audit.erase",
  "audit.seal",
  "merchant.handover",
  "firm.export",
  "firm.delete",
]);

/** Whether a role may do something; `isLimited`: the person or token sees only some merchants. */
export function can(role: ActorRole, permission: Permission, isLimited = false): boolean {
  const allowed: readonly ActorRole[] = PERMISSIONS[permission];
  return allowed.includes(role) && !(isLimited && FIRM_WIDE.has(permission));
}

/** What a token may be made for. A permission that tokens may have at all belongs to exactly one of these. */
export const TOKEN_SCOPES = ["read", "export", "audit", "reconcile"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export const SCOPE_OF: Readonly<Partial<Record<Permission, TokenScope>>> = {
  "books.read": "read",
  "books.export": "export",
  "audit.read": "audit",
  "bank.import": "reconcile",
  "match.make": "reconcile",
};

/** Whether a token of these scopes may do something; what has no scope is for people only. */
export function tokenMay(scopes: readonly TokenScope[], permission: Permission): boolean {
  const scope = SCOPE_OF[permission];
  return scope !== undefined && scopes.includes(scope);
}
