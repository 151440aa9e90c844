import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { ResetForm } from "@/components/features/account/door-forms";
import { DoorFrame } from "@/components/features/account/door-frame";
import { ButtonLink } from "@/components/ui/button";
import { isResetLink } from "@/lib/services/identity/reset-password";
import { sharedServices } from "@/lib/services/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.reset"))("chooseTitle"), referrer: "no-referrer" };
}

/** Where a letter's link leads. Opening it changes nothing: programs follow links in mail, too. */
export default async function ResetPage({ params }: Readonly<{ params: Promise<{ token: string }> }>) {
  const { token } = await params;
  const t = await getTranslations("signIn.reset");
  if (!(await isResetLink(sharedServices(), token))) {
    return (
      <DoorFrame title={t("chooseTitle")} sub={t("gone")}>
        <ButtonLink href="/sign-in/forgot">{t("askAgain")}</ButtonLink>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={t("chooseTitle")} sub={t("chooseSub")}>
      <ResetForm token={token} />
    </DoorFrame>
  );
}
