import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import type { ReactNode } from "react";

import { AccessProvider } from "@/components/patterns/access";
import { Outage } from "@/components/patterns/outage";
import { TableViewProvider } from "@/components/patterns/table-view";
import { ImportsProvider } from "@/components/features/bank/imports";
import { LeavingBanner } from "@/components/features/leaving/leaving-banner";
import { Shell } from "@/components/features/shell/shell";
import { overviewQuery, syncProgressQuery } from "@/lib/browser/queries/overview";
import { workCountsQuery } from "@/lib/browser/queries/reconciliation";
import { TABLES_COOKIE, tableViewsOf } from "@/lib/browser/table-view";
import { THEME_COOKIE, themeOf } from "@/lib/browser/theme";
import { hasCode } from "@/lib/core/errors";
import { isOperatorDesk } from "@/lib/server/operator-context";
import { Prefetch } from "@/lib/server/prefetch";
import { currentSession, sessionContext } from "@/lib/server/session-context";
import { whenFirmGoes } from "@/lib/services/leaving/get-leaving";
import { getOverview } from "@/lib/services/overview/get-overview";
import { getSyncProgress } from "@/lib/services/overview/get-sync-progress";
import { countWork } from "@/lib/services/reconciliation/list-work";

/** Our own stores being away is a page of its own, not a mishap. */
function outageOf(error: unknown): "database" | "disk" {
  if (hasCode(error, "database_unavailable")) return "database";
  if (hasCode(error, "disk_full")) return "disk";
  throw error;
}

/**
 * The frame of a firm's pages. Each page decides for itself who may see it. What the frame asks is answered here and
 * not by the pages that ask it too: the frame comes alive first, and a page would then not be what the server wrote.
 */
export default async function FirmLayout({
  children,
  params,
}: Readonly<{ children: ReactNode; params: Promise<Readonly<{ tenant: string }>> }>) {
  const { tenant } = await params;
  const session = await currentSession().catch(outageOf);
  if (session === "database" || session === "disk") return <Outage reason={session} />;
  if (session === undefined) redirect("/sign-in");
  // A merchant's people have pages of their own, and no place here.
  const places = session.memberships.filter(({ role }) => role !== "merchant");
  const membership = places.find((of) => of.slug === tenant);
  if (membership === undefined) notFound();
  const firms = places.map((of) => ({ slug: of.slug, name: of.tenantName }));
  const dueAt = await whenFirmGoes(await sessionContext(tenant)).catch(() => undefined);
  const jar = await cookies();
  const theme = themeOf(jar.get(THEME_COOKIE)?.value);
  return (
    <Prefetch
      queries={[
        {
          queryKey: overviewQuery(tenant).queryKey,
          load: async () => getOverview(await sessionContext(tenant)),
        },
        {
          queryKey: syncProgressQuery(tenant).queryKey,
          load: async () => getSyncProgress(await sessionContext(tenant)),
        },
        {
          queryKey: workCountsQuery(tenant, {}).queryKey,
          load: async () => countWork(await sessionContext(tenant), {}),
        },
      ]}
    >
      <AccessProvider role={membership.role} isLimited={membership.scope.kind === "limited"}>
        <ImportsProvider tenant={tenant}>
          <Shell
            tenant={tenant}
            firms={firms}
            person={session.name}
            theme={theme}
            isOperator={await isOperatorDesk()}
            hasCompanies={places.length < session.memberships.length}
          >
            {dueAt !== undefined && <LeavingBanner dueAt={dueAt} />}
            <TableViewProvider initial={tableViewsOf(jar.get(TABLES_COOKIE)?.value)}>
              {children}
            </TableViewProvider>
          </Shell>
        </ImportsProvider>
      </AccessProvider>
    </Prefetch>
  );
}
