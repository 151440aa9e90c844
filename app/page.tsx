import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { Route } from "next";
import { getTranslations } from "next-intl/server";

import { SignOutButton } from "@/components/features/shell/sign-out-button";
import { EmptyState } from "@/components/patterns/page";
import { INVITATION_COOKIE, invitationPath } from "@/lib/browser/invitation";
import { isOperatorDesk } from "@/lib/server/operator-context";
import { currentSession } from "@/lib/server/session-context";

/**
 * To the invitation that waits for whoever has just signed in; to their first firm; a merchant's person to their
 * companies; an operator without either to their desk; a stranger to the door.
 */
export default async function FrontDoor() {
  const session = await currentSession();
  if (session === undefined) redirect("/sign-in");
  const invitation = invitationPath((await cookies()).get(INVITATION_COOKIE)?.value);
  if (invitation !== undefined) redirect(invitation as Route);
  const first = session.memberships.find(({ role }) => role !== "merchant");
  if (first !== undefined) redirect(`/${first.slug}`);
  if (await isOperatorDesk()) redirect("/operator");
  if (session.memberships.length > 0) redirect("/my");
  const t = await getTranslations();
  return (
    <main className="mx-auto max-w-xl p-6">
      <h1 className="mb-4 text-xl font-semibold">{t("everywhere.appName")}</h1>
      <EmptyState title={t("signIn.noFirm")} action={<SignOutButton />} />
    </main>
  );
}
