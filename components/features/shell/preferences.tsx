"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";

import { LANGUAGE_COOKIE, rememberChoice, THEME_COOKIE, THEMES } from "@/lib/browser/theme";
import type { Theme } from "@/lib/browser/theme";

const SELECT = "border-line bg-raised text-ink h-7 rounded-md border px-1 text-xs";
const THEME_TEXT = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;
const LANGUAGE_NAMES = { en: "English", nb: "Norsk" } as const;

/** Theme and language of this browser. */
export function Preferences({ theme }: Readonly<{ theme: Theme }>) {
  const t = useTranslations("shell");
  const router = useRouter();
  const language = useLocale();
  const choose = (cookie: string, value: string): void => {
    rememberChoice(cookie, value);
    router.refresh();
  };
  return (
    <div className="flex gap-2">
      <select
        aria-label={t("theme")}
        className={SELECT}
        defaultValue={theme}
        onChange={(event) => {
          const chosen = event.target.value;
          if (chosen === "system") delete document.documentElement.dataset["theme"];
          else document.documentElement.dataset["theme"] = chosen;
          choose(THEME_COOKIE, chosen);
        }}
      >
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {t(THEME_TEXT[name])}
          </option>
        ))}
      </select>
      <select
        aria-label={t("language")}
        className={SELECT}
        value={language}
        onChange={(event) => choose(LANGUAGE_COOKIE, event.target.value)}
      >
        {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
