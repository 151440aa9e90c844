import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";
import { z } from "zod";

import { KeysScreen } from "@/components/features/keys/keys-screen";
import { keysQuery, openedLedgersQuery } from "@/lib/browser/queries/keys";
import { OpenedLedgersQuery } from "@/lib/contracts/settings";
import { IdWire } from "@/lib/contracts/wire";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { isPermitted } from "@/lib/services/context";
import { listOpenedLedgers } from "@/lib/services/keys/list-opened-ledgers";
import { listStoredKeys } from "@/lib/services/keys/list-stored-keys";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

const Address = z.object({ opened: IdWire.optional(), cursor: z.string().max(500).optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

export default async function KeysPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/keys", params);
  const parsed = Address.safeParse(await searchOf(searchParams));
  const { opened, cursor } = parsed.success ? parsed.data : {};
  const shown = opened === undefined ? undefined : OpenedLedgersQuery.parse({ id: opened, cursor });
  return (
    <Prefetch
      queries={[
        { queryKey: keysQuery(tenant).queryKey, load: () => listStoredKeys(ctx) },
        ...(shown === undefined
          ? []
          : [
              {
                queryKey: openedLedgersQuery(tenant, shown).queryKey,
                load: () => pageOf(listOpenedLedgers(ctx, shown)),
              },
            ]),
      ]}
    >
      <KeysScreen
        tenant={tenant}
        isManager={isPermitted(ctx, "keys.manage")}
        opened={opened}
        cursor={cursor}
      />
    </Prefetch>
  );
}
