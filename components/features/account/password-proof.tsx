"use client";

import { useTranslations } from "next-intl";

import { AccountForm } from "@/components/features/account/account-form";
import { useFieldProblem } from "@/components/features/account/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

/**
 * Asks for the password before something that an open session alone must not do; `withCode`: and for a code of the
 * second factor, or a recovery code.
 */
export function PasswordProof({
  submit,
  send,
  onCancel,
  withCode = false,
}: Readonly<{
  submit: string;
  send: (password: string, code: string) => Promise<unknown>;
  onCancel: () => void;
  withCode?: boolean;
}>) {
  const t = useTranslations("account.factor");
  return (
    <AccountForm
      fields={withCode ? ["password", "code"] : ["password"]}
      submit={submit}
      send={(value) => send(value("password"), value("code"))}
      actions={<Button onClick={onCancel}>{t("cancel")}</Button>}
    >
      {(error) => (
        <>
          <PasswordField label={t("passwordFirst")} error={error} />
          {withCode && <CodeField label={t("codeOrRecovery")} error={error} />}
        </>
      )}
    </AccountForm>
  );
}

function PasswordField({ label, error }: Readonly<{ label: string; error: unknown }>) {
  const problem = useFieldProblem(error);
  return (
    <TextField
      label={label}
      name="password"
      type="password"
      autoComplete="current-password"
      required
      error={problem("password")}
    />
  );
}

function CodeField({ label, error }: Readonly<{ label: string; error: unknown }>) {
  const problem = useFieldProblem(error);
  return (
    <TextField label={label} name="code" autoComplete="one-time-code" required error={problem("code")} />
  );
}
