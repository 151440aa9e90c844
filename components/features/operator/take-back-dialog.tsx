"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { ActDialog } from "@/components/features/operator/act-dialog";
import { assignmentKey } from "@/components/features/operator/done-note";
import { invalidateOperator, unassignLedger } from "@/lib/browser/queries/operator";
import type { InboxItem } from "@/lib/contracts/operators";

/** Takes a ledger back from a firm that has not taken it in. */
export function TakeBackDialog({
  ledger,
  firm,
  onClose,
}: Readonly<{
  ledger: InboxItem;
  firm: Readonly<{ slug: string; name: string }>;
  onClose: () => void;
}>) {
  const t = useTranslations("operator");
  const client = useQueryClient();
  const taking = useMutation({
    mutationKey: assignmentKey,
    mutationFn: async () => {
      await unassignLedger({
        credentialId: ledger.credentialId,
        ledgerId: ledger.ledgerId,
        firm: firm.slug,
      });
      return { act: "unassigned", ledgerId: ledger.ledgerId, firm: firm.name };
    },
    onSuccess: async () => {
      await invalidateOperator(client);
      onClose();
    },
  });
  return (
    <ActDialog
      title={t("takeBackTitle", { ledger: ledger.ledgerId })}
      act={t("takeBack")}
      isReady
      isPending={taking.isPending}
      error={taking.error}
      onAct={() => taking.mutate()}
      onClose={onClose}
    >
      <p className="text-sm">{t("takeBackMeans", { firm: firm.name })}</p>
    </ActDialog>
  );
}
