"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { Card } from "@/components/patterns/page";
import { NotDone } from "@/components/patterns/not-done";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { invalidateBoard, onboardingActs, peopleQuery } from "@/lib/browser/queries/onboarding";
import type { BoardCard } from "@/lib/contracts/onboarding";
import { isLedgerDate } from "@/lib/core/ledger-date";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";

/** What is taken in: cards that were ticked, or all new ones that the search finds. */
export type Chosen =
  | Readonly<{ kind: "cards"; cards: readonly BoardCard[] }>
  | Readonly<{ kind: "matching"; search: string; count: number | undefined }>;

type Wrong = "booksFromInvalid" | "emailInvalid" | undefined;

/** Takes in what is chosen: a single ledger with a form of its own, many as a batch that goes on by itself. */
export function TakeInPanel({
  tenant,
  chosen,
  onDone,
}: Readonly<{ tenant: string; chosen: Chosen; onDone: () => void }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const people = useQuery(peopleQuery(tenant)).data?.items ?? [];
  const [wrong, setWrong] = useState<Wrong>();
  const cards = chosen.kind === "cards" ? chosen.cards : [];
  const single = cards.length === 1 ? cards[0] : undefined;
  const count = chosen.kind === "cards" ? cards.length : chosen.count;
  const taking = useMutation({
    mutationFn: (details: Readonly<Record<string, string>>): Promise<unknown> => {
      if (chosen.kind === "matching")
        return onboardingActs.startBatch(tenant, { ...details, matching: { search: chosen.search } });
      const ledgers = cards.map((card) => card.ledger);
      return single === undefined
        ? onboardingActs.startBatch(tenant, { ...details, ledgers })
        : onboardingActs.takeIn(tenant, { ...details, ledgers });
    },
    onSuccess: async () => {
      await invalidateBoard(client, tenant);
      onDone();
    },
  });
  if (count === 0 && chosen.kind === "cards") return null;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const details = valuesOf(event.currentTarget);
    const { booksFrom = "", contactEmail = "" } = details;
    const found: Wrong =
      booksFrom !== "" && !isLedgerDate(booksFrom)
        ? "booksFromInvalid"
        : contactEmail !== "" && !/^\S+@\S+\.\S+$/.test(contactEmail)
          ? "emailInvalid"
          : undefined;
    setWrong(found);
    if (found === undefined) taking.mutate(details);
  }

  return (
    <div className="mb-6">
      <Card>
        <form className="grid gap-3" onSubmit={submit} noValidate aria-label={t("takeInForm")}>
          <h2 className="text-[15px] leading-[22px] font-semibold">
            {single === undefined ? t("takeInMany") : t("takeInOne", { name: single.merchant.name })}
          </h2>
          {single === undefined && <p className="text-muted text-sm">{t("onlyNamed")}</p>}
          <div className="grid gap-3 md:grid-cols-2 lg:grid-cols-3">
            {single !== undefined && single.merchant.id === null && (
              <TextField
                label={t("merchantName")}
                hint={t("merchantNameHint")}
                name="merchantName"
                defaultValue={single.merchant.name}
                maxLength={300}
                autoComplete="off"
              />
            )}
            <TextField
              label={t("booksFrom")}
              hint={t("booksFromHint")}
              error={wrong === "booksFromInvalid" ? t("booksFromInvalid") : undefined}
              name="booksFrom"
              type="date"
              defaultValue={single?.booksFrom}
            />
            {single !== undefined && (
              <TextField
                label={t("bankAccount")}
                hint={t("bankAccountHint", {
                  account: `${single.payoutAccount.scheme} ${single.payoutAccount.id}`.trim(),
                })}
                name="bankAccount"
                defaultValue={single.bankAccount ?? single.payoutAccount.id}
                maxLength={60}
                autoComplete="off"
              />
            )}
            <SelectField label={t("language")} hint={t("languageHint")} name="language" defaultValue="">
              <option value="">{t("languageOfCountry")}</option>
              {MAIL_LANGUAGES.map((language) => (
                <option key={language} value={language}>
                  {t(`languages.${language}`)}
                </option>
              ))}
            </SelectField>
            <SelectField label={t("responsible")} name="responsibleId" defaultValue="">
              <option value="">{t("nobodyYet")}</option>
              {people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </SelectField>
            {single !== undefined && (
              <TextField
                label={t("contactEmail")}
                hint={t("contactEmailHint")}
                error={wrong === "emailInvalid" ? t("emailInvalid") : undefined}
                name="contactEmail"
                type="email"
                maxLength={320}
                autoComplete="off"
              />
            )}
          </div>
          <NotDone error={taking.error} what={t("notTakenIn")} />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" look="primary" disabled={taking.isPending}>
              {taking.isPending
                ? t("takingIn")
                : count === undefined
                  ? t("takeInMatching")
                  : t("takeIn", { count })}
            </Button>
            <Button look="quiet" onClick={onDone}>
              {t("cancel")}
            </Button>
            <span className="text-muted text-sm" aria-live="polite">
              {count === undefined ? t("selectedMatching") : t("selected", { count })}
            </span>
          </div>
        </form>
      </Card>
    </div>
  );
}

/** What the form says; fields left empty are left out. */
export function valuesOf(form: HTMLFormElement): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") values[name] = value.trim();
  }
  return values;
}
