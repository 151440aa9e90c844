import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Metadata, Route } from "next";

import { CompanyList } from "@/components/features/my/company-list";
import { EmptyState, PageHeader } from "@/components/patterns/page";
import { currentSession } from "@/lib/server/session-context";
import { listCompanies } from "@/lib/services/dashboard/list-companies";
import { sharedServices } from "@/lib/services/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("my"))("companies") };
}

/** The companies of whoever is signed in, over all firms; a single one is opened at once. */
export default async function MyPage() {
  const session = await currentSession();
  if (session === undefined) redirect("/sign-in");
  const companies = await listCompanies(sharedServices(), session);
  const [only, ...others] = companies;
  if (only !== undefined && others.length === 0) redirect(`/my/${only.tenant}/${only.id}` as Route);
  // Somebody of a firm alone has nothing here.
  if (only === undefined && session.memberships.some(({ role }) => role !== "merchant")) redirect("/");
  const t = await getTranslations("my");
  return (
    <>
      <PageHeader title={t("companies")} {...(only !== undefined && { sub: t("companiesSub") })} />
      {only === undefined ? (
        <EmptyState title={t("noCompaniesTitle")} detail={t("noCompaniesDetail")} />
      ) : (
        <CompanyList companies={companies} />
      )}
    </>
  );
}
