"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import type { ReactNode } from "react";

import { Preferences } from "@/components/features/shell/preferences";
import { SignOutButton } from "@/components/features/shell/sign-out-button";
import { Mark } from "@/components/ui/icon";
import type { Theme } from "@/lib/browser/theme";

const PLACES = [
  { name: "inbox", path: "/operator" },
  { name: "firms", path: "/operator/firms" },
  { name: "log", path: "/operator/log" },
] as const;

type FrameProps = Readonly<{
  person: string;
  theme: Theme;
  /** The first firm that the person has a place in. */
  firm: Readonly<{ slug: string; name: string }> | undefined;
  children: ReactNode;
}>;

/** The frame of the operators' pages: of the installation, and of no firm. */
export function OperatorFrame({ person, theme, firm, children }: FrameProps) {
  const t = useTranslations();
  const pathname = usePathname();
  // Tells whoever drives the page by keys that they are heard from now on.
  useEffect(() => {
    document.documentElement.dataset["keys"] = "heard";
    return () => {
      delete document.documentElement.dataset["keys"];
    };
  }, []);
  return (
    <div className="min-h-screen">
      <a
        href="#content"
        className="bg-accent text-accent-ink sr-only rounded-md px-3 py-2 focus:not-sr-only focus:absolute focus:z-20"
      >
        {t("everywhere.skipToContent")}
      </a>
      <header className="border-line flex flex-wrap items-center gap-x-5 gap-y-2 border-b px-4 py-2.5 md:px-8">
        <Link
          href={"/operator" as Route}
          className="flex items-center gap-2.5 py-1 text-[16px] font-[650] tracking-tight"
        >
          <Mark />
          {t("everywhere.appName")}
          <span className="text-muted text-sm font-medium">{t("operator.desk")}</span>
        </Link>
        <nav aria-label={t("shell.main")} className="flex flex-wrap gap-1">
          {PLACES.map((place) => (
            <Link
              key={place.name}
              href={place.path as Route}
              aria-current={pathname === place.path ? "page" : undefined}
              className={`rounded-md px-2.5 py-1.5 text-sm font-medium ${pathname === place.path ? "bg-accent-soft text-ink" : "text-muted hover:bg-sunken hover:text-ink"}`}
            >
              {t(`operator.${place.name}`)}
            </Link>
          ))}
        </nav>
        <div className="text-muted flex flex-wrap items-center gap-x-3 gap-y-2 text-xs md:ml-auto">
          {firm !== undefined && (
            <Link href={`/${firm.slug}` as Route} className="hover:text-ink underline underline-offset-4">
              {t("operator.toFirm", { firm: firm.name })}
            </Link>
          )}
          <Preferences theme={theme} />
          <span className="truncate">{person}</span>
          <SignOutButton />
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-[1360px] px-4 pt-4 pb-12 md:px-8 md:pt-6">
        {children}
      </main>
    </div>
  );
}
