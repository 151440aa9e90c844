import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { ConfirmEmailForm } from "@/components/features/account/door-forms";
import { DoorFrame } from "@/components/features/account/door-frame";
import { ButtonLink } from "@/components/ui/button";
import { emailOfLink } from "@/lib/services/identity/change-email";
import { sharedServices } from "@/lib/services/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account.email"))("confirmTitle"), referrer: "no-referrer" };
}

/** Where the letter to a new address leads, in whichever browser. Opening it changes nothing. */
export default async function ConfirmEmailPage({ params }: Readonly<{ params: Promise<{ token: string }> }>) {
  const { token } = await params;
  const t = await getTranslations();
  const email = await emailOfLink(sharedServices(), token);
  return (
    <DoorFrame title={t("account.email.confirmTitle")}>
      {email === undefined ? (
        <div className="grid justify-items-start gap-4 text-sm">
          <p>{t("account.refusals.link-gone")}</p>
          <ButtonLink href="/account">{t("account.title")}</ButtonLink>
        </div>
      ) : (
        <ConfirmEmailForm token={token} email={email} />
      )}
    </DoorFrame>
  );
}
