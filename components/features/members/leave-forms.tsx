"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";

import { usePeopleProblem } from "@/components/features/members/member-words";
import { Card } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { changePeople, invalidatePeople } from "@/lib/browser/queries/members";
import type { Member } from "@/lib/contracts/members";

/**
 * Ends somebody's access; asked once more, since it takes effect at once. `mayHaveTokens`: of the firm's own people,
 * whose API tokens can end with it.
 */
export function RemoveForm({
  tenant,
  path,
  name,
  onDone,
  mayHaveTokens = false,
}: Readonly<{
  tenant: string;
  path: string;
  name: string;
  onDone?: () => void;
  mayHaveTokens?: boolean;
}>) {
  const t = useTranslations();
  const client = useQueryClient();
  const explain = usePeopleProblem();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isRevoking, setIsRevoking] = useState(false);
  const remove = useMutation({
    mutationFn: () => changePeople(tenant, path, mayHaveTokens ? { revokeTokens: isRevoking } : undefined),
    onSuccess: async () => {
      dialog.current?.close();
      onDone?.();
      await invalidatePeople(client, tenant);
    },
  });
  return (
    <>
      <Button aria-label={t("members.removeName", { name })} onClick={() => dialog.current?.showModal()}>
        {t("members.remove")}
      </Button>
      <dialog
        ref={dialog}
        aria-label={t("members.removeName", { name })}
        className="bg-raised text-ink border-line shadow-float m-auto w-[min(420px,calc(100vw-32px))] rounded-lg border p-5 text-left text-sm whitespace-normal"
      >
        <p className="font-medium">{t("members.removeName", { name })}</p>
        <p className="text-muted mt-1.5">{t("members.removeDetail")}</p>
        {mayHaveTokens && (
          <div className="mt-3">
            <label className="flex items-start gap-2">
              <input
                type="checkbox"
                className="accent-accent mt-0.5 size-5 shrink-0 md:size-4"
                checked={isRevoking}
                onChange={(event) => setIsRevoking(event.target.checked)}
              />
              {t("members.removeTokens")}
            </label>
            <p className="text-muted mt-1 text-xs">{t("members.removeTokensHint")}</p>
          </div>
        )}
        {remove.isError && (
          <p role="alert" className="text-negative mt-3">
            {explain(remove.error)}
          </p>
        )}
        <form method="dialog" className="mt-5 flex justify-end gap-2">
          <Button type="submit">{t("everywhere.cancel")}</Button>
          <Button look="primary" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t("members.remove")}
          </Button>
        </form>
      </dialog>
    </>
  );
}

/** Gives the firm to this member. The firm's name is typed, so that it is no slip. */
export function TransferForm({ tenant, member }: Readonly<{ tenant: string; member: Member }>) {
  const t = useTranslations("members");
  const client = useQueryClient();
  const router = useRouter();
  const explain = usePeopleProblem();
  const [firmName, setFirmName] = useState("");
  const transfer = useMutation({
    mutationFn: () => changePeople(tenant, `/members/${member.id}/transfer`, { firmName }),
    onSuccess: async () => {
      await invalidatePeople(client, tenant);
      // The frame knows what one is: from now on an admin.
      router.refresh();
    },
  });
  return (
    <Card>
      <form
        className="grid max-w-xl gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          transfer.mutate();
        }}
      >
        <p className="text-sm">{t("transferDetail", { name: member.name })}</p>
        <TextField
          label={t("firmName")}
          value={firmName}
          autoComplete="off"
          onChange={(event) => setFirmName(event.target.value)}
        />
        {transfer.isError && (
          <p role="alert" className="text-negative text-sm">
            {explain(transfer.error)}
          </p>
        )}
        <div>
          <Button type="submit" disabled={transfer.isPending || firmName.trim() === ""}>
            {t("transfer")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
