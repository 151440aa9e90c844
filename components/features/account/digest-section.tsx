"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";

import { AccountForm } from "@/components/features/account/account-form";
import { Done } from "@/components/features/account/problem";
import { useIssueTitle } from "@/components/features/overview/issue-title";
import { Card, Section } from "@/components/patterns/page";
import { SelectField } from "@/components/ui/field";
import { account } from "@/lib/browser/account";
import { formatInstant } from "@/lib/browser/format";
import type { DigestView } from "@/lib/contracts/digest";
import { DIGEST_COVERS, DIGEST_FREQUENCIES } from "@/lib/domain/issue/digest";
import type { DigestChoice } from "@/lib/domain/issue/digest";
import { ISSUE_KINDS, SEVERITIES } from "@/lib/domain/issue/kinds";
import { FIRM_ZONE } from "@/lib/domain/issue/snooze";

const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const BOX = "accent-accent size-5 shrink-0 md:size-4";

/** What of the issues a person wants by mail: of each firm that they work in its own choice. */
export function DigestSection({ digests }: Readonly<{ digests: readonly DigestView[] }>) {
  const t = useTranslations("account.digest");
  if (digests.length === 0) return null;
  return (
    // Letters and the issue list lead here.
    <div id="digest" className="scroll-mt-4">
      <Section title={t("title")}>
        <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("detail")}</p>
        <div className="grid gap-4">
          {digests.map((digest) => (
            <Card key={digest.firm}>
              <DigestForm digest={digest} />
            </Card>
          ))}
        </div>
      </Section>
    </div>
  );
}

function DigestForm({ digest }: Readonly<{ digest: DigestView }>) {
  const t = useTranslations("account.digest");
  const language = useLocale();
  const [choice, setChoice] = useState<DigestChoice>(digest.choice);
  const [saved, setSaved] = useState<string>();
  const change = (to: Partial<DigestChoice>): void => {
    setChoice((before) => ({ ...before, ...to }));
    setSaved(undefined);
  };
  const nextWords = (at: string | null): string =>
    at === null ? t("ended") : t("next", { at: formatInstant(at, language, FIRM_ZONE) });
  return (
    <div className="grid gap-3">
      <h3 className="text-sm font-semibold">{t("firm", { firm: digest.firmName })}</h3>
      {saved === undefined ? (
        digest.nextSendAt !== null && <p className="text-muted text-sm">{nextWords(digest.nextSendAt)}</p>
      ) : (
        <Done>{saved}</Done>
      )}
      <AccountForm
        fields={[]}
        submit={t("save")}
        send={async () => {
          const answer = await account.chooseDigest({
            firm: digest.firm,
            ...choice,
            leftOut: [...choice.leftOut],
          });
          setSaved(nextWords(answer.nextSendAt));
        }}
      >
        {() => (
          <>
            <SelectField
              label={t("frequency")}
              value={choice.frequency}
              onChange={({ target }) =>
                change({ frequency: DIGEST_FREQUENCIES.find((of) => of === target.value) ?? "off" })
              }
            >
              {DIGEST_FREQUENCIES.map((of) => (
                <option key={of} value={of}>
                  {t(`frequencies.${of}`)}
                </option>
              ))}
            </SelectField>
            {choice.frequency !== "off" && <Details choice={choice} change={change} />}
          </>
        )}
      </AccountForm>
    </div>
  );
}

type DetailsProps = Readonly<{ choice: DigestChoice; change: (to: Partial<DigestChoice>) => void }>;

function Details({ choice, change }: DetailsProps) {
  const t = useTranslations("account.digest");
  return (
    <>
      {choice.frequency === "weekly" && (
        <SelectField
          label={t("weekday")}
          value={String(choice.weekday)}
          onChange={({ target }) => change({ weekday: Number(target.value) })}
        >
          {WEEKDAYS.map((day) => (
            <option key={day} value={day}>
              {t(`weekdays.${day}`)}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField
        label={t("hour")}
        hint={t("hourHint")}
        value={String(choice.hour)}
        onChange={({ target }) => change({ hour: Number(target.value) })}
      >
        {HOURS.map((hour) => (
          <option key={hour} value={hour}>
            {`${String(hour).padStart(2, "0")}:00`}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("covers")}
        value={choice.covers}
        onChange={({ target }) =>
          change({ covers: DIGEST_COVERS.find((of) => of === target.value) ?? "all" })
        }
      >
        {DIGEST_COVERS.map((of) => (
          <option key={of} value={of}>
            {t(`coversOf.${of}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("least")}
        value={choice.leastSeverity}
        onChange={({ target }) =>
          change({ leastSeverity: SEVERITIES.find((of) => of === target.value) ?? "info" })
        }
      >
        {SEVERITIES.map((of) => (
          <option key={of} value={of}>
            {t(`severities.${of}`)}
          </option>
        ))}
      </SelectField>
      <Kinds choice={choice} change={change} />
      <label className="flex items-start gap-2 text-sm">
        <input
          type="checkbox"
          className={`${BOX} mt-0.5`}
          checked={choice.sendsEmpty}
          onChange={({ target }) => change({ sendsEmpty: target.checked })}
        />
        {t("sendsEmpty")}
      </label>
    </>
  );
}

function Kinds({ choice, change }: DetailsProps) {
  const t = useTranslations("account.digest");
  const titleOf = useIssueTitle();
  return (
    <details className="text-sm">
      <summary className="cursor-pointer font-medium">{t("leftOut")}</summary>
      <p className="text-muted mt-1 text-xs">{t("leftOutDetail")}</p>
      <fieldset className="mt-2 grid gap-2">
        <legend className="sr-only">{t("leftOut")}</legend>
        {ISSUE_KINDS.map((kind) => (
          <label key={kind} className="flex items-start gap-2">
            <input
              type="checkbox"
              className={`${BOX} mt-0.5`}
              checked={!choice.leftOut.includes(kind)}
              onChange={({ target }) =>
                change({
                  leftOut: target.checked
                    ? choice.leftOut.filter((of) => of !== kind)
                    : [...choice.leftOut, kind],
                })
              }
            />
            {titleOf(kind)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
