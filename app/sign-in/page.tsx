import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { SignInForm } from "@/components/features/shell/sign-in-form";
import { Mark } from "@/components/ui/icon";
import { currentSession } from "@/lib/server/session-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage() {
  // When the database is down the form is shown all the same, and says so.
  const session = await currentSession().catch(() => undefined);
  if (session !== undefined) redirect("/");
  const t = await getTranslations();
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <div className="w-full max-w-[360px]">
        <div className="mb-6 flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark className="size-6" />
          {t("everywhere.appName")}
        </div>
        <div className="border-line bg-raised rounded-lg border p-6">
          <h1 className="text-lg font-semibold">{t("signIn.title")}</h1>
          <p className="text-muted mb-5 text-sm">{t("signIn.sub")}</p>
          <SignInForm />
        </div>
      </div>
    </main>
  );
}
