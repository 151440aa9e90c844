"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { filterValues } from "@/components/features/reconcile/reconcile-address";
import type { ReconcileAddress } from "@/components/features/reconcile/reconcile-address";
import { UrlForm } from "@/components/patterns/url-form";
import { Button } from "@/components/ui/button";
import { useIsAlive } from "@/components/ui/alive";
import { SelectField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { merchantNamesQuery } from "@/lib/browser/queries/merchants";
import { bankAccountsQuery } from "@/lib/browser/queries/reconciliation";

type NarrowProps = Readonly<{ tenant: string; base: string; address: ReconcileAddress }>;

/** Narrows the work to a merchant and to an account. */
export function NarrowForm({ tenant, base, address }: NarrowProps) {
  const t = useTranslations();
  const router = useRouter();
  const isAlive = useIsAlive();
  // Conveniences: without the names, the list still works.
  const merchants = useQuery(merchantNamesQuery(tenant)).data ?? [];
  const accounts = useQuery(bankAccountsQuery(tenant)).data?.items ?? [];
  const go = (change: Partial<ReconcileAddress>): void =>
    router.push(withQuery(base, filterValues({ ...address, ...change })) as Route, { scroll: false });
  return (
    <UrlForm
      base={base}
      keep={{ view: address.view === "open" ? undefined : address.view }}
      label={t("reconcile.narrow")}
      className="mb-3 flex flex-wrap items-end gap-3"
    >
      <div className="w-full md:w-56">
        <SelectField
          key={merchants.length}
          label={t("reconcile.merchant")}
          name="merchantId"
          defaultValue={address.merchantId ?? ""}
          onChange={(event) => go({ merchantId: event.target.value || undefined })}
        >
          <option value="">{t("reconcile.allMerchants")}</option>
          {merchants.map((merchant) => (
            <option key={merchant.id} value={merchant.id}>
              {merchant.name}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="w-full md:w-56">
        <SelectField
          key={accounts.length}
          label={t("reconcile.account")}
          name="accountId"
          defaultValue={address.accountId ?? ""}
          onChange={(event) => go({ accountId: event.target.value || undefined })}
        >
          <option value="">{t("reconcile.allAccounts")}</option>
          {accounts.map((account) => (
            <option key={account.id} value={account.id}>
              {[account.numbers[0]?.written, account.name].filter(Boolean).join(" · ")}
            </option>
          ))}
        </SelectField>
      </div>
      {!isAlive && <Button type="submit">{t("everywhere.apply")}</Button>}
    </UrlForm>
  );
}
