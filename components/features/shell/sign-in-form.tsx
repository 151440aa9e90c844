"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import type { FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

type Refusal = "refused" | "unavailable" | "limited";

const never = (): (() => void) => () => {};

export function SignInForm() {
  const t = useTranslations("signIn");
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal>();
  const [isSending, setIsSending] = useState(false);
  // Before scripts run the browser itself would send the form, without the answer's words.
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

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
    </form>
  );
}
