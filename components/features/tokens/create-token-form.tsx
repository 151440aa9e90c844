"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { FormEvent } from "react";

import { MerchantChoice } from "@/components/features/tokens/merchant-choice";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { createToken } from "@/lib/browser/queries/tokens";
import { TOKEN_SCOPES } from "@/lib/domain/access/permissions";
import type { TokenScope } from "@/lib/domain/access/permissions";

const NAME_MAX = 100;
const LIFES = [
  { days: "30", label: "in30" },
  { days: "90", label: "in90" },
  { days: "365", label: "in365" },
  { days: "never", label: "never" },
] as const;

type Made = Readonly<{ name: string; token: string }>;

/** Name, scopes, merchants and an end: what a program may do, and for how long. */
export function CreateTokenForm({
  tenant,
  onMade,
}: Readonly<{ tenant: string; onMade: (made: Made) => void }>) {
  const t = useTranslations();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<TokenScope>>(new Set(["read"]));
  const [merchantIds, setMerchantIds] = useState<readonly string[]>();
  const [life, setLife] = useState("365");
  const [isTold, setIsTold] = useState(false);
  const hintId = useId();
  const making = useMutation({
    mutationFn: () =>
      createToken(tenant, {
        name: name.trim(),
        scopes: [...scopes],
        merchantIds: merchantIds === undefined ? undefined : [...merchantIds],
        expiresInDays: life === "never" ? null : Number(life),
      }),
    onSuccess: ({ token }) => {
      onMade({ name: name.trim(), token });
      setName("");
      setScopes(new Set(["read"]));
      setMerchantIds(undefined);
      setIsTold(false);
    },
  });
  const isNameWrong = name.trim() === "" || name.trim().length > NAME_MAX;
  const isWrong = isNameWrong || scopes.size === 0 || merchantIds?.length === 0;

  function toggle(scope: TokenScope, isOn: boolean): void {
    const next = new Set(scopes);
    if (isOn) next.add(scope);
    else next.delete(scope);
    // A file is a list that is read.
    if (scope === "export" && isOn) next.add("read");
    if (scope === "read" && !isOn) next.delete("export");
    setScopes(next);
  }

  function limit(ids: readonly string[] | undefined): void {
    setMerchantIds(ids);
    if (ids !== undefined && scopes.has("audit")) toggle("audit", false);
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setIsTold(true);
    if (!isWrong) making.mutate();
    else if (isNameWrong) event.currentTarget.querySelector("input")?.focus();
  }

  return (
    <form className="grid max-w-2xl gap-4" onSubmit={submit} noValidate>
      <div className="grid gap-3 md:grid-cols-2">
        <TextField
          label={t("tokens.name")}
          hint={t("tokens.nameHint")}
          name="name"
          value={name}
          required
          autoComplete="off"
          error={isTold && isNameWrong ? t("tokens.nameMissing") : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label={t("tokens.expires")}
          name="expires"
          value={life}
          onChange={(event) => setLife(event.target.value)}
        >
          {LIFES.map(({ days, label }) => (
            <option key={days} value={days}>
              {t(`tokens.${label}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-sm font-medium">{t("tokens.scopes")}</legend>
        {TOKEN_SCOPES.map((scope) => (
          <div key={scope} className="grid gap-0.5 text-sm">
            <label className="flex items-center gap-2 font-medium">
              <input
                type="checkbox"
                checked={scopes.has(scope)}
                disabled={scope === "audit" && merchantIds !== undefined}
                aria-describedby={`${hintId}-${scope}`}
                onChange={(event) => toggle(scope, event.target.checked)}
              />
              {t(`tokens.scope.${scope}`)}
            </label>
            <p id={`${hintId}-${scope}`} className="text-muted pl-6 text-xs">
              {scope === "audit" && merchantIds !== undefined
                ? t("tokens.auditWhole")
                : t(`tokens.scopeMeans.${scope}`)}
            </p>
          </div>
        ))}
        {isTold && scopes.size === 0 && (
          <p role="alert" className="text-negative text-xs">
            {t("tokens.scopesMissing")}
          </p>
        )}
      </fieldset>
      <MerchantChoice
        tenant={tenant}
        chosen={merchantIds}
        error={isTold && merchantIds?.length === 0 ? t("tokens.merchantsMissing") : undefined}
        onChange={limit}
      />
      {making.isError && (
        <p role="alert" className="text-sm">
          <span className="text-negative font-medium">{t("tokens.notCreated")}</span>{" "}
          {making.error instanceof ProblemError ? making.error.detail : t("everywhere.failedNetwork")}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" disabled={making.isPending}>
          {t(making.isPending ? "tokens.creating" : "tokens.create")}
        </Button>
      </div>
    </form>
  );
}
