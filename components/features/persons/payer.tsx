"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { Button } from "@/components/ui/button";
import { ProblemError } from "@/lib/browser/api";
import { showPayer } from "@/lib/browser/queries/persons";
import type { Entry } from "@/lib/contracts/shapes";

type PayerProps = Readonly<{ tenant: string; ledger: string; entry: Entry }>;

/** The payer of one entry: covered until asked for. Nothing of it is in the page before, nor after it is covered again. */
export function Payer({ tenant, ledger, entry }: PayerProps) {
  const t = useTranslations();
  const look = useMutation({ mutationFn: () => showPayer(tenant, ledger, entry), gcTime: 0 });
  const known = entry.reference ?? entry.pspReference;
  return (
    <div className="min-w-36 text-sm" aria-live="polite">
      {look.data === undefined ? (
        <>
          <span aria-hidden="true" className="text-muted mr-2 tracking-widest">
            {"••••"}
          </span>
          <Button
            className="h-7"
            disabled={look.isPending}
            aria-label={t("persons.showOf", { reference: known })}
            onClick={() => look.mutate()}
          >
            {t("persons.show")}
          </Button>
          {look.isError && (
            <p role="alert" className="text-negative mt-1 text-xs">
              {look.error instanceof ProblemError ? look.error.detail : t("everywhere.failedNetwork")}
            </p>
          )}
        </>
      ) : (
        <>
          <p className="font-medium [overflow-wrap:anywhere]">{look.data.name || t("persons.noName")}</p>
          {look.data.maskedPhone !== "" && <p className="tabular-nums">{look.data.maskedPhone}</p>}
          {look.data.message !== "" && (
            <p className="whitespace-pre-line [overflow-wrap:anywhere]">{look.data.message}</p>
          )}
          <p className="text-muted text-xs">
            {t("persons.deletedOn")} <LedgerDate date={look.data.deletedOn} />
          </p>
          <Button
            className="mt-1 h-7"
            aria-label={t("persons.hideOf", { reference: known })}
            onClick={() => look.reset()}
          >
            {t("persons.hide")}
          </Button>
        </>
      )}
    </div>
  );
}
