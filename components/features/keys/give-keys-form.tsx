"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { LedgersTable } from "@/components/features/keys/opened-ledgers";
import { Note } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { giveKeys, invalidateKeys, tryKeys } from "@/lib/browser/queries/keys";
import type { KeysOnFile, KeysTrial } from "@/lib/contracts/settings";

type GiveKeysProps = Readonly<{
  tenant: string;
  /** The keys that the new ones take the place of. */
  replaces: KeysOnFile | undefined;
  onSaid: (said: string) => void;
}>;

/**
 * Client id and secret. Keys beside others are proven and stored at once; keys in the place of others are tried
 * first, and what would be lost is named before anybody agrees.
 */
export function GiveKeysForm({ tenant, replaces, onSaid }: GiveKeysProps) {
  const t = useTranslations("keys");
  const client = useQueryClient();
  const [clientId, setClientId] = useState(replaces?.clientId ?? "");
  const [clientSecret, setClientSecret] = useState("");
  const [isTold, setIsTold] = useState(false);
  const given = { clientId: clientId.trim(), clientSecret: clientSecret.trim(), replaces: replaces?.id };
  const trial = useMutation({ mutationFn: () => tryKeys(tenant, given) });
  const storing = useMutation({
    mutationFn: () => giveKeys(tenant, { ...given, agreesToLose: trial.data?.lost.count ?? 0 }),
    onSuccess: async (stored) => {
      setClientSecret("");
      setClientId("");
      setIsTold(false);
      await invalidateKeys(client, tenant);
      onSaid(t("stored", { clientId: stored.clientId }));
    },
  });
  const isPending = trial.isPending || storing.isPending;
  const failure = storing.error ?? trial.error;

  function change(set: (value: string) => void, value: string): void {
    set(value);
    // What was tried was something else.
    trial.reset();
    storing.reset();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setIsTold(true);
    const missing =
      given.clientId === "" ? "clientId" : given.clientSecret === "" ? "clientSecret" : undefined;
    if (missing !== undefined) {
      event.currentTarget.querySelector<HTMLInputElement>(`input[name=${missing}]`)?.focus();
      return;
    }
    if (replaces !== undefined && trial.data === undefined) trial.mutate();
    else storing.mutate();
  }

  return (
    <form className="grid max-w-2xl gap-3" onSubmit={submit} noValidate>
      <div className="grid gap-3 md:grid-cols-2">
        <TextField
          label={t("clientId")}
          name="clientId"
          value={clientId}
          required
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          error={isTold && given.clientId === "" ? t("clientIdMissing") : undefined}
          onChange={(event) => change(setClientId, event.target.value)}
        />
        <TextField
          label={t("secret")}
          hint={t("secretHint")}
          name="clientSecret"
          type="password"
          value={clientSecret}
          required
          maxLength={500}
          // A browser must not keep it among the person's own passwords.
          autoComplete="new-password"
          spellCheck={false}
          error={isTold && given.clientSecret === "" ? t("secretMissing") : undefined}
          onChange={(event) => change(setClientSecret, event.target.value)}
        />
      </div>
      {trial.data !== undefined && <Trial tenant={tenant} trial={trial.data} />}
      {failure !== null && (
        <p role="alert" className="text-sm">
          <span className="text-negative font-medium">{t("notStored")}</span>{" "}
          {failure instanceof ProblemError ? failure.detail : <Unanswered />}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" disabled={isPending}>
          {trial.isPending
            ? t("proving")
            : storing.isPending
              ? t("storing")
              : labelOf(t, replaces !== undefined, trial.data)}
        </Button>
      </div>
    </form>
  );
}

function labelOf(
  t: ReturnType<typeof useTranslations<"keys">>,
  isReplacing: boolean,
  trial: KeysTrial | undefined,
): string {
  if (!isReplacing) return t("prove");
  if (trial === undefined) return t("tryFirst");
  return trial.lost.count === 0 ? t("confirmReplace") : t("confirmLose", { count: trial.lost.count });
}

function Unanswered() {
  const t = useTranslations("everywhere");
  return t("failedNetwork");
}

/** What the new keys open, and what would be lost, by name. */
function Trial({ tenant, trial }: Readonly<{ tenant: string; trial: KeysTrial }>) {
  const t = useTranslations("keys");
  const { count, items } = trial.lost;
  if (count === 0) {
    return (
      <output className="block">
        <Note tone="info">{t("trialGood", { count: trial.opens })}</Note>
      </output>
    );
  }
  return (
    <div>
      <output className="block">
        <Note tone="warning">
          <p className="font-medium">{t("trialLoses", { opens: trial.opens, lost: count })}</p>
          <p>{t("trialLosesMeans")}</p>
        </Note>
      </output>
      <LedgersTable
        tenant={tenant}
        caption={t("trialLoses", { opens: trial.opens, lost: count })}
        ledgers={items}
      />
      {count > items.length && (
        <p className="text-muted mt-2 text-sm">{t("andMore", { count: count - items.length })}</p>
      )}
    </div>
  );
}
