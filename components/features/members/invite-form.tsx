"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent, ReactNode } from "react";

import { usePeopleProblem } from "@/components/features/members/member-words";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { changePeople, invalidatePeople } from "@/lib/browser/queries/members";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/;
/** Languages in themselves. */
const LANGUAGE_NAMES = { en: "English", nb: "Norsk", da: "Dansk", fi: "Suomi" } as const;

/** Invites somebody by mail; `children` are the fields of what they are invited to, `body` what is sent of those. */
export function InviteForm({
  tenant,
  path,
  body,
  isReady = true,
  onSent,
  children,
}: Readonly<{
  tenant: string;
  path: string;
  body: Readonly<Record<string, unknown>>;
  isReady?: boolean;
  onSent?: () => void;
  children?: ReactNode;
}>) {
  const t = useTranslations("members");
  const client = useQueryClient();
  const explain = usePeopleProblem();
  const [email, setEmail] = useState("");
  const [language, setLanguage] = useState<string>(useLocale());
  const [isLeft, setIsLeft] = useState(false);
  const [sentTo, setSentTo] = useState<string>();
  const address = email.trim().toLowerCase();
  const isWrong = !EMAIL.test(address);
  const invite = useMutation({
    mutationFn: () => changePeople(tenant, path, { ...body, email: address, language }),
    onSuccess: async () => {
      setSentTo(address);
      setEmail("");
      setIsLeft(false);
      onSent?.();
      await invalidatePeople(client, tenant);
    },
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setIsLeft(true);
    setSentTo(undefined);
    if (!isWrong && isReady) invite.mutate();
  }

  return (
    <form className="grid max-w-xl gap-3" onSubmit={submit} noValidate>
      <TextField
        label={t("email")}
        type="email"
        name="email"
        value={email}
        autoComplete="off"
        error={isLeft && isWrong ? t("emailWrong") : undefined}
        onChange={(event) => setEmail(event.target.value)}
        onBlur={() => email !== "" && setIsLeft(true)}
      />
      {children}
      <SelectField
        label={t("letterLanguage")}
        value={language}
        onChange={(event) => setLanguage(event.target.value)}
      >
        {MAIL_LANGUAGES.map((of) => (
          <option key={of} value={of}>
            {LANGUAGE_NAMES[of]}
          </option>
        ))}
      </SelectField>
      {invite.isError && (
        <p role="alert" className="text-negative text-sm">
          {explain(invite.error)}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" disabled={invite.isPending || !isReady}>
          {t(invite.isPending ? "inviting" : "invite")}
        </Button>
        <output className="text-muted text-sm">
          {sentTo !== undefined && t("invited", { email: sentTo })}
          {!isReady && t("chooseMerchants")}
        </output>
      </div>
    </form>
  );
}
