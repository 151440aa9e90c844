import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { DoorFrame } from "@/components/features/account/door-frame";
import { SignInForm } from "@/components/features/shell/sign-in-form";
import type { SignInRefusal } from "@/components/features/shell/sign-in-form";
import { readEnv } from "@/lib/platform/env";
import { searchOf } from "@/lib/server/prefetch";
import { currentSession } from "@/lib/server/session-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage({
  searchParams,
}: Readonly<{ searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> }>) {
  // When the database is down the form is shown all the same, and says so.
  const session = await currentSession().catch(() => undefined);
  if (session !== undefined) redirect("/");
  const t = await getTranslations("signIn");
  const { error } = await searchOf(searchParams);
  return (
    <DoorFrame title={t("title")} sub={t("sub")}>
      <SignInForm provider={readEnv().oidc?.name} first={refusalOf(error)} />
    </DoorFrame>
  );
}

/** The words of next-auth and ours for what went wrong on the way back from the provider. */
function refusalOf(error: string | undefined): SignInRefusal | undefined {
  if (error === undefined) return undefined;
  return error === "unknown" || error === "unavailable" ? error : "elsewhere";
}
