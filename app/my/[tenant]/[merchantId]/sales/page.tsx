import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { SalesScreen } from "@/components/features/my/sales-screen";
import { SALES_BY } from "@/lib/domain/merchant/sales-periods";
import { myPage } from "@/lib/server/my-page";
import { searchOf } from "@/lib/server/prefetch";
import { orNotFound } from "@/lib/server/tenant-page";
import { getDashboard } from "@/lib/services/dashboard/get-dashboard";
import { listSales } from "@/lib/services/dashboard/list-sales";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string; merchantId: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("my"))("sales") };
}

export default async function SalesPage({ params, searchParams }: PageInput) {
  const { id, base, ctx } = await myPage("/my/[tenant]/[merchantId]/sales", params);
  const wanted = (await searchOf(searchParams))["by"];
  const by = SALES_BY.find((of) => of === wanted) ?? "day";
  const dashboard = await orNotFound(getDashboard(ctx, { id }));
  return <SalesScreen base={base} dashboard={dashboard} sales={await listSales(ctx, { id, by })} />;
}
