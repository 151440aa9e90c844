import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { AccountFrame } from "@/components/features/account/account-frame";
import { ActivitySection } from "@/components/features/account/activity-section";
import { DigestSection } from "@/components/features/account/digest-section";
import { EmailSection } from "@/components/features/account/email-section";
import { LanguageSection } from "@/components/features/account/language-section";
import { PasswordSection } from "@/components/features/account/password-section";
import { SecondFactorSection } from "@/components/features/account/second-factor-section";
import { SignInsSection } from "@/components/features/account/sign-ins-section";
import { PageHeader } from "@/components/patterns/page";
import { currentSessionId } from "@/lib/server/auth";
import { searchOf } from "@/lib/server/prefetch";
import { currentSession } from "@/lib/server/session-context";
import { orNotFound } from "@/lib/server/tenant-page";
import { getAccount, listRecentActivity } from "@/lib/services/identity/account";
import { listOwnSignIns } from "@/lib/services/identity/sessions";
import { listDigests } from "@/lib/services/issues/own-digests";
import { sharedServices } from "@/lib/services/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

/** A signed-in person's own page; it belongs to no firm. */
export default async function AccountPage({
  searchParams,
}: Readonly<{ searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> }>) {
  const sessionId = await currentSessionId();
  if (sessionId === undefined || (await currentSession()) === undefined) redirect("/sign-in");
  const ctx = { ...sharedServices(), sessionId };
  const { activity: cursor } = await searchOf(searchParams);
  const [person, signIns, digests, activity] = await Promise.all([
    orNotFound(getAccount(ctx)),
    listOwnSignIns(ctx),
    listDigests(ctx),
    // A place in the list that somebody made up is its beginning.
    listRecentActivity(ctx, { cursor }).catch(() => listRecentActivity(ctx, {})),
  ]);
  const t = await getTranslations("account");
  return (
    <AccountFrame>
      <PageHeader title={t("title")} sub={t("sub", { name: person.name, email: person.email })} />
      <SignInsSection signIns={signIns} />
      <PasswordSection person={person} />
      <SecondFactorSection person={person} />
      <EmailSection person={person} />
      <LanguageSection language={person.language} />
      <DigestSection digests={digests} />
      <ActivitySection
        events={activity.items}
        nextCursor={activity.nextCursor}
        isFirst={cursor === undefined}
      />
    </AccountFrame>
  );
}
