import localFont from "next/font/local";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

import { Providers } from "@/app/providers";
import { SessionKeeper } from "@/components/features/shell/session-keeper";
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
  return (
    <html
      lang={await getLocale()}
      className={inter.variable}
      data-theme={theme === "system" ? undefined : theme}
    >
      <body>
        <NextIntlClientProvider>
          <Providers>{children}</Providers>
          {(await carriesSession()) && <SessionKeeper />}
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
