import type { ReactNode } from "react";

import { SettingsFrame } from "@/components/features/settings/settings-frame";

/** The frame of the settings. Each page decides for itself who may see it. */
export default async function SettingsLayout({
  children,
  params,
}: Readonly<{ children: ReactNode; params: Promise<Readonly<{ tenant: string }>> }>) {
  const { tenant } = await params;
  return <SettingsFrame tenant={tenant}>{children}</SettingsFrame>;
}
