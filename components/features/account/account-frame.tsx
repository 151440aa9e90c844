import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { SignOutButton } from "@/components/features/shell/sign-out-button";
import { ButtonLink } from "@/components/ui/button";
import { Mark } from "@/components/ui/icon";

/** The frame of a person's own pages, which belong to no firm. */
export function AccountFrame({ children }: Readonly<{ children: ReactNode }>) {
  const t = useTranslations();
  return (
    <>
      <a
        href="#content"
        className="bg-accent text-accent-ink sr-only rounded-md px-3 py-2 focus:not-sr-only focus:absolute focus:z-20"
      >
        {t("everywhere.skipToContent")}
      </a>
      <header className="border-line flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5">
        <Link href="/" className="flex items-center gap-2.5 text-[16px] font-[650] tracking-tight">
          <Mark />
          {t("everywhere.appName")}
        </Link>
        <div className="ml-auto flex flex-wrap gap-2">
          <ButtonLink href="/" look="quiet">
            {t("account.back")}
          </ButtonLink>
          <SignOutButton />
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-[860px] px-4 pt-6 pb-24">
        {children}
      </main>
    </>
  );
}
