import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";

import { MyFrame } from "@/components/features/my/my-frame";
import { Outage } from "@/components/patterns/outage";
import { THEME_COOKIE, themeOf } from "@/lib/browser/theme";
import { hasCode } from "@/lib/core/errors";
import { currentSession } from "@/lib/server/session-context";

/** Our own stores being away is a page of its own, not a mishap. */
function outageOf(error: unknown): "database" | "disk" {
  if (hasCode(error, "database_unavailable")) return "database";
  if (hasCode(error, "disk_full")) return "disk";
  throw error;
}

/** The frame of a merchant's own pages, made for a phone. Each page decides for itself who may see it. */
export default async function MyLayout({ children }: Readonly<{ children: ReactNode }>) {
  const session = await currentSession().catch(outageOf);
  if (session === "database" || session === "disk") return <Outage reason={session} />;
  if (session === undefined) redirect("/sign-in");
  return (
    <MyFrame person={session.name} theme={themeOf((await cookies()).get(THEME_COOKIE)?.value)}>
      {children}
    </MyFrame>
  );
}
