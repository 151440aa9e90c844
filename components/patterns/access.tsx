"use client";

import { useTranslations } from "next-intl";
import { createContext, use, useMemo } from "react";
import type { ReactNode } from "react";

import { can } from "@/lib/domain/access/permissions";
import type { Permission, Role } from "@/lib/domain/access/permissions";

/** What the signed-in person is in this firm. The server decides by the same table; here it saves people a refusal. */
export type Access = Readonly<{ role: Role; isLimited: boolean }>;

const AccessContext = createContext<Access>({ role: "viewer", isLimited: true });

export function AccessProvider({ role, isLimited, children }: Access & Readonly<{ children: ReactNode }>) {
  const access = useMemo(() => ({ role, isLimited }), [role, isLimited]);
  return <AccessContext value={access}>{children}</AccessContext>;
}

export function useAccess(): Access {
  return use(AccessContext);
}

/** Whether the signed-in person may do something in this firm. */
export function usePermission(permission: Permission): boolean {
  const { role, isLimited } = use(AccessContext);
  return can(role, permission, isLimited);
}

/** Why something cannot be done here, and who can. `id` ties it to the button that it is about. */
export function NotAllowed({ permission, id }: Readonly<{ permission: Permission; id?: string }>) {
  const t = useTranslations("access");
  const { role, isLimited } = use(AccessContext);
  if (can(role, permission, isLimited)) return null;
  return (
    <span id={id} className="text-muted text-sm">
      {can(role, permission) ? t("limited") : t("role", { role: t(`roles.${role}`) })}
    </span>
  );
}
