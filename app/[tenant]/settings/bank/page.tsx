import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { KeepScreen } from "@/components/features/bank/keep-screen";
import { bankSettingsQuery } from "@/lib/browser/queries/bank";
import { Prefetch } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { getBankSettings } from "@/lib/services/bank/bank-settings";

type PageInput = Readonly<{ params: Promise<Readonly<{ tenant: string }>> }>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bank"))("keep") };
}

export default async function BankSettingsPage({ params }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/bank", params);
  return (
    <Prefetch queries={[{ queryKey: bankSettingsQuery(tenant).queryKey, load: () => getBankSettings(ctx) }]}>
      <KeepScreen tenant={tenant} />
    </Prefetch>
  );
}
