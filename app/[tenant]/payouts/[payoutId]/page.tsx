import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { PayoutScreen } from "@/components/features/payouts/payout-screen";
import { payoutQuery } from "@/lib/browser/queries/payouts";
import { Prefetch } from "@/lib/server/prefetch";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { explainPayout } from "@/lib/services/payouts/explain-payout";

type PageInput = Readonly<{ params: Promise<Readonly<{ tenant: string; payoutId: string }>> }>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payout"))("titlePlain") };
}

export default async function PayoutPage({ params }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/payouts/[payoutId]", params);
  const { payoutId: id } = await params;
  const { payout, ...explained } = await orNotFound(explainPayout(ctx, { id }));
  return (
    <Prefetch
      queries={[{ queryKey: payoutQuery(tenant, id).queryKey, load: async () => ({ ...payout, explained }) }]}
    >
      <PayoutScreen tenant={tenant} payoutId={id} />
    </Prefetch>
  );
}
