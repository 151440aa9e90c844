"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { AccountForm } from "@/components/features/account/account-form";
import { Done, useFieldProblem } from "@/components/features/account/problem";
import { Card, Section } from "@/components/patterns/page";
import { ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { account } from "@/lib/browser/account";
import type { AccountView } from "@/lib/contracts/account";

/** Changing the password; or how to get one, for somebody who signs in elsewhere. */
export function PasswordSection({ person }: Readonly<{ person: AccountView }>) {
  const t = useTranslations("account.password");
  const router = useRouter();
  const [isChanged, setIsChanged] = useState(false);
  return (
    <Section title={t("title")}>
      <Card>
        {person.hasPassword ? (
          <div className="grid gap-3">
            {isChanged && <Done>{t("changed")}</Done>}
            <AccountForm
              fields={["password", "newPassword"]}
              submit={t("change")}
              submitting={t("changing")}
              send={(value) => {
                setIsChanged(false);
                return account.changePassword(value("password"), value("newPassword"));
              }}
              onDone={() => {
                setIsChanged(true);
                router.refresh();
              }}
            >
              {(error) => <Fields error={error} />}
            </AccountForm>
          </div>
        ) : (
          <div className="grid justify-items-start gap-3 text-sm">
            <p>{t("none", { issuer: person.issuers.join(", ") })}</p>
            <ButtonLink href="/sign-in/forgot">{t("ask")}</ButtonLink>
          </div>
        )}
      </Card>
    </Section>
  );
}

function Fields({ error }: Readonly<{ error: unknown }>) {
  const t = useTranslations("account.password");
  const problem = useFieldProblem(error);
  return (
    <>
      <TextField
        label={t("current")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={problem("password")}
      />
      <TextField
        label={t("new")}
        hint={t("hint")}
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        error={problem("newPassword")}
      />
    </>
  );
}
