"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { MatchParts } from "@/components/features/reconcile/match-parts";
import { PatternsSection } from "@/components/features/reconcile/patterns-section";
import { Reasons } from "@/components/features/reconcile/reasons";
import { matchesAsk } from "@/components/features/reconcile/reconcile-address";
import type { ReconcileAddress } from "@/components/features/reconcile/reconcile-address";
import { UndoButton } from "@/components/features/reconcile/undo-button";
import { Ago } from "@/components/patterns/dates";
import { EmptyState } from "@/components/patterns/page";
import { Failure } from "@/components/patterns/query-state";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { matchesQuery } from "@/lib/browser/queries/reconciliation";
import type { Match } from "@/lib/contracts/reconciliation";

/** What was matched lately, by whom and why, and the way back. */
export function MatchedList({ tenant, address }: Readonly<{ tenant: string; address: ReconcileAddress }>) {
  const t = useTranslations();
  const list = useInfiniteQuery(matchesQuery(tenant, matchesAsk(address)));
  if (list.data === undefined) {
    if (list.isError) return <Failure error={list.error} retry={list.refetch} isStale={false} />;
    return <TableSkeleton label={t("everywhere.loading")} />;
  }
  const matches = list.data.pages.flatMap((page) => page.items);
  return (
    <>
      {list.isError && <Failure error={list.error} retry={list.refetch} isStale />}
      {matches.length === 0 ? (
        <EmptyState title={t("reconcile.nothingMatched")} detail={t("reconcile.nothingMatchedDetail")} />
      ) : (
        <Table
          caption={t("reconcile.matchedCaption")}
          columns={[
            { key: "what", label: t("reconcile.matchedWhat") },
            { key: "lines", label: t("reconcile.matchedLines"), isWide: true },
            { key: "how", label: t("reconcile.matchedHow"), isWide: true },
            { key: "by", label: t("reconcile.matchedBy"), isWide: true },
            { key: "undo", label: <span className="sr-only">{t("reconcile.matchedUndo")}</span> },
          ]}
        >
          {matches.map((match) => (
            <MatchRow key={match.id} tenant={tenant} match={match} />
          ))}
        </Table>
      )}
      {list.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("reconcile.more")}
          </Button>
        </div>
      )}
      <PatternsSection tenant={tenant} />
    </>
  );
}

function MatchRow({ tenant, match }: Readonly<{ tenant: string; match: Match }>) {
  const t = useTranslations("reconcile");
  const count = match.parts.filter(({ payout }) => payout !== null).length;
  return (
    <Row isTall>
      <Cell isName>
        <span className={match.undoneAt === null ? "" : "text-muted line-through"}>
          <MatchParts tenant={tenant} match={match} side="theirs" />
        </span>
        <span className="md:hidden">
          <Under>
            <MatchParts tenant={tenant} match={match} side="bank" />
          </Under>
        </span>
      </Cell>
      <Cell isWide>
        <MatchParts tenant={tenant} match={match} side="bank" />
      </Cell>
      <Cell isWide>
        <details>
          <summary className="cursor-pointer">{t(`why.${match.method}`, { count })}</summary>
          <div className="mt-1.5 max-w-80">
            <Reasons reasons={match.reasons} />
            {match.note !== null && <p className="mt-1.5">{match.note}</p>}
          </div>
        </details>
      </Cell>
      <Cell isWide>
        {match.maker === "system" ? t("system") : match.madeBy}
        <Under>
          <Ago at={match.madeAt} />
        </Under>
      </Cell>
      <Cell isNumber>
        <UndoButton tenant={tenant} match={match} />
      </Cell>
    </Row>
  );
}
