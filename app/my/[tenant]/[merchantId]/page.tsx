import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { DashboardScreen } from "@/components/features/my/dashboard-screen";
import { myPage } from "@/lib/server/my-page";
import { orNotFound } from "@/lib/server/tenant-page";
import { getDashboard } from "@/lib/services/dashboard/get-dashboard";
import { listSales } from "@/lib/services/dashboard/list-sales";

type PageInput = Readonly<{ params: Promise<Readonly<{ tenant: string; merchantId: string }>> }>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("my"))("sales") };
}

export default async function DashboardPage({ params }: PageInput) {
  const { tenant, id, base, ctx, isFirm } = await myPage("/my/[tenant]/[merchantId]", params);
  const dashboard = await orNotFound(getDashboard(ctx, { id }));
  const sales = await listSales(ctx, { id, by: "day" });
  return (
    <DashboardScreen
      base={base}
      dashboard={dashboard}
      sales={sales}
      {...(isFirm && { firmHref: `/${tenant}/merchants/${id}` })}
    />
  );
}
