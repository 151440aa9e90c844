import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";

import { systemClock } from "@/lib/platform/clock";
import { CATALOGUE, LANGUAGES } from "@/lib/messages/catalogue";
import type { Language } from "@/lib/messages/catalogue";
import { LANGUAGE_COOKIE } from "@/lib/server/account-language";

/** The reader's language: what they chose, else what the browser prefers. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  const locale =
    LANGUAGES.find((language) => language === chosen) ?? preferred((await headers()).get("accept-language"));
  return { locale, messages: CATALOGUE[locale], timeZone: "Europe/Oslo", now: new Date(systemClock.nowMs()) };
});

function preferred(accept: string | null): Language {
  for (const part of (accept ?? "").split(",")) {
    const language = part.trim().slice(0, 2).toLowerCase();
    if (language === "nb" || language === "no" || language === "nn") return "nb";
    if (language === "en") return "en";
  }
  return "en";
}
