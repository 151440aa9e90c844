"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import type { FormEvent } from "react";

import { useIsAlive } from "@/components/ui/alive";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

export type SignInRefusal = "refused" | "unavailable" | "limited" | "unknown" | "elsewhere";

/** Sign-in by password, and with the provider that the installation has. `first`: why the browser was sent back here. */
export function SignInForm({
  provider,
  first,
}: Readonly<{ provider: string | undefined; first: SignInRefusal | undefined }>) {
  const t = useTranslations("signIn");
  const router = useRouter();
  const [refusal, setRefusal] = useState(first);
  const [isSending, setIsSending] = useState(false);
  const isAlive = useIsAlive();

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsSending(true);
    setRefusal(undefined);
    const answer = await signIn("credentials", {
      redirect: false,
      email: form.get("email"),
      password: form.get("password"),
    }).catch(() => undefined);
    if (answer?.ok === true) {
      router.replace("/");
      router.refresh();
      return;
    }
    if (answer?.error === "second-factor") {
      router.push("/sign-in/second-factor");
      return;
    }
    setIsSending(false);
    setRefusal(
      answer?.error === "limited"
        ? "limited"
        : answer?.error === "CredentialsSignin"
          ? "refused"
          : "unavailable",
    );
  }

  return (
    <form method="post" className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <TextField label={t("email")} name="email" type="email" autoComplete="username" required />
      <TextField
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      {refusal !== undefined && (
        <p role="alert" className="text-negative text-sm">
          {t(refusal)}
        </p>
      )}
      <Button look="primary" type="submit" disabled={!isAlive || isSending} className="justify-center">
        {t(isSending ? "submitting" : "submit")}
      </Button>
      {provider !== undefined && (
        <>
          <p className="text-muted text-center text-sm">{t("or")}</p>
          <Button
            disabled={!isAlive || isSending}
            className="justify-center"
            onClick={() => void signIn("oidc", { callbackUrl: "/" })}
          >
            {t("with", { name: provider })}
          </Button>
        </>
      )}
      <Link href="/sign-in/forgot" className="text-muted hover:text-ink text-sm underline underline-offset-4">
        {t("forgot")}
      </Link>
    </form>
  );
}
