"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { Route } from "next";
import { signIn, signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import type { FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ProblemError } from "@/lib/browser/api";
import { forgetInvitation, rememberInvitation } from "@/lib/browser/invitation";
import { acceptInvitation } from "@/lib/browser/queries/members";
import type { Accepted } from "@/lib/contracts/members";

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 200;

const never = (): (() => void) => () => {};

/** False until scripts run: before that the browser itself would send a form. */
function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** The way in that fits: as the signed-in person, after signing in, or as somebody new. */
export function AcceptForms({
  token,
  email,
  isKnown,
  signedInAs,
}: Readonly<{ token: string; email: string; isKnown: boolean; signedInAs: string | undefined }>) {
  if (signedInAs === email) return <AcceptButton token={token} />;
  if (signedInAs !== undefined) return <OtherPerson token={token} signedInAs={signedInAs} />;
  return isKnown ? <SignInFirst token={token} /> : <NewPerson token={token} email={email} />;
}

function useGoOn(): (accepted: Accepted) => void {
  const router = useRouter();
  return ({ tenant, role }) => {
    forgetInvitation();
    router.replace((role === "merchant" ? "/my" : `/${tenant}`) as Route);
    router.refresh();
  };
}

function AcceptButton({ token }: Readonly<{ token: string }>) {
  const t = useTranslations("invitation");
  const goOn = useGoOn();
  const isAlive = useIsAlive();
  const accept = useMutation({ mutationFn: () => acceptInvitation({ token }), onSuccess: goOn });
  return (
    <>
      <Problem error={accept.error} />
      <Button
        look="primary"
        className="justify-center"
        disabled={!isAlive || accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate()}
      >
        {t(accept.isPending ? "accepting" : "accept")}
      </Button>
    </>
  );
}

function SignInFirst({ token }: Readonly<{ token: string }>) {
  const t = useTranslations("invitation");
  const router = useRouter();
  const isAlive = useIsAlive();
  return (
    <>
      <p className="text-sm">{t("signInFirst")}</p>
      <Button
        look="primary"
        className="justify-center"
        disabled={!isAlive}
        onClick={() => {
          rememberInvitation(token);
          router.push("/sign-in");
        }}
      >
        {t("signIn")}
      </Button>
    </>
  );
}

function OtherPerson({ token, signedInAs }: Readonly<{ token: string; signedInAs: string }>) {
  const t = useTranslations();
  const isAlive = useIsAlive();
  return (
    <>
      <p className="text-sm [overflow-wrap:anywhere]">{t("invitation.otherPerson", { email: signedInAs })}</p>
      <Button
        className="justify-center"
        disabled={!isAlive}
        onClick={() => {
          // The link is a secret: it is not left in an address that others keep.
          rememberInvitation(token);
          void signOut({ callbackUrl: "/sign-in" });
        }}
      >
        {t("shell.signOut")}
      </Button>
    </>
  );
}

function NewPerson({ token, email }: Readonly<{ token: string; email: string }>) {
  const t = useTranslations("invitation");
  const goOn = useGoOn();
  const isAlive = useIsAlive();
  const [wrong, setWrong] = useState<Readonly<{ name: boolean; password: boolean }>>();
  const accept = useMutation({
    mutationFn: async ({ name, password }: Readonly<{ name: string; password: string }>) => {
      const accepted = await acceptInvitation({ token, name, password });
      // The account is there now: whoever cannot be signed in here does so at the door.
      await signIn("credentials", { redirect: false, email, password }).catch(() => undefined);
      return accepted;
    },
    onSuccess: goOn,
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = textOf(form.get("name")).trim();
    const password = textOf(form.get("password"));
    const found = {
      name: name === "",
      password: password.length < PASSWORD_MIN || password.length > PASSWORD_MAX,
    };
    setWrong(found);
    if (!found.name && !found.password) accept.mutate({ name, password });
  }

  return (
    <form method="post" className="grid gap-4" onSubmit={submit} noValidate>
      <p className="text-sm">{t("newPerson")}</p>
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <TextField
        label={t("name")}
        name="name"
        autoComplete="name"
        maxLength={200}
        error={wrong?.name === true ? t("nameMissing") : undefined}
      />
      <TextField
        label={t("password")}
        hint={t("passwordHint")}
        name="password"
        type="password"
        autoComplete="new-password"
        error={wrong?.password === true ? t("passwordShort") : undefined}
      />
      <Problem error={accept.error} />
      <Button
        look="primary"
        type="submit"
        className="justify-center"
        disabled={!isAlive || accept.isPending || accept.isSuccess}
      >
        {t(accept.isPending ? "accepting" : "create")}
      </Button>
    </form>
  );
}

function Problem({ error }: Readonly<{ error: unknown }>) {
  const t = useTranslations("invitation");
  if (error === null || error === undefined) return null;
  const status = error instanceof ProblemError ? error.status : undefined;
  return (
    <p role="alert" className="text-negative text-sm">
      {status === 404
        ? t("goneDetail")
        : status === 409 || status === 401
          ? t("conflict")
          : error instanceof ProblemError && status === 422
            ? error.detail
            : t("failed")}
    </p>
  );
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value : "";
}
