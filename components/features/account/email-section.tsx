"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { AccountForm } from "@/components/features/account/account-form";
import { Done, useFieldProblem } from "@/components/features/account/problem";
import { Card, Section } from "@/components/patterns/page";
import { TextField } from "@/components/ui/field";
import { account } from "@/lib/browser/account";
import type { AccountView } from "@/lib/contracts/account";

/** Asking for another e-mail: it changes when the link in the letter to it is used. */
export function EmailSection({ person }: Readonly<{ person: AccountView }>) {
  const t = useTranslations("account.email");
  const [sentTo, setSentTo] = useState<string>();
  return (
    <Section title={t("title")}>
      <Card>
        <div className="grid gap-3 text-sm">
          <p>{t("now", { email: person.email })}</p>
          {sentTo !== undefined && <Done>{t("sent", { email: sentTo })}</Done>}
          {person.hasPassword && (
            <AccountForm
              fields={["email", "password"]}
              submit={t("change")}
              send={async (value) => {
                setSentTo(undefined);
                await account.changeEmail(value("password"), value("email"));
                setSentTo(value("email"));
              }}
            >
              {(error) => <Fields error={error} />}
            </AccountForm>
          )}
        </div>
      </Card>
    </Section>
  );
}

function Fields({ error }: Readonly<{ error: unknown }>) {
  const t = useTranslations("account.email");
  const problem = useFieldProblem(error);
  return (
    <>
      <TextField
        label={t("new")}
        name="email"
        type="email"
        autoComplete="email"
        required
        error={problem("email")}
      />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={problem("password")}
      />
    </>
  );
}
