"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { Route } from "next";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { settingsFor } from "@/components/features/settings/places";
import { FeedsFoot } from "@/components/features/shell/feeds-foot";
import { Keyboard } from "@/components/features/shell/keyboard";
import { phonePlaces, placeOf, PLACES } from "@/components/features/shell/places";
import type { Place } from "@/components/features/shell/places";
import { Preferences } from "@/components/features/shell/preferences";
import { SignOutButton } from "@/components/features/shell/sign-out-button";
import { useAccess } from "@/components/patterns/access";
import { Icon, Mark } from "@/components/ui/icon";
import { formatCount } from "@/lib/browser/format";
import { overviewQuery } from "@/lib/browser/queries/overview";
import { workCountsQuery } from "@/lib/browser/queries/reconciliation";
import type { Theme } from "@/lib/browser/theme";
import type { WorkCounts } from "@/lib/contracts/reconciliation";

type Firm = Readonly<{ slug: string; name: string }>;
type ShellProps = Readonly<{
  tenant: string;
  firms: readonly Firm[];
  person: string;
  theme: Theme;
  /** Whether the operators' pages are there for this person. */
  isOperator: boolean;
  /** The person is also one of a merchant's people, whose pages are elsewhere. */
  hasCompanies: boolean;
  children: ReactNode;
}>;

/** The frame of every page of a firm: side bar on a desk, top and bottom bars on a phone. */
export function Shell({ tenant, firms, person, theme, isOperator, hasCompanies, children }: ShellProps) {
  const t = useTranslations();
  const current = placeOf(usePathname(), tenant);
  return (
    <div className="grid min-h-screen grid-cols-[minmax(0,1fr)] content-start md:grid-cols-[216px_minmax(0,1fr)]">
      <a
        href="#content"
        className="bg-accent text-accent-ink sr-only rounded-md px-3 py-2 focus:not-sr-only focus:absolute focus:z-20"
      >
        {t("everywhere.skipToContent")}
      </a>
      <div className="border-line flex items-center gap-3 border-b px-4 py-2.5 md:sticky md:top-0 md:h-screen md:flex-col md:items-stretch md:gap-5 md:border-r md:border-b-0 md:px-3 md:py-4">
        <Link
          href={`/${tenant}` as Route}
          className="flex items-center gap-2.5 px-2 py-1 text-[16px] font-[650] tracking-tight"
        >
          <Mark />
          {t("everywhere.appName")}
        </Link>
        <FirmChoice tenant={tenant} firms={firms} />
        <nav aria-label={t("shell.main")} className="hidden gap-px md:grid">
          {PLACES.map((place) => (
            <SideLink key={place.name} tenant={tenant} place={place} isCurrent={current === place.name} />
          ))}
        </nav>
        <div className="text-muted mt-auto hidden gap-3 px-2 text-xs md:grid">
          <FeedsFoot tenant={tenant} />
          <OwnLinks tenant={tenant} hasCompanies={hasCompanies} />
          <Keyboard tenant={tenant} />
          <Preferences theme={theme} />
          {isOperator && <OperatorLink />}
          <div className="flex items-center justify-between gap-2">
            <Link href="/account" className="hover:text-ink truncate underline underline-offset-4">
              <span className="sr-only">{t("shell.account")}: </span>
              {person}
            </Link>
            <SignOutButton />
          </div>
        </div>
      </div>
      <main id="content" className="w-full max-w-[1360px] px-4 pt-4 pb-24 md:px-8 md:pt-6 md:pb-12">
        {children}
        <div className="text-muted mt-8 flex flex-wrap items-center justify-between gap-3 md:hidden">
          {phonePlaces("foot").map((place) => (
            <Link
              key={place.name}
              href={`/${tenant}${place.path}` as Route}
              className="hover:text-ink text-sm underline underline-offset-4"
            >
              {t(`shell.${place.name}`)}
            </Link>
          ))}
          <OwnLinks tenant={tenant} hasCompanies={hasCompanies} />
          <Preferences theme={theme} />
          {isOperator && <OperatorLink />}
          <Link href="/account" className="hover:text-ink text-sm underline underline-offset-4">
            {t("shell.account")}
          </Link>
          <SignOutButton />
        </div>
      </main>
      <nav
        aria-label={t("shell.main")}
        className="border-line bg-raised fixed inset-x-0 bottom-0 z-10 grid grid-cols-7 border-t md:hidden"
      >
        {phonePlaces("bar").map((place) => (
          <Link
            key={place.name}
            href={`/${tenant}${place.path}` as Route}
            aria-current={current === place.name ? "page" : undefined}
            className={`grid min-h-[52px] min-w-0 place-items-center content-center gap-0.5 px-0.5 text-[11px] leading-[14px] font-medium ${current === place.name ? "text-accent" : "text-muted"}`}
          >
            <Icon name={place.icon} />
            <span className="max-w-full truncate">
              {t(hasShortName(place.name) ? `shell.${place.name}Short` : `shell.${place.name}`)}
            </span>
          </Link>
        ))}
      </nav>
    </div>
  );
}

