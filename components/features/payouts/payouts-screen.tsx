"use client";

import { useQuery } from "@tanstack/react-query";
import Form from "next/form";
import { useTranslations } from "next-intl";

import { payoutsValues } from "@/components/features/payouts/payouts-query";
import { PayoutsTable } from "@/components/features/payouts/payouts-table";
import { Choices, CsvLink, Pager } from "@/components/patterns/links";
import { EmptyState, Note, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Button, ButtonLink } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { merchantNamesQuery } from "@/lib/browser/queries/merchants";
import { payoutsQuery } from "@/lib/browser/queries/payouts";
import type { PayoutsQuery } from "@/lib/contracts/queries";
import type { PayoutStatus } from "@/lib/domain/payout/status";

type Named = Readonly<{ id: string; name: string }>;
type PayoutsProps = Readonly<{
  tenant: string;
  query: PayoutsQuery;
  /** Names of values of the address that could not be read. */
  refused: readonly string[];
  /** The merchant that the list is narrowed to. */
  chosen: Named | undefined;
}>;

/** What a payout can be before there is bank data; the others are offered when they were asked for. */
const STATUSES: readonly PayoutStatus[] = [
  "scheduled",
  "in-transit",
  "awaiting-bank-data",
  "aborted",
  "before-start",
];

/** Every payout of the firm, newest first. */
export function PayoutsScreen({ tenant, query, refused, chosen }: PayoutsProps) {
  const t = useTranslations();
  const payouts = useQuery(payoutsQuery(tenant, query));
  const base = `/${tenant}/payouts`;
  const values = payoutsValues({ ...query, cursor: undefined });
  const href = (change: Partial<PayoutsQuery>): string => withQuery(base, { ...values, ...change });
  const statuses =
    query.status === undefined || STATUSES.includes(query.status) ? STATUSES : [...STATUSES, query.status];
  const isFiltered = Object.values(values).some((value) => value !== undefined);
  return (
    <>
      <PageHeader
        title={t("payout.listTitle")}
        sub={t("payout.listSub")}
        actions={<CsvLink href={withQuery("/api/v1/payouts", { ...values, tenant, format: "csv" })} />}
      />
      <Narrow tenant={tenant} base={base} query={query} chosen={chosen} />
      {refused.length > 0 && <Note tone="warning">{t("payout.badFilters")}</Note>}
      <Choices
        label={t("payout.statusFilter")}
        items={[
          {
            label: t("everywhere.all"),
            href: href({ status: undefined }),
            isChosen: query.status === undefined,
          },
          ...statuses.map((status) => ({
            label: t(`states.${status}`),
            href: href({ status }),
            isChosen: query.status === status,
          })),
        ]}
      />
      <QueryState
        query={payouts}
        isEmpty={(page) => page.items.length === 0}
        empty={
          isFiltered ? (
            <EmptyState
              title={t("everywhere.nothingFound")}
              action={<ButtonLink href={base}>{t("everywhere.clearFilters")}</ButtonLink>}
            />
          ) : (
            <EmptyState title={t("payout.emptyTitle")} detail={t("payout.emptyDetail")} />
          )
        }
      >
        {(page) => (
          <>
            <PayoutsTable tenant={tenant} payouts={page.items} />
            <Pager
              firstHref={href({})}
              nextHref={page.nextCursor === null ? undefined : href({ cursor: page.nextCursor })}
              isFirst={query.cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </>
  );
}

function Narrow({
  tenant,
  base,
  query,
  chosen,
}: Readonly<{ tenant: string; base: string; query: PayoutsQuery; chosen: Named | undefined }>) {
  const t = useTranslations();
  // A convenience: without the names, the list and its other filters still work.
  const names = useQuery(merchantNamesQuery(tenant)).data ?? [];
  const merchants =
    chosen === undefined || names.some((of) => of.id === chosen.id) ? names : [chosen, ...names];
  return (
    <Form
      action={base}
      key={JSON.stringify(payoutsValues(query))}
      scroll={false}
      aria-label={t("payout.narrow")}
      className="mb-4 flex flex-wrap items-end gap-3"
    >
      <div className="w-full md:w-64">
        <SelectField
          key={merchants.length}
          label={t("payout.merchant")}
          name="merchantId"
          defaultValue={query.merchantId ?? ""}
        >
          <option value="">{t("payout.allMerchants")}</option>
          {merchants.map((merchant) => (
            <option key={merchant.id} value={merchant.id}>
              {merchant.name}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="w-36">
        <TextField label={t("everywhere.from")} name="from" type="date" defaultValue={query.from} />
      </div>
      <div className="w-36">
        <TextField label={t("everywhere.to")} name="to" type="date" defaultValue={query.to} />
      </div>
      {query.status !== undefined && <input type="hidden" name="status" value={query.status} />}
      {query.ledgerId !== undefined && <input type="hidden" name="ledgerId" value={query.ledgerId} />}
      <Button type="submit">{t("everywhere.apply")}</Button>
    </Form>
  );
}
