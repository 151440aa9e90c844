"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { LedgersTable } from "@/components/features/keys/opened-ledgers";
import { CsvLink } from "@/components/patterns/links";
import { QueryState } from "@/components/patterns/query-state";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError, withQuery } from "@/lib/browser/api";
import { invalidateKeys, openedLedgersQuery, removeKeys } from "@/lib/browser/queries/keys";
import { OpenedLedgersQuery } from "@/lib/contracts/settings";
import type { KeysOnFile } from "@/lib/contracts/settings";

const NAMED = 50;

/** Says what removing the keys ends, by name, and asks for the client id in writing. */
export function RemoveKeysForm({
  tenant,
  keys,
  onSaid,
}: Readonly<{ tenant: string; keys: KeysOnFile; onSaid: (said: string) => void }>) {
  const t = useTranslations();
  const client = useQueryClient();
  const [confirmation, setConfirmation] = useState("");
  const [isTold, setIsTold] = useState(false);
  const alone = useQuery(
    openedLedgersQuery(tenant, OpenedLedgersQuery.parse({ id: keys.id, alone: "true", limit: NAMED })),
  );
  const removing = useMutation({
    mutationFn: () => removeKeys(tenant, keys.id, confirmation.trim()),
    onSuccess: async (removed) => {
      onSaid(t("keys.removed", removed));
      await invalidateKeys(client, tenant);
    },
  });
  const isRight = confirmation.trim() === keys.clientId;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setIsTold(true);
    if (isRight) removing.mutate();
    else event.currentTarget.querySelector("input")?.focus();
  }

  return (
    <form className="grid max-w-2xl gap-3" onSubmit={submit} noValidate>
      <QueryState
        query={alone}
        isEmpty={(page) => page.items.length === 0}
        empty={<p className="text-sm">{t(keys.opens === 0 ? "keys.removeNothing" : "keys.removeNoLoss")}</p>}
      >
        {(page) => (
          <div className="grid gap-3">
            <p className="max-w-[70ch] text-sm">{t("keys.removeLoses")}</p>
            <LedgersTable tenant={tenant} caption={t("keys.removeLoses")} ledgers={page.items} />
            {page.nextCursor !== null && (
              <div>
                <CsvLink
                  href={withQuery(`/api/v1/keys/${keys.id}/ledgers`, {
                    tenant,
                    alone: "true",
                    format: "csv",
                  })}
                />
              </div>
            )}
          </div>
        )}
      </QueryState>
      <TextField
        label={t("keys.confirmation", { clientId: keys.clientId })}
        name="confirmation"
        value={confirmation}
        required
        autoComplete="off"
        spellCheck={false}
        error={isTold && !isRight ? t("keys.confirmationWrong", { clientId: keys.clientId }) : undefined}
        onChange={(event) => setConfirmation(event.target.value)}
      />
      {removing.isError && (
        <p role="alert" className="text-sm">
          <span className="text-negative font-medium">{t("keys.notRemoved")}</span>{" "}
          {removing.error instanceof ProblemError ? removing.error.detail : t("everywhere.failedNetwork")}
        </p>
      )}
      <div>
        <Button type="submit" disabled={removing.isPending || alone.isPending}>
          {t(removing.isPending ? "keys.removing" : "keys.confirmRemove")}
        </Button>
      </div>
    </form>
  );
}
