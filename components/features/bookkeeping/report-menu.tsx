"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { usePermission } from "@/components/patterns/access";
import { buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { REPORT_FORMATS } from "@/lib/contracts/bookkeeping";

const LABELS = { pdf: "reportPdf", xlsx: "reportXlsx", csv: "reportCsv" } as const;

/** The settlement report in each of its formats, in the language of the page; what else is a file stands below. */
export function ReportMenu({
  tenant,
  path,
  values = {},
  sub,
  children,
}: Readonly<{
  tenant: string;
  /** Of the API, without its beginning. */
  path: string;
  values?: Readonly<Record<string, string>>;
  sub?: string;
  children?: ReactNode;
}>) {
  const t = useTranslations("bookkeeping");
  const language = useLocale();
  if (!usePermission("books.export")) return null;
  return (
    <details className="relative">
      <summary className={`${buttonClass()} cursor-pointer list-none`}>
        <Icon name="download" />
        {t("reports")}
        <Icon name="chevron" />
      </summary>
      <div className="border-line bg-raised shadow-float absolute left-0 z-10 mt-1 grid w-64 max-w-[calc(100vw-2rem)] gap-px rounded-md border p-1 text-sm md:right-0 md:left-auto">
        {sub !== undefined && <p className="text-muted px-2 py-1 text-xs">{sub}</p>}
        {REPORT_FORMATS.map((format) => (
          <FileLink
            key={format}
            href={withQuery(`/api/v1${path}`, { ...values, tenant, format, language })}
            label={t(LABELS[format])}
          />
        ))}
        {children}
      </div>
    </details>
  );
}

/** A file in the menu. */
export function FileLink({ href, label }: Readonly<{ href: string; label: string }>) {
  return (
    <a href={href} download className="hover:bg-sunken rounded-md px-2 py-1.5">
      {label}
    </a>
  );
}
