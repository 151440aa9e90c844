"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { GiveKeysForm } from "@/components/features/keys/give-keys-form";
import { KeysCard } from "@/components/features/keys/keys-card";
import { Card, EmptyState, Note, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { keysQuery } from "@/lib/browser/queries/keys";

/** The firm's accounting keys: how they stand, what they open; stored, replaced and removed here. */
export function KeysScreen({
  tenant,
  isManager,
  opened,
  cursor,
}: Readonly<{
  tenant: string;
  /** May store and remove keys. */
  isManager: boolean;
  /** The keys whose ledgers are shown, and the page of them. */
  opened: string | undefined;
  cursor: string | undefined;
}>) {
  const t = useTranslations("keys");
  const keys = useQuery(keysQuery(tenant));
  const [said, setSaid] = useState<string>();
  return (
    <>
      <PageHeader title={t("title")} sub={t("sub")} />
      <output className="block">{said !== undefined && <Note tone="info">{said}</Note>}</output>
      <QueryState
        query={keys}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <div className="mb-7">
            <EmptyState title={t("none")} detail={t("noneDetail")} />
          </div>
        }
      >
        {({ items }) => (
          <div className="mb-7 grid gap-4">
            {items.map((row) => (
              <KeysCard
                key={row.id}
                tenant={tenant}
                keys={row}
                isManager={isManager}
                cursor={opened === row.id ? cursor : undefined}
                isOpen={opened === row.id}
                onSaid={setSaid}
              />
            ))}
          </div>
        )}
      </QueryState>
      {isManager && (
        <Section title={t("setTitle")}>
          <Card>
            <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("setDetail")}</p>
            <GiveKeysForm tenant={tenant} replaces={undefined} onSaid={setSaid} />
          </Card>
        </Section>
      )}
    </>
  );
}
