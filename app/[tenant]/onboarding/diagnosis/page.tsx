import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import type { Metadata } from "next";

import { DiagnosisScreen } from "@/components/features/onboarding/diagnosis-screen";
import { DiagnosisQuery } from "@/lib/contracts/onboarding";
import { can } from "@/lib/domain/access/permissions";
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
  const { tenant, ctx } = await tenantPage(params);
  if (!can(ctx.role, "ledger.onboard", ctx.scope.kind === "limited")) notFound();
  const asked = DiagnosisQuery.safeParse(await searchOf(searchParams));
  return <DiagnosisScreen tenant={tenant} asked={asked.success ? asked.data : undefined} />;
}
