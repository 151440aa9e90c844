import localFont from "next/font/local";
import { cookies } from "next/headers";
import { getLocale, getNow, getTimeZone } from "next-intl/server";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

import { Providers } from "@/app/providers";
import { SessionKeeper } from "@/components/features/shell/session-keeper";
import { Words } from "@/app/words";
import { THEME_COOKIE, themeOf } from "@/lib/browser/theme";
import { carriesSession } from "@/lib/server/session-cookie";

import "@/app/globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-inter",
});

export const metadata: Metadata = { title: { default: "Avstemt", template: "%s · Avstemt" } };
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: Readonly<{ children: ReactNode }>) {
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const language = await getLocale();
  return (
    <html lang={language} className={inter.variable} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <Words language={language} now={await getNow()} timeZone={await getTimeZone()}>
          <Providers>{children}</Providers>
          {(await carriesSession()) && <SessionKeeper />}
        </Words>
      </body>
    </html>
  );
}
