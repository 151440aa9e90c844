"use client";

import { useTranslations } from "next-intl";

import { Section } from "@/components/patterns/page";
import { Status } from "@/components/patterns/status";
import { Cell, NameLink, Row, Table } from "@/components/patterns/table";
import type { Merchant } from "@/lib/contracts/shapes";

/** Merchants whose name or number fits. */
export function MerchantsSection({
  tenant,
  merchants,
}: Readonly<{ tenant: string; merchants: readonly Merchant[] }>) {
  const t = useTranslations("search");
  return (
    <Section title={t("merchants")}>
      <Table
        caption={t("merchants")}
        columns={[
          { key: "name", label: t("merchant") },
          { key: "business", label: t("business"), isWide: true },
          { key: "ledgers", label: t("ledgers"), isNumber: true, isWide: true },
          { key: "sync", label: "" },
        ]}
      >
        {merchants.map((merchant) => (
          <Row key={merchant.id}>
            <Cell isName>
              <NameLink href={`/${tenant}/merchants/${merchant.id}`}>{merchant.name}</NameLink>
            </Cell>
            <Cell isWide>{merchant.businessIdentifier?.id ?? <span className="text-muted">—</span>}</Cell>
            <Cell isNumber isWide>
              {merchant.ledgerCount}
            </Cell>
            <Cell>
              <Status state={merchant.sync} />
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
