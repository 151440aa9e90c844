"use client";

import { useLocale, useTranslations } from "next-intl";

import { Instant } from "@/components/patterns/dates";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { buttonClass } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";
import { formatCount } from "@/lib/browser/format";
import type { Leaving } from "@/lib/contracts/leaving";

type Export = Leaving["exports"][number];

/** Files that were asked for: how far each is, and the one time that it can be fetched. */
export function ExportsTable({ tenant, items }: Readonly<{ tenant: string; items: readonly Export[] }>) {
  const t = useTranslations("leaving");
  const language = useLocale();
  if (items.length === 0) return <p className="text-muted text-sm">{t("noFiles")}</p>;
  return (
    <Table
      caption={t("files")}
      columns={[
        { key: "of", label: t("fileOf") },
        { key: "state", label: t("state") },
        { key: "rows", label: t("rows"), isNumber: true, isWide: true },
        { key: "sum", label: t("checksum"), isWide: true },
        { key: "action", label: <span className="sr-only">{t("fetch")}</span> },
      ]}
    >
      {items.map((item) => (
        <Row key={item.id} isTall>
          <Cell isName>
            {item.merchantName ?? t("wholeFirm")}
            <Under>
              {item.askedBy}, <Instant at={item.askedAt} />
            </Under>
          </Cell>
          <Cell>
            {t(`states.${item.state}`)}
            <Standing item={item} />
          </Cell>
          <Cell isNumber isWide>
            {formatCount(item.rowCount, language)}
          </Cell>
          <Cell isWide>
            {item.sha256 !== null && <code className="text-xs">{item.sha256.slice(0, 16)}</code>}
          </Cell>
          <Cell>
            {item.state === "ready" && item.isMine && (
              <a
                className={buttonClass()}
                href={withQuery(`/api/exports/${item.id}`, { tenant })}
                aria-label={t("fetchOf", { name: item.merchantName ?? t("wholeFirm") })}
                download
              >
                {t("fetch")}
              </a>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Standing({ item }: Readonly<{ item: Export }>) {
  const t = useTranslations("leaving");
  if (item.state === "running" && item.filesWanted > 0) {
    return (
      <Under>
        <progress
          className="accent-accent mr-2 h-1.5 w-24 align-middle"
          max={item.filesWanted}
          value={item.filesDone}
          aria-label={t("making")}
        />
        {t("progress", { done: item.filesDone, all: item.filesWanted })}
      </Under>
    );
  }
  if (item.state === "ready" && item.expiresAt !== null) {
    return (
      <Under>
        {item.isMine ? t("fetchUntil") : t("onlyAsker")} <Instant at={item.expiresAt} />
      </Under>
    );
  }
  return null;
}
