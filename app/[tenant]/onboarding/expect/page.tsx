import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { ExpectScreen } from "@/components/features/onboarding/expect-screen";
import { onboardingSettingsQuery } from "@/lib/browser/queries/onboarding";
import { Prefetch } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { getOnboardingSettings } from "@/lib/services/onboarding/onboarding-settings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("onboarding"))("expect") };
}

export default async function ExpectPage({
  params,
}: Readonly<{ params: Promise<Readonly<{ tenant: string }>> }>) {
  const { tenant, ctx } = await tenantPage("/[tenant]/onboarding/expect", params);
  return (
    <Prefetch
      queries={[
        { queryKey: onboardingSettingsQuery(tenant).queryKey, load: () => getOnboardingSettings(ctx) },
      ]}
    >
      <ExpectScreen tenant={tenant} />
    </Prefetch>
  );
}
