"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import {
  ACCOUNT_FIELDS,
  AccountFields,
  isValidField,
} from "@/components/features/bookkeeping/account-fields";
import { useAccess } from "@/components/patterns/access";
import { Choices } from "@/components/patterns/links";
import { NotDone } from "@/components/patterns/not-done";
import { Card, Note, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { accountsQuery, setAccounts } from "@/lib/browser/queries/bookkeeping";
import { merchantNamesQuery } from "@/lib/browser/queries/merchants";
import type { Accounts, AccountsQuery } from "@/lib/contracts/bookkeeping";
import type { Account, AccountRole } from "@/lib/domain/bookkeeping/account-map";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";

type AccountsProps = Readonly<{ tenant: string; query: AccountsQuery }>;

/** Where each kind of movement is booked: of the firm, or of one merchant, in one country. */
export function AccountsScreen({ tenant, query }: AccountsProps) {
  const t = useTranslations("bookkeeping");
  const accounts = useQuery(accountsQuery(tenant, query));
  const { isLimited } = useAccess();
  const base = `/${tenant}/settings/accounts`;
  const mayChange = !isLimited || query.merchantId !== undefined;
  return (
    <>
      <PageHeader title={t("title")} sub={t("sub")} />
      <Note tone="info">{t("means")}</Note>
      <Choices
        label={t("countries")}
        items={COUNTRIES.map((country) => ({
          label: t(country),
          href: withQuery(base, { country, merchantId: query.merchantId }),
          isChosen: query.country === country,
        }))}
      />
      <Whose tenant={tenant} query={query} base={base} />
      {!mayChange && <Note tone="info">{t("limited")}</Note>}
      <QueryState query={accounts}>
        {(known) => (
          <AccountsForm
            key={`${known.country} ${known.merchantId ?? ""}`}
            tenant={tenant}
            query={query}
            known={known}
            mayChange={mayChange}
          />
        )}
      </QueryState>
    </>
  );
}

/** The firm's accounts, or those of one merchant. */
function Whose({ tenant, query, base }: AccountsProps & Readonly<{ base: string }>) {
  const t = useTranslations();
  const merchants = useQuery(merchantNamesQuery(tenant));
  return (
    <Form
      action={base}
      scroll={false}
      key={query.merchantId ?? ""}
      className="mb-5 flex flex-wrap items-end gap-3"
    >
      <input type="hidden" name="country" value={query.country} />
      <div className="w-72 max-w-full">
        <SelectField label={t("bookkeeping.whose")} name="merchantId" defaultValue={query.merchantId ?? ""}>
          <option value="">{t("bookkeeping.firm")}</option>
          {(merchants.data ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <Button type="submit">{t("everywhere.apply")}</Button>
    </Form>
  );
}

type Edited = Readonly<Partial<Record<AccountRole, Account>>>;

function AccountsForm({
  tenant,
  query,
  known,
  mayChange,
}: AccountsProps & Readonly<{ known: Accounts; mayChange: boolean }>) {
  const t = useTranslations("bookkeeping");
  const client = useQueryClient();
  const [edited, setEdited] = useState<Edited>({});
  const [isTried, setIsTried] = useState(false);
  const items = known.items.map((item) => ({ role: item.role, ...(edited[item.role] ?? plainOf(item)) }));
  const isWrong = items.some((item) => ACCOUNT_FIELDS.some((field) => !isValidField(field, item[field])));
  const save = useMutation({
    mutationFn: () => setAccounts(tenant, { country: known.country, merchantId: query.merchantId, items }),
    onSuccess: (saved) => {
      client.setQueryData(accountsQuery(tenant, query).queryKey, saved);
      setEdited({});
      setIsTried(false);
    },
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setIsTried(true);
    if (!isWrong) save.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Card>
        {known.items.map((item) => (
          <AccountFields
            key={item.role}
            item={item}
            account={edited[item.role] ?? plainOf(item)}
            isTried={isTried}
            onChange={(account) => setEdited({ ...edited, [item.role]: account })}
          />
        ))}
      </Card>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" disabled={save.isPending || !mayChange}>
          {t("save")}
        </Button>
        <output className="text-sm">
          {save.isSuccess && Object.keys(edited).length === 0 && t("saved")}
        </output>
        {isTried && isWrong && (
          <p role="alert" className="text-negative text-sm">
            {t("someWrong")}
          </p>
        )}
        <NotDone error={save.error} what={t("notSaved")} />
      </div>
    </form>
  );
}

function plainOf({ account, name, vatCode }: Account): Account {
  return { account, name, vatCode };
}
