"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { CreateTokenForm } from "@/components/features/tokens/create-token-form";
import { NewToken } from "@/components/features/tokens/new-token";
import { TokensTable } from "@/components/features/tokens/tokens-table";
import { CsvLink, Pager } from "@/components/patterns/links";
import { Card, EmptyState, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { withQuery } from "@/lib/browser/api";
import { tokensQuery } from "@/lib/browser/queries/tokens";
import type { TokensQuery } from "@/lib/contracts/settings";

/** The firm's API tokens: made, shown once, and revoked here. */
export function TokensScreen({
  tenant,
  query,
  isManager,
}: Readonly<{
  tenant: string;
  query: TokensQuery;
  /** May make and revoke tokens. */
  isManager: boolean;
}>) {
  const t = useTranslations("tokens");
  const client = useQueryClient();
  const tokens = useQuery(tokensQuery(tenant, query));
  const [made, setMade] = useState<Readonly<{ name: string; token: string }>>();
  const base = `/${tenant}/settings/tokens`;
  return (
    <>
      <PageHeader
        title={t("title")}
        sub={t("sub")}
        actions={<CsvLink href={withQuery("/api/v1/tokens", { tenant, format: "csv" })} />}
      />
      {made !== undefined && (
        <NewToken key={made.token} name={made.name} token={made.token} onDone={() => setMade(undefined)} />
      )}
      {isManager && (
        <Section title={t("createTitle")}>
          <Card>
            <CreateTokenForm
              tenant={tenant}
              onMade={(token) => {
                setMade(token);
                void client.invalidateQueries({ queryKey: ["tokens", tenant] });
              }}
            />
          </Card>
        </Section>
      )}
      <Section title={t("listTitle")}>
        <QueryState
          query={tokens}
          isEmpty={(page) => page.items.length === 0}
          empty={<EmptyState title={t("none")} detail={t("noneDetail")} />}
        >
          {(page) => (
            <>
              <TokensTable tenant={tenant} tokens={page.items} isManager={isManager} />
              <Pager
                firstHref={base}
                nextHref={page.nextCursor === null ? undefined : withQuery(base, { cursor: page.nextCursor })}
                isFirst={query.cursor === undefined}
              />
            </>
          )}
        </QueryState>
      </Section>
    </>
  );
}
