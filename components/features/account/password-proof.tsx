"use client";

import { useTranslations } from "next-intl";

import { AccountForm } from "@/components/features/account/account-form";
import { useFieldProblem } from "@/components/features/account/problem";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

/** Asks for the password before something that an open session alone must not do. */
export function PasswordProof({
  submit,
  send,
  onCancel,
}: Readonly<{
  submit: string;
  send: (password: string) => Promise<unknown>;
  onCancel: () => void;
}>) {
  const t = useTranslations("account.factor");
  return (
    <AccountForm
      fields={["password"]}
      submit={submit}
      send={(value) => send(value("password"))}
      actions={<Button onClick={onCancel}>{t("cancel")}</Button>}
    >
      {(error) => <PasswordField label={t("passwordFirst")} error={error} />}
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
