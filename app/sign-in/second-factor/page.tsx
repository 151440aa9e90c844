import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { DoorFrame } from "@/components/features/account/door-frame";
import { SecondFactorForm } from "@/components/features/shell/second-factor-form";
import { currentPending } from "@/lib/server/session-cookie";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.factor"))("title") };
}

/** For whoever has shown the right password; it opens nothing by itself. */
export default async function SecondFactorPage() {
  if ((await currentPending()) === undefined) redirect("/sign-in");
  const t = await getTranslations("signIn.factor");
  return (
    <DoorFrame title={t("title")} sub={t("sub")}>
      <SecondFactorForm />
    </DoorFrame>
  );
}
