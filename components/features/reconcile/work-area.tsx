"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

import { ImportStatementButton } from "@/components/features/bank/import-button";
import type { ReconcileAddress } from "@/components/features/reconcile/reconcile-address";
import { useWork } from "@/components/features/reconcile/use-work";
import type { Work } from "@/components/features/reconcile/use-work";
import { WorkList } from "@/components/features/reconcile/work-list";
import { EmptyState } from "@/components/patterns/page";
import { Failure } from "@/components/patterns/query-state";
import { ButtonLink } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { bankAccountsQuery } from "@/lib/browser/queries/reconciliation";
import type { OpenItemsQuery, WorkCounts } from "@/lib/contracts/reconciliation";

type WorkAreaProps = Readonly<{
  tenant: string;
  base: string;
  address: ReconcileAddress;
  query: OpenItemsQuery;
  counts: WorkCounts | undefined;
  isSureOpen: boolean;
  onSure: (isOpen: boolean) => void;
}>;

/** The work in each of its states: being read, failing, none, and there. */
export function WorkArea({ tenant, base, address, query, counts, isSureOpen, onSure }: WorkAreaProps) {
  const t = useTranslations("everywhere");
  const work = useWork(tenant, query);
  const { list, rows } = work;
  useFollowCounts(work, counts);
  if (list.data === undefined) {
    if (list.isError) return <Failure error={list.error} retry={list.refetch} isStale={false} />;
    return <TableSkeleton label={t("loading")} />;
  }
  if (rows.order.length === 0) return <NoWork tenant={tenant} base={base} address={address} />;
  return (
    <>
      {list.isError && <Failure error={list.error} retry={() => list.fetchNextPage()} isStale />}
      <WorkList
        tenant={tenant}
        base={base}
        address={address}
        query={query}
        work={work}
        isSureOpen={isSureOpen}
        onSure={onSure}
      />
    </>
  );
}

/** When the counts change, somebody or matching was at work: what is in sight is read again. */
function useFollowCounts(work: Work, counts: WorkCounts | undefined): void {
  const signature = counts?.items
    .map(({ kind, currency, count, amount }) => [kind, currency, count, amount].join(" "))
    .join();
  const known = useRef(signature);
  const { rows, readAround, showNow } = work;
  // What others do happens outside React.
  useEffect(() => {
    if (signature === undefined || signature === known.current) return;
    const isFirst = known.current === undefined;
    known.current = signature;
    if (isFirst) return;
    const dates = rows.order.slice(0, 1).flatMap((id) => rows.known.get(id)?.at ?? []);
    // What cannot be read now is read when the counts change again.
    void (rows.order.length === 0 ? showNow() : readAround(dates)).catch(() => undefined);
  }, [signature, rows, readAround, showNow]);
}

function NoWork({
  tenant,
  base,
  address,
}: Readonly<{ tenant: string; base: string; address: ReconcileAddress }>) {
  const t = useTranslations();
  const accounts = useQuery(bankAccountsQuery(tenant));
  const isFiltered =
    address.view !== "open" || address.merchantId !== undefined || address.accountId !== undefined;
  const hasStatements = accounts.data?.items.some(({ coveredThrough }) => coveredThrough !== null);
  if (isFiltered) {
    return (
      <EmptyState
        title={t("everywhere.nothingFound")}
        action={<ButtonLink href={base}>{t("everywhere.clearFilters")}</ButtonLink>}
      />
    );
  }
  if (hasStatements === false) {
    return (
      <EmptyState
        title={t("reconcile.noStatements")}
        detail={t("reconcile.noStatementsDetail")}
        action={<ImportStatementButton />}
      />
    );
  }
  return <EmptyState title={t("reconcile.allDone")} detail={t("reconcile.allDoneDetail")} />;
}
