"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { FormEvent } from "react";

import { useAccountFault } from "@/components/features/bank/account-fault";
import { NotAllowed, usePermission } from "@/components/patterns/access";
import { NotDone } from "@/components/patterns/not-done";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { bankAccountsQuery, bankActs } from "@/lib/browser/queries/bank";
import type { BankAccount } from "@/lib/contracts/bank";

const OFFERED = 1_000;

type AccountFormProps = Readonly<{ tenant: string; account: BankAccount }>;

/** What the firm calls the account. */
export function RenameForm({ tenant, account }: AccountFormProps) {
  const t = useTranslations("bank");
  const client = useQueryClient();
  const mayManage = usePermission("bank.manage");
  const id = useId();
  const rename = useMutation({
    mutationFn: (name: string) => bankActs.rename(tenant, account.id, name),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === tenant }),
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    rename.mutate(typeof name === "string" ? name.trim() : "");
  }

  return (
    <form className="grid max-w-md gap-2" onSubmit={submit} noValidate>
      <TextField
        label={t("rename")}
        hint={t("renameHint")}
        name="name"
        defaultValue={account.name ?? ""}
        maxLength={120}
        disabled={!mayManage}
        autoComplete="off"
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" disabled={!mayManage || rename.isPending} aria-describedby={id}>
          {t("renameSave")}
        </Button>
        <NotAllowed permission="bank.manage" id={id} />
        <output className="text-muted text-sm">{rename.isSuccess && t("renamed")}</output>
      </div>
      <NotDone error={rename.error} what={t("notChanged")} />
    </form>
  );
}

/** Says that another number is this account too. What is offered: accounts that ledgers are paid out to. */
export function LinkForm({ tenant, account }: AccountFormProps) {
  const t = useTranslations("bank");
  const client = useQueryClient();
  const mayManage = usePermission("bank.manage");
  const say = useAccountFault();
  const id = useId();
  const [fault, setFault] = useState<string>();
  const others = useQuery(bankAccountsQuery(tenant, { limit: OFFERED })).data?.items ?? [];
  const offered = others.filter(
    (other) =>
      other.id !== account.id &&
      (account.ledgers === 0 ? other.ledgers > 0 : other.ledgers === 0) &&
      (other.currency === null || account.currency === null || other.currency === account.currency),
  );
  const link = useMutation({
    mutationFn: (number: string) => bankActs.link(tenant, account.id, number),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === tenant }),
    onError: (error) => {
      setFault(error instanceof ProblemError ? error.reasons["number"] : undefined);
    },
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get("number");
    const number = typeof given === "string" ? given.trim() : "";
    setFault(number === "" ? "empty" : undefined);
    if (number !== "") link.mutate(number);
  }

  return (
    <form className="grid max-w-md gap-2" onSubmit={submit} noValidate>
      <TextField
        label={t("link")}
        hint={t("linkHint")}
        error={fault === undefined ? undefined : say(fault)}
        name="number"
        list={`${id}-offered`}
        maxLength={60}
        disabled={!mayManage}
        autoComplete="off"
      />
      <datalist id={`${id}-offered`}>
        {offered.map((other) => (
          <option key={other.id} value={other.numbers[0]?.written ?? ""}>
            {[other.name, ...other.merchants.map(({ name }) => name)].filter(Boolean).join(", ")}
          </option>
        ))}
      </datalist>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          look={account.ledgers === 0 ? "primary" : "plain"}
          disabled={!mayManage || link.isPending}
          aria-describedby={`${id}-may`}
        >
          {t("linkSave")}
        </Button>
        <NotAllowed permission="bank.manage" id={`${id}-may`} />
        <output className="text-muted text-sm">{link.isSuccess && t("linked")}</output>
      </div>
      {fault === undefined && <NotDone error={link.error} what={t("notLinked")} />}
    </form>
  );
}
