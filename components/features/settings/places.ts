import { can } from "@/lib/domain/access/permissions";
import type { Permission } from "@/lib/domain/access/permissions";

/** The pages of a firm's settings, in the order of their list, and what one must be allowed to see each. */
export const SETTINGS_PLACES = [
  { name: "members", path: "/settings/members", permission: "member.read" },
  { name: "keys", path: "/settings/keys", permission: "keys.read" },
  { name: "tokens", path: "/settings/tokens", permission: "token.read" },
  { name: "accounts", path: "/settings/accounts", permission: "bookkeeping.manage" },
  { name: "audit", path: "/settings/audit", permission: "audit.read" },
  { name: "bank", path: "/settings/bank", permission: "bank.manage" },
  { name: "persons", path: "/settings/persons", permission: "person.manage" },
  { name: "leaving", path: "/settings/leaving", permission: "merchant.handover" },
] as const satisfies readonly Readonly<{ name: string; path: string; permission: Permission }>[];

export type SettingsPlace = (typeof SETTINGS_PLACES)[number];

/** Those that somebody may see. */
export function settingsFor(
  access: Readonly<{ role: Parameters<typeof can>[0]; isLimited: boolean }>,
): readonly SettingsPlace[] {
  return SETTINGS_PLACES.filter(({ permission }) => can(access.role, permission, access.isLimited));
}
