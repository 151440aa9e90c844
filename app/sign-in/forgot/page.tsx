import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { ForgotForm } from "@/components/features/account/door-forms";
import { DoorFrame } from "@/components/features/account/door-frame";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.reset"))("title") };
}

export default async function ForgotPage() {
  const t = await getTranslations("signIn.reset");
  return (
    <DoorFrame title={t("title")} sub={t("sub")}>
      <ForgotForm />
    </DoorFrame>
  );
}
