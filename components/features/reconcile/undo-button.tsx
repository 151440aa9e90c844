"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { usePermission } from "@/components/patterns/access";
import { Ago } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { invalidateWork, reconcileActs } from "@/lib/browser/queries/reconciliation";
import type { Match } from "@/lib/contracts/reconciliation";

/** Takes a match back, wherever it is shown. */
export function UndoButton({ tenant, match }: Readonly<{ tenant: string; match: Match }>) {
  const t = useTranslations("reconcile");
  const client = useQueryClient();
  const mayDecide = usePermission("match.make");
  const undo = useMutation({
    mutationFn: () => reconcileActs.undo(tenant, match.id),
    onSettled: () => invalidateWork(client, tenant),
  });
  if (match.undoneAt !== null) {
    return (
      <span className="text-muted text-sm">
        {t("undoneBy", { name: isPerson(match.undoneBy) ? match.undoneBy : t("system") })}
        <Under>
          <Ago at={match.undoneAt} />
        </Under>
      </span>
    );
  }
  if (!mayDecide) return null;
  const name = match.parts.flatMap(({ payout }) => payout?.payoutNumber ?? [])[0] ?? "";
  return (
    <span className="grid justify-items-end gap-1">
      <Button aria-label={t("undoMatch", { name })} disabled={undo.isPending} onClick={() => undo.mutate()}>
        {t("undo")}
      </Button>
      <NotDone error={undo.error} what={t("undoFailed")} />
    </span>
  );
}

/** Whether a match was undone by somebody: an import or a new copy of the books does it by itself. */
function isPerson(name: string | null): name is string {
  return name !== null && !["import", "matching", "rebuild", "system"].includes(name);
}
