import { cookies } from "next/headers";
import type { ReactNode } from "react";

import { OperatorFrame } from "@/components/features/operator/frame";
import { Outage } from "@/components/patterns/outage";
import { THEME_COOKIE, themeOf } from "@/lib/browser/theme";
import { hasCode } from "@/lib/core/errors";
import { operatorPage } from "@/lib/server/operator-page";
import { currentSession } from "@/lib/server/session-context";

/** The frame of the operators' pages. Each page decides for itself who may see it. */
export default async function OperatorLayout({ children }: Readonly<{ children: ReactNode }>) {
  try {
    await operatorPage("/operator");
  } catch (error) {
    if (hasCode(error, "database_unavailable")) return <Outage reason="database" />;
    if (hasCode(error, "disk_full")) return <Outage reason="disk" />;
    throw error;
  }
  const session = await currentSession();
  const [first] = session?.memberships ?? [];
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <OperatorFrame
      person={session?.name ?? ""}
      theme={theme}
      firm={first && { slug: first.slug, name: first.tenantName }}
    >
      {children}
    </OperatorFrame>
  );
}
