import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";

import { SignOutButton } from "@/components/features/shell/sign-out-button";
import { EmptyState } from "@/components/patterns/page";
import { isOperatorDesk } from "@/lib/server/operator-context";
import { currentSession } from "@/lib/server/session-context";

/** To the first firm of whoever is signed in, an operator without one to their desk, else to the door. */
export default async function FrontDoor() {
  const session = await currentSession();
  if (session === undefined) redirect("/sign-in");
  const [first] = session.memberships;
  if (first !== undefined) redirect(`/${first.slug}`);
  if (await isOperatorDesk()) redirect("/operator");
  const t = await getTranslations();
  return (
    <main className="mx-auto max-w-xl p-6">
      <h1 className="mb-4 text-xl font-semibold">{t("everywhere.appName")}</h1>
      <EmptyState title={t("signIn.noFirm")} action={<SignOutButton />} />
    </main>
  );
}
