import { notFound, redirect } from "next/navigation";
import type { Route } from "next";

import { settingsFor } from "@/components/features/settings/places";
import { tenantPage } from "@/lib/server/tenant-page";

/** To the first of the settings that this person may see. */
export default async function SettingsPage({
  params,
}: Readonly<{ params: Promise<Readonly<{ tenant: string }>> }>) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings", params);
  const [first] = settingsFor({ role: ctx.role, isLimited: ctx.scope.kind === "limited" });
  if (first === undefined) notFound();
  redirect(`/${tenant}${first.path}` as Route);
}
