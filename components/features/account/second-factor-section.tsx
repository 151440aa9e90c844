"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { AccountForm } from "@/components/features/account/account-form";
import { PasswordProof } from "@/components/features/account/password-proof";
import { useFieldProblem } from "@/components/features/account/problem";
import { QrCode } from "@/components/features/account/qr-code";
import { RecoveryCodes } from "@/components/features/account/recovery-codes";
import { Instant } from "@/components/patterns/dates";
import { Card, Section } from "@/components/patterns/page";
import { useIsAlive } from "@/components/ui/alive";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { account } from "@/lib/browser/account";
import type { AccountView } from "@/lib/contracts/account";

type Step =
  | Readonly<{ kind: "rest" | "prove-on" | "prove-off" | "prove-renew" }>
  | Readonly<{ kind: "scan"; uri: string; secret: string }>
  | Readonly<{ kind: "codes"; codes: readonly string[] }>;

const REST: Step = { kind: "rest" };

/** Turning the second factor on and off, and new recovery codes. */
export function SecondFactorSection({ person }: Readonly<{ person: AccountView }>) {
  const t = useTranslations("account.factor");
  const router = useRouter();
  const [step, setStep] = useState<Step>(REST);
  const rest = (): void => {
    setStep(REST);
    router.refresh();
  };
  return (
    <Section title={t("title")}>
      <Card>
        {step.kind === "rest" && <AtRest person={person} choose={(kind) => setStep({ kind })} />}
        {step.kind === "prove-on" && (
          <div className="grid gap-3">
            <p className="max-w-[60ch] text-sm">{t("lead")}</p>
            <PasswordProof
              submit={t("begin")}
              onCancel={rest}
              send={async (password) => {
                const { uri, key } = await account.newSecondFactor(password);
                setStep({ kind: "scan", uri, secret: key });
              }}
            />
          </div>
        )}
        {step.kind === "scan" && (
          <Scan step={step} onCancel={rest} onCodes={(codes) => setStep({ kind: "codes", codes })} />
        )}
        {step.kind === "prove-off" && (
          <PasswordProof
            withCode
            submit={t("turnOff")}
            onCancel={rest}
            send={async (password, code) => {
              await account.turnOffSecondFactor(password, code);
              rest();
            }}
          />
        )}
        {step.kind === "prove-renew" && (
          <div className="grid gap-3">
            <p className="text-sm">{t("renewHint")}</p>
            <PasswordProof
              withCode
              submit={t("renew")}
              onCancel={rest}
              send={async (password, code) => {
                const { recoveryCodes } = await account.renewRecoveryCodes(password, code);
                setStep({ kind: "codes", codes: recoveryCodes });
              }}
            />
          </div>
        )}
        {step.kind === "codes" && <RecoveryCodes codes={step.codes} onKept={rest} />}
      </Card>
    </Section>
  );
}

function AtRest({
  person,
  choose,
}: Readonly<{
  person: AccountView;
  choose: (kind: "prove-on" | "prove-off" | "prove-renew") => void;
}>) {
  const t = useTranslations("account.factor");
  const isAlive = useIsAlive();
  if (person.secondFactorAt === undefined) {
    return (
      <div className="grid justify-items-start gap-3 text-sm">
        <p>{t("off")}</p>
        <Button onClick={() => choose("prove-on")} disabled={!isAlive || !person.hasPassword}>
          {t("turnOn")}
        </Button>
      </div>
    );
  }
  return (
    <div className="grid justify-items-start gap-3 text-sm">
      <p>
        {t("on")} <Instant at={person.secondFactorAt} />
      </p>
      <p>{t("left", { count: person.recoveryCodesLeft })}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => choose("prove-renew")} disabled={!isAlive}>
          {t("renew")}
        </Button>
        <Button onClick={() => choose("prove-off")} disabled={!isAlive}>
          {t("turnOff")}
        </Button>
      </div>
    </div>
  );
}

function Scan({
  step,
  onCancel,
  onCodes,
}: Readonly<{
  step: Extract<Step, { kind: "scan" }>;
  onCancel: () => void;
  onCodes: (codes: readonly string[]) => void;
}>) {
  const t = useTranslations("account.factor");
  return (
    <div className="grid gap-4">
      <p className="text-sm">{t("scan")}</p>
      <QrCode text={step.uri} label={t("qr")} />
      <p className="text-sm">
        {t("key")} <code className="[overflow-wrap:anywhere]">{step.secret}</code>
      </p>
      <AccountForm
        fields={["code"]}
        submit={t("confirm")}
        actions={<Button onClick={onCancel}>{t("cancel")}</Button>}
        send={async (value) => onCodes((await account.turnOnSecondFactor(value("code"))).recoveryCodes)}
      >
        {(error) => <CodeField error={error} />}
      </AccountForm>
    </div>
  );
}

function CodeField({ error }: Readonly<{ error: unknown }>) {
  const t = useTranslations("account.factor");
  const problem = useFieldProblem(error);
  return (
    <TextField
      label={t("code")}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      required
      error={problem("code")}
    />
  );
}
