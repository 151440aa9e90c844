"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";

import { ActDialog } from "@/components/features/operator/act-dialog";
import { assignmentKey } from "@/components/features/operator/done-note";
import { Facts, Note } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { assignLedger, firmsQuery, invalidateOperator } from "@/lib/browser/queries/operator";
import { FirmsQuery } from "@/lib/contracts/operators";
import type { InboxItem } from "@/lib/contracts/operators";

const SHOWN_MAX = 8;
type Firm = Readonly<{ slug: string; name: string }>;

/** Gives one ledger to one firm, which a person chooses: what is proposed is only said. */
export function AssignDialog({ ledger, onClose }: Readonly<{ ledger: InboxItem; onClose: () => void }>) {
  const t = useTranslations("operator");
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Firm>();
  const [search, setSearch] = useState("");
  const asked = useDeferredValue(search.trim());
  const firms = useQuery(firmsQuery(FirmsQuery.parse({ search: asked, limit: SHOWN_MAX }))).data;
  const assigning = useMutation({
    mutationKey: assignmentKey,
    mutationFn: async (firm: Firm) => {
      const done = await assignLedger({
        credentialId: ledger.credentialId,
        ledgerId: ledger.ledgerId,
        firm: firm.slug,
      });
      return { act: "assigned", ledgerId: ledger.ledgerId, firm: done.firm.name };
    },
    onSuccess: async () => {
      await invalidateOperator(client);
      onClose();
    },
  });
  const { proposed } = ledger;

  return (
    <ActDialog
      title={t("assignTitle", { ledger: ledger.ledgerId })}
      act={chosen === undefined ? t("assign") : t("assignTo", { firm: chosen.name })}
      isReady={chosen !== undefined}
      isPending={assigning.isPending}
      error={assigning.error}
      onAct={() => chosen !== undefined && assigning.mutate(chosen)}
      onClose={onClose}
    >
      <Facts
        items={[
          { label: t("owner"), value: ledger.owner.id === "" ? "—" : ledger.owner.id },
          { label: t("currency"), value: ledger.currency },
          { label: t("salesUnits"), value: ledger.salesUnits.map((unit) => unit.name).join(", ") || "—" },
        ]}
      />
      {proposed !== null && (
        <Note
          tone="info"
          action={<Button onClick={() => setChosen(proposed)}>{t("choose", { firm: proposed.name })}</Button>}
        >
          {t("proposal", { firm: proposed.name })}
        </Note>
      )}
      <TextField
        label={t("findFirm")}
        hint={t("findFirmHint")}
        type="search"
        name="firm"
        autoComplete="off"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-sm font-medium">{t("firm")}</legend>
        {firms?.items.map((firm) => (
          <label
            key={firm.slug}
            className="hover:bg-sunken flex min-h-9 items-center gap-2.5 rounded-md px-2 py-1 text-sm"
          >
            <input
              type="radio"
              name="chosen"
              className="accent-accent size-4"
              checked={chosen?.slug === firm.slug}
              onChange={() => setChosen(firm)}
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {firm.name} <span className="text-muted text-xs">{firm.slug}</span>
            </span>
          </label>
        ))}
        <p className="text-muted text-xs" aria-live="polite">
          {firms?.items.length === 0 && t("noFirmFound")}
          {firms !== undefined && firms.nextCursor !== null && t("moreFirms", { count: SHOWN_MAX })}
        </p>
      </fieldset>
    </ActDialog>
  );
}
