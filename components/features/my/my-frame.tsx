"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Preferences } from "@/components/features/shell/preferences";
import { SignOutButton } from "@/components/features/shell/sign-out-button";
import { Mark } from "@/components/ui/icon";
import type { Theme } from "@/lib/browser/theme";

/** A narrow column with a mark and a menu: a phone's whole width, and no wider on a desk. */
export function MyFrame({
  person,
  theme,
  children,
}: Readonly<{ person: string; theme: Theme; children: ReactNode }>) {
  const t = useTranslations();
  return (
    <div className="mx-auto min-h-screen max-w-[560px]">
      <a
        href="#content"
        className="bg-accent text-accent-ink sr-only rounded-md px-3 py-2 focus:not-sr-only focus:absolute focus:z-20"
      >
        {t("everywhere.skipToContent")}
      </a>
      <header className="border-line relative flex items-center justify-between border-b px-4 py-2">
        <Link href="/my" className="flex min-h-11 items-center gap-2.5 text-[16px] font-[650] tracking-tight">
          <Mark />
          {t("everywhere.appName")}
        </Link>
        <details className="group">
          <summary className="border-line bg-raised flex min-h-11 cursor-pointer list-none items-center rounded-md border px-4 text-sm font-medium">
            {t("my.menu")}
          </summary>
          <div className="border-line bg-raised shadow-float absolute top-full right-4 z-10 grid w-64 gap-4 rounded-lg border p-4 text-sm">
            <span className="text-muted truncate">{person}</span>
            <Link href="/my" className="font-medium underline-offset-4 hover:underline">
              {t("my.companies")}
            </Link>
            <Preferences theme={theme} />
            <div>
              <SignOutButton />
            </div>
          </div>
        </details>
      </header>
      <main id="content" className="px-4 pt-5 pb-12">
        {children}
      </main>
    </div>
  );
}
