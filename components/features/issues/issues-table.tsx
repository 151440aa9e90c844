"use client";

import { useLocale, useTranslations } from "next-intl";

import { Severity } from "@/components/features/issues/severity";
import { useIssueTitle } from "@/components/features/overview/issue-title";
import { Ago, LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { formatInstant } from "@/lib/browser/format";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { Issue } from "@/lib/contracts/shapes";
import { FIRM_ZONE } from "@/lib/domain/issue/snooze";

/** Which issues are chosen, where somebody may do something to several at once. */
export type Chosen = Readonly<{ ids: ReadonlySet<string>; toggle: (ids: readonly string[]) => void }>;

/** A page of issues, one row each; a box before the name where they can be chosen. */
export function IssuesTable({
  tenant,
  issues,
  view,
  chosen,
}: Readonly<{
  tenant: string;
  issues: readonly Issue[];
  view: "waiting" | "snoozed" | "resolved";
  chosen: Chosen | undefined;
}>) {
  const t = useTranslations("issue");
  const isResolved = view === "resolved";
  return (
    <Table
      caption={t("title")}
      columns={[
        { key: "issue", label: <Heading issues={issues} chosen={chosen} /> },
        { key: "severity", label: t("severity"), isWide: true },
        { key: "merchant", label: t("merchant"), isWide: true },
        { key: "assigned", label: t("assigned"), isWide: true },
        { key: "opened", label: t("opened"), isNumber: true },
        ...(isResolved ? [{ key: "closed", label: t("closed"), isNumber: true }] : []),
      ]}
    >
      {issues.map((issue) => (
        <Row key={issue.id} isTall>
          <Cell isName>
            <Name tenant={tenant} issue={issue} chosen={chosen} />
          </Cell>
          <Cell isWide>
            <Severity severity={issue.severity} />
          </Cell>
          <Cell isWide>
            {issue.merchantId === null ? (
              <span className="text-muted">—</span>
            ) : (
              <NameLink href={`/${tenant}/merchants/${issue.merchantId}`} isRowLink={false}>
                {issue.merchantName ?? issue.merchantId}
              </NameLink>
            )}
          </Cell>
          <Cell isWide>{issue.assignedName ?? <span className="text-muted">—</span>}</Cell>
          <Cell isNumber>
            <Ago at={issue.openedAt} />
          </Cell>
          {isResolved && (
            <Cell isNumber>
              <Ago at={issue.resolvedAt} />
            </Cell>
          )}
        </Row>
      ))}
    </Table>
  );
}

/** Which one of several of a kind it is: its amount and its date. */
function About({
  facts: { amount = "", currency = "", bookingDate, ledgerDate },
}: Readonly<{ facts: Issue["facts"] }>) {
  const date = bookingDate ?? ledgerDate;
  if (!/^-?\d+$/.test(amount) || currency === "") return null;
  return (
    <span className="block">
      <Money amount={BigInt(amount)} currency={currency} showCurrency />
      {date !== undefined && (
        <>
          {" · "}
          <LedgerDate date={parseLedgerDate(date)} />
        </>
      )}
    </span>
  );
}

const BOX = "accent-accent size-5 shrink-0 md:size-4";

function Heading({ issues, chosen }: Readonly<{ issues: readonly Issue[]; chosen: Chosen | undefined }>) {
  const t = useTranslations("issue");
  if (chosen === undefined) return t("issue");
  const ids = issues.map(({ id }) => id);
  const areAll = ids.every((id) => chosen.ids.has(id));
  return (
    <span className="flex items-center gap-2.5">
      <input
        type="checkbox"
        className={BOX}
        aria-label={t("chooseAll")}
        checked={areAll}
        onChange={() => chosen.toggle(areAll ? ids : ids.filter((id) => !chosen.ids.has(id)))}
      />
      {t("issue")}
    </span>
  );
}

function Name({
  tenant,
  issue,
  chosen,
}: Readonly<{ tenant: string; issue: Issue; chosen: Chosen | undefined }>) {
  const t = useTranslations("issue");
  const language = useLocale();
  const title = useIssueTitle()(issue.kind);
  return (
    <span className="flex items-start gap-2.5">
      {chosen !== undefined && (
        <input
          type="checkbox"
          className={`${BOX} mt-0.5`}
          aria-label={t("choose", { title: [title, issue.merchantName].filter(Boolean).join(", ") })}
          checked={chosen.ids.has(issue.id)}
          onChange={() => chosen.toggle([issue.id])}
        />
      )}
      <span className="min-w-0">
        <NameLink href={`/${tenant}/issues/${issue.id}`}>{title}</NameLink>
        <Under>
          {issue.snoozedUntil !== null && (
            <span className="block">
              {t("until", { date: formatInstant(issue.snoozedUntil, language, FIRM_ZONE) })}
            </span>
          )}
          <About facts={issue.facts} />
          <span className="hidden md:inline">
            {issue.facts["ledgerId"] !== undefined && t("toLedger", { ledgerId: issue.facts["ledgerId"] })}
          </span>
          <span className="block md:hidden">
            <Severity severity={issue.severity} />
            {issue.merchantName !== null && <span className="block">{issue.merchantName}</span>}
            {issue.assignedName !== null && (
              <span className="block">
                {t("assigned")} {issue.assignedName}
              </span>
            )}
          </span>
        </Under>
      </span>
    </span>
  );
}
