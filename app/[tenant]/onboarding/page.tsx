import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { BoardScreen } from "@/components/features/onboarding/board-screen";
import {
  accountChangesQuery,
  batchesQuery,
  boardAsk,
  boardQuery,
  countsQuery,
  expectedAsk,
  expectedQuery,
} from "@/lib/browser/queries/onboarding";
import { BoardQuery, STAGES } from "@/lib/contracts/onboarding";
import { can } from "@/lib/domain/access/permissions";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { countBoard, listAccountChanges, listBoard } from "@/lib/services/onboarding/list-board";
import { listExpected } from "@/lib/services/onboarding/list-expected";
import { listBatches } from "@/lib/services/onboarding/start-batch";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("onboarding"))("title") };
}

/** The first page of a list, as the browser keeps lists that grow. */
async function firstOf<T>(page: ReturnType<typeof pageOf<T>>): Promise<unknown> {
  return { pages: [await page], pageParams: [""] };
}

export default async function OnboardingPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/onboarding", params);
  const parsed = BoardQuery.pick({ search: true }).safeParse(await searchOf(searchParams));
  const search = parsed.success ? (parsed.data.search ?? "") : "";
  const mayOnboard = can(ctx.role, "ledger.onboard", ctx.scope.kind === "limited");
  const forAdmins = [
    {
      queryKey: expectedQuery(tenant, search).queryKey,
      load: () => firstOf(pageOf(listExpected(ctx, expectedAsk(search)))),
    },
    { queryKey: batchesQuery(tenant).queryKey, load: () => listBatches(ctx) },
  ];
  return (
    <Prefetch
      queries={[
        ...STAGES.map((stage) => ({
          queryKey: boardQuery(tenant, stage, search).queryKey,
          load: () => firstOf(pageOf(listBoard(ctx, boardAsk(stage, search)))),
        })),
        { queryKey: countsQuery(tenant).queryKey, load: () => countBoard(ctx) },
        { queryKey: accountChangesQuery(tenant).queryKey, load: () => listAccountChanges(ctx, {}) },
        ...(mayOnboard ? forAdmins : []),
      ]}
    >
      <BoardScreen tenant={tenant} search={search} mayOnboard={mayOnboard} />
    </Prefetch>
  );
}
