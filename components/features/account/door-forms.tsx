"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { AccountForm } from "@/components/features/account/account-form";
import { Done, useFieldProblem } from "@/components/features/account/problem";
import { ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { account } from "@/lib/browser/account";

/** Asks for a link by mail; the answer is the same whoever has the e-mail. */
export function ForgotForm() {
  const t = useTranslations("signIn.reset");
  const [isSent, setIsSent] = useState(false);
  return (
    <div className="grid gap-4">
      {isSent ? (
        <Done>{t("sent")}</Done>
      ) : (
        <AccountForm
          fields={[]}
          submit={t("submit")}
          submitting={t("submitting")}
          send={(value) => account.forgotPassword(value("email"))}
          onDone={() => setIsSent(true)}
        >
          {() => <TextField label={t("email")} name="email" type="email" autoComplete="username" required />}
        </AccountForm>
      )}
      <Link href="/sign-in" className="text-muted hover:text-ink text-sm underline underline-offset-4">
        {t("back")}
      </Link>
    </div>
  );
}

/** Sets a new password by the link that the page was opened with. */
export function ResetForm({ token }: Readonly<{ token: string }>) {
  const t = useTranslations("signIn.reset");
  const [isDone, setIsDone] = useState(false);
  if (isDone) {
    return (
      <div className="grid justify-items-start gap-4">
        <Done>{t("done")}</Done>
        <ButtonLink href="/sign-in" look="primary">
          {t("back")}
        </ButtonLink>
      </div>
    );
  }
  return (
    <AccountForm
      fields={["newPassword"]}
      submit={t("save")}
      submitting={t("saving")}
      send={(value) => account.resetPassword(token, value("newPassword"))}
      onDone={() => setIsDone(true)}
    >
      {(error) => <NewPasswordField error={error} />}
    </AccountForm>
  );
}

function NewPasswordField({ error }: Readonly<{ error: unknown }>) {
  const t = useTranslations();
  const problem = useFieldProblem(error);
  return (
    <TextField
      label={t("signIn.reset.new")}
      hint={t("account.password.hint")}
      name="newPassword"
      type="password"
      autoComplete="new-password"
      required
      error={problem("newPassword")}
    />
  );
}

/** Confirms the new e-mail by a button: programs that follow links in mail change nothing. */
export function ConfirmEmailForm({ token, email }: Readonly<{ token: string; email: string }>) {
  const t = useTranslations("account.email");
  const [isDone, setIsDone] = useState(false);
  if (isDone) {
    return (
      <div className="grid justify-items-start gap-4">
        <Done>{t("confirmed")}</Done>
        <ButtonLink href="/" look="primary">
          {t("toSignIn")}
        </ButtonLink>
      </div>
    );
  }
  return (
    <AccountForm
      fields={[]}
      submit={t("confirm")}
      submitting={t("confirming")}
      send={() => account.confirmEmail(token)}
      onDone={() => setIsDone(true)}
    >
      {() => <p className="text-sm [overflow-wrap:anywhere]">{t("confirmLead", { email })}</p>}
    </AccountForm>
  );
}
