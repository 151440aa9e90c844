"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { buttonClass, ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { formatCount } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import { useLocale } from "next-intl";

/** Downloads the list exactly as it is filtered. */
export function CsvLink({ href }: Readonly<{ href: string }>) {
  const t = useTranslations("everywhere");
  return (
    <ButtonLink href={href} download>
      <Icon name="download" />
      {t("downloadCsv")}
    </ButtonLink>
  );
}

export type Choice = Readonly<{
  label: string;
  href: string;
  isChosen: boolean;
  count?: number;
  /** Counting stopped there: there may be more. */ isAtLeast?: boolean;
}>;

/** A filter as links: the address is the state. */
export function Choices({ label, items }: Readonly<{ label: string; items: readonly Choice[] }>) {
  const language = useLocale() as Language;
  return (
    <nav aria-label={label} className="mb-3 flex flex-wrap gap-2">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href as Route}
          scroll={false}
          aria-current={item.isChosen ? "true" : undefined}
          className={`inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm font-medium whitespace-nowrap ${
            item.isChosen
              ? "bg-accent-soft text-ink border-transparent"
              : "border-line bg-raised text-muted hover:text-ink"
          }`}
        >
          {item.label}
          {item.count !== undefined && (
            <b className="text-ink font-semibold tabular-nums">
              {formatCount(item.count, language)}
              {item.isAtLeast === true && "+"}
            </b>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** The pages of a list by keyset: to the first, and on. */
export function Pager({
  firstHref,
  nextHref,
  isFirst,
}: Readonly<{ firstHref: string; nextHref: string | undefined; isFirst: boolean }>) {
  const t = useTranslations("everywhere");
  if (isFirst && nextHref === undefined) return null;
  return (
    <nav aria-label={t("pages")} className="mt-3 flex justify-end gap-2">
      {!isFirst && (
        <Link href={firstHref as Route} className={buttonClass()}>
          {t("firstPage")}
        </Link>
      )}
      {nextHref !== undefined && (
        <Link href={nextHref as Route} className={buttonClass()} rel="next">
          {t("nextPage")}
          <Icon name="arrow" />
        </Link>
      )}
    </nav>
  );
}
