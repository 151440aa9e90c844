"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useNow, useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import type { ReactNode } from "react";

import { NotDone } from "@/components/patterns/not-done";
import type { AskedWork, IssueWork, WorkChange } from "@/components/features/issues/use-issue-work";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { formatLedgerDate } from "@/lib/browser/format";
import { issuePeopleQuery } from "@/lib/browser/queries/issues";
import { isLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { snoozeDates } from "@/lib/domain/issue/snooze";

const MINUTE_MS = 60_000;

/** Asks until when issues are put off, or who looks after them. */
export function WorkDialog({ tenant, work }: Readonly<{ tenant: string; work: IssueWork }>) {
  const { asked } = work;
  if (asked === undefined) return null;
  return (
    <OpenDialog key={`${asked.kind} ${asked.ids.join(" ")}`} tenant={tenant} work={work} asked={asked} />
  );
}

function OpenDialog({
  tenant,
  work,
  asked,
}: Readonly<{ tenant: string; work: IssueWork; asked: AskedWork }>) {
  const t = useTranslations();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // Opened once: what is drawn between its closing and the word of it must not open it again, and lose the focus.
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const act = (change: WorkChange): void =>
    // Closed and not just taken away: then the focus goes back to where it came from.
    work.act(asked.ids, change, () => dialog.current?.close());
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      className="bg-raised text-ink border-line shadow-float m-auto w-[min(420px,calc(100vw-32px))] rounded-lg border p-5 text-left text-sm"
      onClose={() => work.ask(undefined)}
    >
      <h2 id={titleId} className="mb-3 text-lg font-semibold">
        {t(asked.kind === "snooze" ? "issue.snoozeTitle" : "issue.assignTitle", { count: asked.ids.length })}
      </h2>
      {asked.kind === "snooze" ? (
        <SnoozeChoices isBusy={work.isBusy} act={act} />
      ) : (
        <AssignChoices tenant={tenant} isBusy={work.isBusy} act={act} />
      )}
      <div className="mt-3 empty:hidden">
        <NotDone error={work.error} what={t("issue.notSaved")} />
      </div>
      <form method="dialog" className="mt-5 flex justify-end">
        <Button type="submit">{t("everywhere.cancel")}</Button>
      </form>
    </dialog>
  );
}

type ChoicesProps = Readonly<{ isBusy: boolean; act: (change: WorkChange) => void }>;

function SnoozeChoices({ isBusy, act }: ChoicesProps) {
  const t = useTranslations("issue");
  const language = useLocale();
  const now = useNow({ updateInterval: MINUTE_MS });
  const dates = snoozeDates(now.getTime());
  const [date, setDate] = useState("");
  const [isLeft, setIsLeft] = useState(false);
  const word = (of: LedgerDate): string =>
    formatLedgerDate(of, language, { thisYear: String(now.getUTCFullYear()), style: "weekday" });
  const isRight = isLedgerDate(date) && date >= dates.tomorrow && date <= dates.last;
  return (
    <div className="grid gap-3">
      <p className="text-muted">{t("snoozeDetail")}</p>
      <Row>
        <Button look="primary" disabled={isBusy} onClick={() => act({ until: dates.tomorrow })}>
          {t("tomorrow", { date: word(dates.tomorrow) })}
        </Button>
        <Button disabled={isBusy} onClick={() => act({ until: dates.nextWeek })}>
          {t("nextWeek", { date: word(dates.nextWeek) })}
        </Button>
      </Row>
      <form
        className="grid gap-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setIsLeft(true);
          if (isRight) act({ until: date });
        }}
      >
        <TextField
          label={t("date")}
          type="date"
          min={dates.tomorrow}
          max={dates.last}
          value={date}
          error={isLeft && !isRight ? t("dateMissing") : undefined}
          onChange={(event) => setDate(event.target.value)}
        />
        <Row>
          <Button type="submit" disabled={isBusy}>
            {t("snoozeOnDate")}
          </Button>
        </Row>
      </form>
    </div>
  );
}

function AssignChoices({ tenant, isBusy, act }: ChoicesProps & Readonly<{ tenant: string }>) {
  const t = useTranslations("issue");
  const people = useQuery(issuePeopleQuery(tenant)).data?.items ?? [];
  const [chosen, setChosen] = useState("");
  const person = chosen === "" ? people[0]?.id : chosen;
  return (
    <div className="grid gap-3">
      <Row>
        <Button look="primary" disabled={isBusy} onClick={() => act({ assignedId: "me" })}>
          {t("assignMe")}
        </Button>
        <Button disabled={isBusy} onClick={() => act({ assignedId: null })}>
          {t("unassign")}
        </Button>
      </Row>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (person !== undefined) act({ assignedId: person });
        }}
      >
        <SelectField
          label={t("person")}
          value={person ?? ""}
          onChange={(event) => setChosen(event.target.value)}
        >
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <Row>
          <Button type="submit" disabled={isBusy || person === undefined}>
            {t("assignTo")}
          </Button>
        </Row>
      </form>
    </div>
  );
}

function Row({ children }: Readonly<{ children: ReactNode }>) {
  return <div className="flex flex-wrap gap-2">{children}</div>;
}
