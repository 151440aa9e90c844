"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ImportStatementButton } from "@/components/features/bank/import-button";
import { Choices } from "@/components/patterns/links";
import { PageHeader } from "@/components/patterns/page";

/** The head of the documents: statements and accounts are two views of one thing. */
export function DocumentsFrame({
  tenant,
  view,
  children,
}: Readonly<{ tenant: string; view: "files" | "accounts"; children: ReactNode }>) {
  const t = useTranslations("bank");
  return (
    <>
      <PageHeader title={t("title")} sub={t("sub")} actions={<ImportStatementButton />} />
      <Choices
        label={t("views")}
        items={[
          { label: t("files"), href: `/${tenant}/documents`, isChosen: view === "files" },
          { label: t("accounts"), href: `/${tenant}/documents/accounts`, isChosen: view === "accounts" },
        ]}
      />
      {children}
    </>
  );
}
