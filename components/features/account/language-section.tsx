"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { AccountForm } from "@/components/features/account/account-form";
import { Done } from "@/components/features/account/problem";
import { Card, Section } from "@/components/patterns/page";
import { SelectField } from "@/components/ui/field";
import { account } from "@/lib/browser/account";
import { LANGUAGE_COOKIE, rememberChoice } from "@/lib/browser/theme";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import type { MailLanguage } from "@/lib/domain/access/language";

/** Each in its own words. */
const NAMES = { en: "English", nb: "Norsk", da: "Dansk", fi: "Suomi" } as const;

/** The language of mail, and of the pages in this browser where they are in it. */
export function LanguageSection({ language }: Readonly<{ language: MailLanguage }>) {
  const t = useTranslations("account");
  const router = useRouter();
  const [isSaved, setIsSaved] = useState(false);
  const [chosen, setChosen] = useState<string>(language);
  return (
    <Section title={t("language.title")}>
      <Card>
        <div className="grid gap-3">
          {isSaved && <Done>{t("saved")}</Done>}
          <AccountForm
            fields={[]}
            submit={t("language.save")}
            send={async () => {
              await account.changeLanguage(chosen);
              setIsSaved(true);
              if (chosen === "nb" || chosen === "en") rememberChoice(LANGUAGE_COOKIE, chosen);
              router.refresh();
            }}
          >
            {() => (
              <SelectField
                label={t("language.label")}
                hint={t("language.hint")}
                value={chosen}
                onChange={(event) => {
                  setChosen(event.target.value);
                  setIsSaved(false);
                }}
              >
                {MAIL_LANGUAGES.map((code) => (
                  <option key={code} value={code} lang={code}>
                    {NAMES[code]}
                  </option>
                ))}
              </SelectField>
            )}
          </AccountForm>
        </div>
      </Card>
    </Section>
  );
}
