"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { TextField } from "@/components/ui/field";
import type { MappedAccount } from "@/lib/contracts/bookkeeping";
import { ACCOUNT_NAME_MAX, ACCOUNT_PATTERN, VAT_CODE_PATTERN } from "@/lib/domain/bookkeeping/account-map";
import type { Account } from "@/lib/domain/bookkeeping/account-map";

export const ACCOUNT_FIELDS = ["account", "name", "vatCode"] as const;
export type AccountField = (typeof ACCOUNT_FIELDS)[number];

const WIDTHS = { account: "md:col-span-2", name: "md:col-span-5", vatCode: "md:col-span-2" } as const;

/** Whether a field may be saved as it stands. */
export function isValidField(field: AccountField, text: string): boolean {
  const value = text.trim();
  if (field === "account") return ACCOUNT_PATTERN.test(value);
  if (field === "vatCode") return VAT_CODE_PATTERN.test(value);
  return value !== "" && value.length <= ACCOUNT_NAME_MAX;
}

/** One role of the map: what it is for, its account, where that is from, and the way back. */
export function AccountFields({
  item,
  account,
  isTried,
  onChange,
}: Readonly<{
  item: MappedAccount;
  /** As it stands in the form. */
  account: Account;
  /** Saving was tried: what is wrong is said. */
  isTried: boolean;
  onChange: (account: Account) => void;
}>) {
  const t = useTranslations("bookkeeping");
  const role = t(`roles.${item.role}`);
  const { inherited } = item;
  const isInherited = ACCOUNT_FIELDS.every((field) => account[field].trim() === inherited[field]);
  return (
    <fieldset className="border-line grid gap-x-3 gap-y-2 border-b py-4 last:border-b-0 md:grid-cols-12">
      <legend className="contents">
        <span className="text-sm font-medium md:col-span-12">{role}</span>
      </legend>
      <p className="text-muted text-xs md:col-span-12">
        {t(`hints.${item.role}`)} {item.needsReview && t("review")}
      </p>
      {ACCOUNT_FIELDS.map((field) => (
        <div key={field} className={WIDTHS[field]}>
          <TextField
            label={t(field)}
            value={account[field]}
            onChange={(event) => onChange({ ...account, [field]: event.target.value })}
            autoComplete="off"
            maxLength={field === "name" ? ACCOUNT_NAME_MAX : 20}
            error={isTried && !isValidField(field, account[field]) ? t(`${field}Wrong`) : undefined}
          />
        </div>
      ))}
      <div className="md:col-span-3 md:pt-[22px]">
        <Button
          disabled={isInherited}
          aria-label={t("resetOf", { role, account: inherited.account })}
          onClick={() => onChange(inherited)}
        >
          {t("reset")}
        </Button>
      </div>
      <p className="text-muted text-xs md:col-span-12">
        {t("from")}: {t(`origins.${item.origin}`)}
        {item.changedBy !== null && ` · ${t("changed", { name: item.changedBy })}`}
        {item.origin === "default" && ` · ${t("source", { source: item.source })}`}
      </p>
      {item.isAssumed && (
        <p className="flex items-center gap-1.5 text-xs md:col-span-12">
          <Icon name="triangle" className="text-warning size-3.5" />
          {t("assumed")}
        </p>
      )}
    </fieldset>
  );
}
