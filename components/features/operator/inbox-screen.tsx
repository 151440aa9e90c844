"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { AssignDialog } from "@/components/features/operator/assign-dialog";
import { DoneNote } from "@/components/features/operator/done-note";
import { InboxTable } from "@/components/features/operator/inbox-table";
import { KeysNotes } from "@/components/features/operator/keys-notes";
import { TakeBackDialog } from "@/components/features/operator/take-back-dialog";
import { Choices, Pager } from "@/components/patterns/links";
import { EmptyState, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { UrlForm } from "@/components/patterns/url-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { inboxQuery, installationKeysQuery } from "@/lib/browser/queries/operator";
import { INBOX_STATES } from "@/lib/contracts/operators";
import type { InboxItem, InboxQuery } from "@/lib/contracts/operators";

const BASE = "/operator";

/** Every ledger that the installation's keys open: what waits for a firm, and where the others went. */
export function InboxScreen({ query }: Readonly<{ query: InboxQuery }>) {
  const t = useTranslations();
  const inbox = useQuery(inboxQuery(query));
  const keys = useQuery(installationKeysQuery()).data?.items ?? [];
  const [assigning, setAssigning] = useState<InboxItem>();
  const [takingBack, setTakingBack] = useState<InboxItem>();
  const { state, search } = query;
  const discovered = keys.reduce((sum, of) => sum + of.discovered, 0);
  const waiting = keys.reduce((sum, of) => sum + of.unassigned, 0);
  const isFiltered = state !== "all" || search !== "";
  return (
    <>
      <PageHeader title={t("operator.inbox")} sub={t("operator.inboxSub", { waiting, discovered })} />
      <DoneNote />
      <KeysNotes keys={keys} />
      <UrlForm
        key={search}
        base={BASE}
        keep={{ state: state === "all" ? undefined : state }}
        label={t("operator.inboxSearch")}
        className="mb-3 flex max-w-xl flex-wrap items-end gap-2"
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={t("operator.inboxSearch")}
            type="search"
            name="search"
            defaultValue={search}
            maxLength={200}
            autoComplete="off"
          />
        </div>
        <Button type="submit">{t("shell.search")}</Button>
      </UrlForm>
      <Choices
        label={t("operator.state")}
        items={INBOX_STATES.map((of) => ({
          label: t(`operator.state_${of}`),
          href: withQuery(BASE, { search, ...(of !== "all" && { state: of }) }),
          isChosen: of === state,
        }))}
      />
      <QueryState
        query={inbox}
        isEmpty={(page) => page.items.length === 0}
        empty={
          isFiltered ? (
            <EmptyState
              title={t("everywhere.nothingFound")}
              action={<ButtonLink href={BASE}>{t("everywhere.clearFilters")}</ButtonLink>}
            />
          ) : (
            <EmptyState title={t("operator.inboxEmpty")} detail={t("operator.inboxEmptyDetail")} />
          )
        }
      >
        {(page) => (
          <>
            <InboxTable ledgers={page.items} onAssign={setAssigning} onTakeBack={setTakingBack} />
            <Pager
              firstHref={withQuery(BASE, { state, search })}
              nextHref={
                page.nextCursor === null
                  ? undefined
                  : withQuery(BASE, { state, search, cursor: page.nextCursor })
              }
              isFirst={query.cursor === undefined}
            />
          </>
        )}
      </QueryState>
      {assigning !== undefined && <AssignDialog ledger={assigning} onClose={() => setAssigning(undefined)} />}
      {takingBack !== undefined && takingBack.firm !== null && (
        <TakeBackDialog ledger={takingBack} firm={takingBack.firm} onClose={() => setTakingBack(undefined)} />
      )}
    </>
  );
}
