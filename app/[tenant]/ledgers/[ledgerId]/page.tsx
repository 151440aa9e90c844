import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { PAGE_ORDER } from "@/components/features/ledgers/ledger-address";
import { LedgerScreen } from "@/components/features/ledgers/ledger-screen";
import { RevealScope } from "@/components/features/persons/may-reveal";
import { daysQuery, entriesQuery, ledgerQuery } from "@/lib/browser/queries/ledgers";
import { DaysQuery, EntriesQuery } from "@/lib/contracts/queries";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { isPermitted } from "@/lib/services/context";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string; ledgerId: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ledger"))("name") };
}

export default async function LedgerPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/ledgers/[ledgerId]", params);
  const { ledgerId: id } = await params;
  const ledger = await orNotFound(getLedger(ctx, { id }));
  const { view, ...search } = await searchOf(searchParams);
  const ofEntries = EntriesQuery.safeParse({ order: PAGE_ORDER, ...search });
  const ofDays = DaysQuery.safeParse({ order: PAGE_ORDER, ...search });
  const entries = ofEntries.success ? ofEntries.data : EntriesQuery.parse({ order: PAGE_ORDER });
  const days = ofDays.success ? ofDays.data : DaysQuery.parse({ order: PAGE_ORDER });
  return (
    <Prefetch
      queries={[
        { queryKey: ledgerQuery(tenant, id).queryKey, load: () => Promise.resolve(ledger) },
        view === "days"
          ? {
              queryKey: daysQuery(tenant, id, days).queryKey,
              load: () => pageOf(listDays(ctx, { ...days, id })),
            }
          : {
              queryKey: entriesQuery(tenant, id, entries).queryKey,
              load: () => pageOf(listEntries(ctx, { ...entries, id })),
            },
      ]}
    >
      <RevealScope mayReveal={isPermitted(ctx, "person.reveal")}>
        <LedgerScreen
          tenant={tenant}
          id={id}
          address={{ view: view === "days" ? "days" : "entries", entries, days }}
        />
      </RevealScope>
    </Prefetch>
  );
}
