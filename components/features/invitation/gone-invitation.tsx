"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";

import { ButtonLink } from "@/components/ui/button";
import { forgetInvitation } from "@/lib/browser/invitation";

/** A link that opens nothing: used, withdrawn, expired and never sent look the same. */
export function GoneInvitation() {
  const t = useTranslations("invitation");
  // A cookie lives outside React; left there, it would lead back here.
  useEffect(forgetInvitation, []);
  return (
    <>
      <h1 className="text-lg font-semibold">{t("goneTitle")}</h1>
      <p className="text-muted text-sm">{t("goneDetail")}</p>
      <div>
        <ButtonLink href="/">{t("toStart")}</ButtonLink>
      </div>
    </>
  );
}
