/** Who may do what in a firm: one table that routes, actions and the interface read. */

export const ROLES = ["owner", "admin", "accountant", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** A token reads, and the system acts for nobody. */
export type ActorRole = Role | "token" | "system";

export const PERMISSIONS = {
  "books.read": ["owner", "admin", "accountant", "viewer", "token", "system"],
  "books.export": ["owner", "admin", "accountant", "viewer", "token", "system"],
  "issue.acknowledge": ["owner", "admin", "accountant", "system"],
  "feed.pause": ["owner", "admin", "accountant", "system"],
  "copy.agree": ["owner", "admin", "system"],
  "ledger.onboard": ["owner", "admin", "system"],
  "keys.manage": ["owner", "admin", "system"],
  "token.create": ["owner", "admin", "system"],
} as const satisfies Record<string, readonly ActorRole[]>;

export type Permission = keyof typeof PERMISSIONS;

export function can(role: ActorRole, permission: Permission): boolean {
  const allowed: readonly ActorRole[] = PERMISSIONS[permission];
  return allowed.includes(role);
}
