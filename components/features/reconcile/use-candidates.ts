"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { eachOnce, ofLine, ofPayout, ofWorkPayout } from "@/components/features/reconcile/hand-candidates";
import type { Candidate } from "@/components/features/reconcile/hand-candidates";
import { lineText } from "@/components/features/reconcile/item-words";
import { payoutsQuery } from "@/lib/browser/queries/payouts";
import { bankAccountsQuery, lineSearchQuery } from "@/lib/browser/queries/reconciliation";
import { PayoutsQuery } from "@/lib/contracts/queries";
import type { OpenItem } from "@/lib/contracts/reconciliation";
import { addDays } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** Merchants of one account that are asked for by name; of an account with more, the firm's payouts are. */
const MERCHANTS_MAX = 5;
const PAYOUTS_MAX = 500;
/** A payout is in the bank within two weeks, or something is wrong with it; a line may be later than that. */
const DAYS_BEFORE = 14;
const DAYS_AFTER = 45;

type Side = Readonly<{ candidates: readonly Candidate[]; isLoading: boolean }>;

/** What a row can be matched with by hand: open payouts of the account's merchants, open lines of the account. */
export function useCandidates(
  tenant: string,
  item: OpenItem,
  within: Readonly<{ from: LedgerDate | undefined; to: LedgerDate | undefined }>,
): Readonly<{ payouts: Side; lines: Side }> {
  const t = useTranslations("reconcile");
  const accounts = useQuery(bankAccountsQuery(tenant));
  const merchants = accounts.data?.items.find(({ id }) => id === item.accountId)?.merchants ?? [];
  const asked = merchants.length > 0 && merchants.length <= MERCHANTS_MAX ? merchants : [undefined];
  const { from, to } = windowOf(item, within);
  const payouts = useQueries({
    queries: asked.map((merchant) => ({
      ...payoutsQuery(
        tenant,
        PayoutsQuery.parse({
          limit: PAYOUTS_MAX,
          from,
          to,
          ...(merchant !== undefined && { merchantId: merchant.id }),
        }),
      ),
      enabled: !accounts.isLoading,
    })),
  });
  const lines = useQuery(lineSearchQuery(tenant, { accountId: item.accountId, from, to }));
  const found = payouts.flatMap(({ data }) => data?.items ?? []);
  const openLines = (lines.data?.items ?? []).filter(
    ({ left, currency, kind }) => left !== 0n && currency === item.currency && kind !== "gone",
  );
  return {
    payouts: {
      candidates: eachOnce([
        ...item.payouts.map(ofWorkPayout),
        ...found.flatMap((payout) => ofPayout(payout, item.currency)),
      ]),
      isLoading: accounts.isLoading || payouts.some(({ isLoading }) => isLoading),
    },
    lines: {
      candidates: eachOnce(
        [...item.lines, ...openLines].map((line) => ofLine(line, lineText(line) ?? t("bankLine"))),
      ),
      isLoading: lines.isLoading,
    },
  };
}

/** The dates that are searched: as the person says, else around what the row is about. */
export function windowOf(
  item: OpenItem,
  within: Readonly<{ from: LedgerDate | undefined; to: LedgerDate | undefined }>,
): Readonly<{ from: LedgerDate; to: LedgerDate }> {
  return {
    from: within.from ?? addDays(item.at, -DAYS_BEFORE),
    to: within.to ?? addDays(item.at, DAYS_AFTER),
  };
}
