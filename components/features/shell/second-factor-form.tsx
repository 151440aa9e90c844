"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { useIsAlive } from "@/components/ui/alive";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

const REFUSALS = { CredentialsSignin: "factor.refused", gone: "factor.gone", limited: "limited" } as const;
type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS] | "unavailable";

/** The second step of signing in. */
export function SecondFactorForm() {
  const t = useTranslations("signIn");
  const router = useRouter();
  const isAlive = useIsAlive();
  const [refusal, setRefusal] = useState<Refusal>();
  const [isSending, setIsSending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setIsSending(true);
    setRefusal(undefined);
    const code = new FormData(form).get("code");
    const answer = await signIn("second-factor", { redirect: false, code }).catch(() => undefined);
    if (answer?.ok === true) {
      router.replace("/");
      router.refresh();
      return;
    }
    setIsSending(false);
    setRefusal(REFUSALS[answer?.error as keyof typeof REFUSALS] ?? "unavailable");
    form.querySelector("input")?.select();
  }

  return (
    <form method="post" className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        label={t("factor.code")}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={refusal === undefined ? undefined : t(refusal)}
      />
      <p role="alert" className="sr-only">
        {refusal !== undefined && t(refusal)}
      </p>
      <Button look="primary" type="submit" disabled={!isAlive || isSending} className="justify-center">
        {t(isSending ? "factor.submitting" : "factor.submit")}
      </Button>
      <Link href="/sign-in" className="text-muted hover:text-ink text-sm underline underline-offset-4">
        {t("factor.again")}
      </Link>
    </form>
  );
}
