"use client";

import { useTranslations } from "next-intl";

import { describeDevice } from "@/lib/domain/access/device";

/** A device in words: "Firefox on Windows". */
export function useDeviceText(): (userAgent: string) => string {
  const t = useTranslations("account.signIns");
  return (userAgent) => {
    const { browser, system } = describeDevice(userAgent);
    if (browser !== undefined && system !== undefined) return t("onSystem", { browser, system });
    return browser ?? system ?? t("unknownDevice");
  };
}
