import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { AcceptForms } from "@/components/features/invitation/accept-forms";
import { GoneInvitation } from "@/components/features/invitation/gone-invitation";
import { Mark } from "@/components/ui/icon";
import { currentSession } from "@/lib/server/session-context";
import { showInvitation } from "@/lib/services/invitations/accept-invitation";
import type { ShownInvitation } from "@/lib/services/invitations/accept-invitation";
import { sharedServices } from "@/lib/services/wiring";

type PageInput = Readonly<{ params: Promise<Readonly<{ token: string }>> }>;

export async function generateMetadata(): Promise<Metadata> {
  // The address is a secret: nobody is told where a reader came from.
  return { title: (await getTranslations("invitation"))("title"), referrer: "no-referrer" };
}

/** Where the link of an invitation leads: who invites to what, and the way in. */
export default async function InvitationPage({ params }: PageInput) {
  const { token } = await params;
  const invitation = await showInvitation(sharedServices(), token);
  const t = await getTranslations();
  const session = invitation === undefined ? undefined : await currentSession();
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <div className="w-full max-w-[420px]">
        <div className="mb-6 flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark className="size-6" />
          {t("everywhere.appName")}
        </div>
        <div className="border-line bg-raised grid gap-4 rounded-lg border p-6">
          {invitation === undefined ? (
            <GoneInvitation />
          ) : (
            <>
              <Words invitation={invitation} />
              <AcceptForms
                token={token}
                email={invitation.email}
                isKnown={invitation.isKnown}
                signedInAs={session?.email}
              />
            </>
          )}
        </div>
      </div>
    </main>
  );
}

async function Words({ invitation }: Readonly<{ invitation: ShownInvitation }>) {
  const t = await getTranslations();
  const { firm, email, invitedBy: inviter, role } = invitation;
  const companies = invitation.companies.join(", ");
  const isMerchant = role === "merchant";
  return (
    <div className="grid gap-2">
      <h1 className="text-lg font-semibold [overflow-wrap:anywhere]">
        {isMerchant
          ? t("invitation.toCompany", { inviter, firm, companies })
          : t("invitation.toFirm", { inviter, firm })}
      </h1>
      <p className="text-sm">
        {isMerchant
          ? t("invitation.asMerchant", { companies })
          : t("invitation.asRole", { role: t(`access.roles.${role}`) })}
      </p>
      <p className="text-muted text-sm [overflow-wrap:anywhere]">{t("invitation.for", { email })}</p>
    </div>
  );
}