function hasShortName(name: Place["name"]): name is "onboarding" | "reconcile" {
  return name === "onboarding" || name === "reconcile";
}

/** What is not of every day: the firm's settings, for whoever may see some, and the companies one is of oneself. */
function OwnLinks({ tenant, hasCompanies }: Readonly<{ tenant: string; hasCompanies: boolean }>) {
  const t = useTranslations("settings");
  const hasSettings = settingsFor(useAccess()).length > 0;
  if (!hasSettings && !hasCompanies) return null;
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1 font-medium">
      {hasSettings && (
        <Link
          href={`/${tenant}/settings` as Route}
          className="hover:text-ink underline-offset-4 hover:underline"
        >
          {t("title")}
        </Link>
      )}
      {hasCompanies && (
        <Link href="/my" className="hover:text-ink underline-offset-4 hover:underline">
          {t("companies")}
        </Link>
      )}
    </span>
  );
}

function SideLink({
  tenant,
  place,
  isCurrent,
}: Readonly<{ tenant: string; place: Place; isCurrent: boolean }>) {
  const t = useTranslations("shell");
  const count = useCountOf(tenant, place.name);
  return (
    <Link
      href={`/${tenant}${place.path}` as Route}
      aria-current={isCurrent ? "page" : undefined}
      className={`flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm font-medium ${isCurrent ? "bg-accent-soft text-ink" : "text-muted hover:bg-sunken hover:text-ink"}`}
    >
      <Icon name={place.icon} />
      {t(place.name)}
      {count !== undefined && <span className="text-muted ml-auto text-xs tabular-nums">{count}</span>}
    </Link>
  );
}

/** What waits in a place: issues, and the work of reconciling; undefined for nothing. */
function useCountOf(tenant: string, place: Place["name"]): string | undefined {
  const language = useLocale();
  const overview = useQuery({ ...overviewQuery(tenant), enabled: place === "issues" }).data;
  const work = useQuery({ ...workCountsQuery(tenant, {}), enabled: place === "reconcile" }).data;
  const isMore = place === "reconcile" && work !== undefined && workOf(work) >= work.countedTo;
  const count = place === "issues" ? overview?.openIssues : work && workOf(work);
  if (count === undefined || count === 0 || (place !== "issues" && place !== "reconcile")) return undefined;
  return `${formatCount(count, language)}${isMore ? "+" : ""}`;
}

function workOf({ items }: WorkCounts): number {
  return items.reduce((sum, { count }) => sum + count, 0);
}

function OperatorLink() {
  const t = useTranslations("operator");
  return (
    <Link href={"/operator" as Route} className="hover:text-ink text-xs underline underline-offset-4">
      {t("link")}
    </Link>
  );
}

function FirmChoice({ tenant, firms }: Readonly<{ tenant: string; firms: readonly Firm[] }>) {
  const t = useTranslations("shell");
  const router = useRouter();
  const current = firms.find((firm) => firm.slug === tenant);
  const look =
    "border-line bg-raised ml-auto min-w-0 rounded-md border px-2 py-1.5 text-sm font-medium md:ml-0";
  if (firms.length < 2) return <span className={`${look} truncate`}>{current?.name}</span>;
  return (
    <select
      aria-label={t("firm")}
      className={look}
      value={tenant}
      onChange={(event) => router.push(`/${event.target.value}` as Route)}
    >
      {firms.map((firm) => (
        <option key={firm.slug} value={firm.slug}>
          {firm.name}
        </option>
      ))}
    </select>
  );
}
