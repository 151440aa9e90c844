import { getTranslations } from "next-intl/server";

import { EmptyState } from "@/components/patterns/page";
import { ButtonLink } from "@/components/ui/button";

export default async function NotFound() {
  const t = await getTranslations("everywhere");
  return (
    <main className="mx-auto max-w-xl p-6">
      <h1 className="sr-only">{t("notFoundTitle")}</h1>
      <EmptyState
        title={t("notFoundTitle")}
        detail={t("notFoundDetail")}
        action={<ButtonLink href="/">{t("toOverview")}</ButtonLink>}
      />
    </main>
  );
}
