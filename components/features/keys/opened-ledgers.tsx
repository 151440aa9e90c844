"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { CsvLink, Pager } from "@/components/patterns/links";
import { QueryState } from "@/components/patterns/query-state";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { withQuery } from "@/lib/browser/api";
import { openedLedgersQuery } from "@/lib/browser/queries/keys";
import { OpenedLedgersQuery } from "@/lib/contracts/settings";
import type { KeysOnFile, OpenedLedger } from "@/lib/contracts/settings";
import { LEDGER_STATUSES } from "@/lib/domain/ledger/states";

/** The ledgers that a set of keys opens, page by page. */
export function OpenedLedgers({
  tenant,
  keys,
  base,
  cursor,
}: Readonly<{ tenant: string; keys: KeysOnFile; base: string; cursor: string | undefined }>) {
  const t = useTranslations("keys");
  const opened = useQuery(openedLedgersQuery(tenant, OpenedLedgersQuery.parse({ id: keys.id, cursor })));
  return (
    <div className="border-line mt-4 border-t pt-4">
      <QueryState
        query={opened}
        isEmpty={(page) => page.items.length === 0}
        empty={<p className="text-muted text-sm">{t("openedNone")}</p>}
      >
        {(page) => (
          <>
            <div className="mb-2.5 flex justify-end">
              <CsvLink href={withQuery(`/api/v1/keys/${keys.id}/ledgers`, { tenant, format: "csv" })} />
            </div>
            <LedgersTable
              tenant={tenant}
              caption={t("opened", { clientId: keys.clientId })}
              ledgers={page.items}
            />
            <Pager
              firstHref={withQuery(base, { opened: keys.id })}
              nextHref={
                page.nextCursor === null
                  ? undefined
                  : withQuery(base, { opened: keys.id, cursor: page.nextCursor })
              }
              isFirst={cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </div>
  );
}

/** Ledgers by their ids, with whose they are. */
export function LedgersTable({
  tenant,
  caption,
  ledgers,
}: Readonly<{ tenant: string; caption: string; ledgers: readonly OpenedLedger[] }>) {
  const t = useTranslations("keys");
  return (
    <Table
      caption={caption}
      columns={[
        { key: "ledger", label: t("ledger") },
        { key: "merchant", label: t("merchant") },
        { key: "state", label: t("state"), isWide: true },
        { key: "others", label: t("alsoOthers"), isWide: true },
      ]}
    >
      {ledgers.map((ledger) => (
        <Row key={ledger.ledgerId} isTall>
          <Cell isName>
            {ledger.ledgerUid === null ? (
              ledger.ledgerId
            ) : (
              <NameLink href={`/${tenant}/ledgers/${ledger.ledgerUid}`}>{ledger.ledgerId}</NameLink>
            )}
            <Under>{ledger.name}</Under>
          </Cell>
          <Cell>{ledger.merchantName ?? <span className="text-muted">—</span>}</Cell>
          <Cell isWide>
            <LedgerState status={ledger.status} />
          </Cell>
          <Cell isWide>{t(ledger.isOpenedByOthers ? "yes" : "no")}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function LedgerState({ status }: Readonly<{ status: string | null }>) {
  const known = LEDGER_STATUSES.find((of) => of === status);
  return known === undefined ? <span className="text-muted">—</span> : <Status state={known} />;
}
