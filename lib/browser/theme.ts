/** How a person wants the pages: kept in cookies, so that the first paint is right. */
export const THEME_COOKIE = "avstemt-theme";
export const LANGUAGE_COOKIE = "avstemt-language";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function themeOf(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? "system";
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Remembers a choice of this browser's. */
export function rememberChoice(cookie: string, value: string): void {
  document.cookie = `${cookie}=${value}; path=/; max-age=${String(YEAR_SECONDS)}; samesite=lax`;
}
