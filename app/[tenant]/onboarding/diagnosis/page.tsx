import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { DiagnosisScreen } from "@/components/features/onboarding/diagnosis-screen";
import { DiagnosisQuery } from "@/lib/contracts/onboarding";
import { searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("diagnosis"))("title") };
}

/** The answer asks Vipps MobilePay: the browser waits for it, and not the page. */
export default async function DiagnosisPage({ params, searchParams }: PageInput) {
  const { tenant } = await tenantPage("/[tenant]/onboarding/diagnosis", params);
  const asked = DiagnosisQuery.safeParse(await searchOf(searchParams));
  return <DiagnosisScreen tenant={tenant} asked={asked.success ? asked.data : undefined} />;
}
