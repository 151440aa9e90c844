"use client";

import { useLocale, useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { formatCount } from "@/lib/browser/format";
import type { SyncProgress } from "@/lib/contracts/shapes";

/** What is being read for the first time: how many entries, how far, how fast. */
export function FirstSyncs({ tenant, progress }: Readonly<{ tenant: string; progress: SyncProgress }>) {
  const t = useTranslations("onboarding");
  const language = useLocale();
  const more = progress.runningCount - progress.running.length;
  return (
    <>
      <Table
        caption={t("firstSync")}
        columns={[
          { key: "merchant", label: t("merchant") },
          { key: "state", label: t("state"), isWide: true },
          { key: "entries", label: t("entries"), isNumber: true },
          { key: "reached", label: t("reached"), isNumber: true },
          { key: "rate", label: t("rate"), isNumber: true, isWide: true },
        ]}
      >
        {progress.running.map((run) => (
          <Row key={`${run.ledgerUid}${run.topic}`} isTall>
            <Cell isName>
              <NameLink href={`/${tenant}/ledgers/${run.ledgerUid}`}>
                {run.merchantName ?? run.ledgerId}
              </NameLink>
              <Under>
                {run.ledgerId} · {t(run.topic)}
              </Under>
            </Cell>
            <Cell isWide>
              <Status state={run.state} />
            </Cell>
            <Cell isNumber>{formatCount(run.entryCount, language)}</Cell>
            <Cell isNumber>
              <LedgerDate date={run.ledgerDate} />
            </Cell>
            <Cell isNumber isWide>
              {run.rate === null ? (
                <span className="text-muted">—</span>
              ) : (
                formatCount(Math.round(run.rate), language)
              )}
            </Cell>
          </Row>
        ))}
      </Table>
      {more > 0 && <p className="text-muted mt-2.5 text-xs">{t("moreReading", { count: more })}</p>}
    </>
  );
}
