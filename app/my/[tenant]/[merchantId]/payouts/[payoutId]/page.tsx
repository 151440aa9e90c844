import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { PayoutParts } from "@/components/features/my/payout-parts";
import { myPage } from "@/lib/server/my-page";
import { orNotFound } from "@/lib/server/tenant-page";
import { getDashboardPayout } from "@/lib/services/dashboard/dashboard-payouts";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string; merchantId: string; payoutId: string }>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("my"))("payout") };
}

export default async function MyPayoutPage({ params }: PageInput) {
  const { id, base, ctx } = await myPage("/my/[tenant]/[merchantId]/payouts/[payoutId]", params);
  const { payoutId } = await params;
  const page = await orNotFound(getDashboardPayout(ctx, { id, payoutId }));
  return <PayoutParts base={base} page={page} />;
}
