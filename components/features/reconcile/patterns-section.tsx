"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { usePermission } from "@/components/patterns/access";
import { Ago } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { patternsQuery, reconcileActs } from "@/lib/browser/queries/reconciliation";

/** Texts that people have confirmed: what is matched by them from now on, and how to forget one. */
export function PatternsSection({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("reconcile");
  const patterns = useQuery(patternsQuery(tenant));
  return (
    <div className="mt-8">
      <Section title={t("patterns")}>
        <p className="text-muted mb-3 text-sm">{t("patternsDetail")}</p>
        <QueryState
          query={patterns}
          isEmpty={({ items }) => items.length === 0}
          empty={<p className="text-muted text-sm">{t("patternsNone")}</p>}
        >
          {({ items }) => (
            <Table
              caption={t("patterns")}
              columns={[
                { key: "pattern", label: t("pattern") },
                { key: "ledgers", label: t("patternLedgers"), isWide: true },
                { key: "by", label: t("patternBy"), isWide: true },
                { key: "forget", label: <span className="sr-only">{t("forget")}</span> },
              ]}
            >
              {items.map((pattern) => (
                <Row key={pattern.id} isTall>
                  <Cell isName>{pattern.pattern}</Cell>
                  <Cell isWide>{pattern.ledgers.join(", ")}</Cell>
                  <Cell isWide>
                    {pattern.confirmedBy}
                    <Under>
                      <Ago at={pattern.confirmedAt} />
                    </Under>
                  </Cell>
                  <Cell isNumber>
                    <Forget tenant={tenant} id={pattern.id} />
                  </Cell>
                </Row>
              ))}
            </Table>
          )}
        </QueryState>
      </Section>
    </div>
  );
}

function Forget({ tenant, id }: Readonly<{ tenant: string; id: string }>) {
  const t = useTranslations("reconcile");
  const client = useQueryClient();
  const mayDecide = usePermission("match.make");
  const forget = useMutation({
    mutationFn: () => reconcileActs.revoke(tenant, id),
    onSettled: () => client.invalidateQueries({ queryKey: ["patterns", tenant] }),
  });
  if (!mayDecide) return null;
  return (
    <span className="grid justify-items-end gap-1">
      <Button disabled={forget.isPending} onClick={() => forget.mutate()}>
        {t("forget")}
      </Button>
      <NotDone error={forget.error} what={t("forgetFailed")} />
    </span>
  );
}
