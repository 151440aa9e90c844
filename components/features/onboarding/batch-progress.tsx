"use client";

import { useLocale, useTranslations } from "next-intl";

import { Bar } from "@/components/features/onboarding/sync-bar";
import { Ago } from "@/components/patterns/dates";
import { NameLink } from "@/components/patterns/table";
import { formatCount } from "@/lib/browser/format";
import type { Batch } from "@/lib/contracts/onboarding";

/** Taking in of many: how far it has come, and what went wrong. It goes on when the page is left. */
export function BatchProgress({ tenant, batches }: Readonly<{ tenant: string; batches: readonly Batch[] }>) {
  const t = useTranslations("onboarding");
  const language = useLocale();
  return (
    <div aria-live="polite">
      {batches.map((batch) => {
        const settled = batch.taken + batch.unchanged + batch.failed;
        const values = {
          taken: formatCount(batch.taken, language),
          total: formatCount(batch.total, language),
        };
        return (
          <section
            key={batch.id}
            aria-label={t("batch")}
            data-batch={batch.state}
            className="border-line bg-raised mb-4 grid gap-2 rounded-lg border px-4 py-3 text-sm"
          >
            <p>
              <span className="font-medium">
                {t(batch.state === "running" ? "batchRuns" : "batchDone", values)}
              </span>{" "}
              <span className="text-muted">
                {t("batchBy", { name: batch.createdBy })} <Ago at={batch.createdAt} />
                {batch.unchanged > 0 && ` · ${t("batchUnchanged", { count: batch.unchanged })}`}
              </span>
            </p>
            <Bar share={batch.total === 0 ? 1 : settled / batch.total} label={t("batch")} />
            {batch.state === "running" && <p className="text-muted text-xs">{t("batchLeave")}</p>}
            {batch.failed > 0 && (
              <details open={batch.failures.length <= 5}>
                <summary className="text-negative cursor-pointer font-medium">
                  {t("batchFailed", { count: batch.failed })}
                </summary>
                <ul className="mt-1.5 grid gap-1">
                  {batch.failures.map((failure) => (
                    <li key={failure.ledger}>
                      <NameLink href={`/${tenant}/ledgers/${failure.ledger}`} isRowLink={false}>
                        {failure.ledgerId}
                      </NameLink>{" "}
                      <span className="text-muted">
                        {t(failure.code === "conflict" ? "failure.conflict" : "failure.other")}
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </section>
        );
      })}
    </div>
  );
}
