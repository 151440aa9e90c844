"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { AcknowledgeForm } from "@/components/features/issues/acknowledge-form";
import { useIssueWords } from "@/components/features/issues/issue-words";
import { IssueWorkPanel } from "@/components/features/issues/issue-work-panel";
import { Severity } from "@/components/features/issues/severity";
import { ledgerHref } from "@/components/features/ledgers/ledger-address";
import { whereToGo } from "@/components/features/issues/where-to-go";
import { useIssueTitle } from "@/components/features/overview/issue-title";
import { NotAllowed, usePermission } from "@/components/patterns/access";
import { Ago } from "@/components/patterns/dates";
import { Card, Facts, Note, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { NameLink } from "@/components/patterns/table";
import { ButtonLink } from "@/components/ui/button";
import { issueQuery } from "@/lib/browser/queries/issues";
import type { Issue } from "@/lib/contracts/shapes";
import { ISSUE_ENDS } from "@/lib/domain/issue/acknowledgement";

/** One issue: what happened, what is safe, what to do, and how it ends. */
export function IssueScreen({ tenant, id }: Readonly<{ tenant: string; id: string }>) {
  const issue = useQuery(issueQuery(tenant, id));
  return <QueryState query={issue}>{(found) => <IssueBody tenant={tenant} issue={found} />}</QueryState>;
}

function IssueBody({ tenant, issue }: Readonly<{ tenant: string; issue: Issue }>) {
  const t = useTranslations("issue");
  const titleOf = useIssueTitle();
  const words = useIssueWords(issue);
  return (
    <>
      <PageHeader
        title={titleOf(issue.kind)}
        crumbs={[{ label: t("title"), href: `/${tenant}/issues` }]}
        sub={
          <span className="flex flex-wrap gap-x-3">
            <Severity severity={issue.severity} />
            <span>
              {t("openedAgo")} <Ago at={issue.openedAt} />
            </span>
            {issue.resolvedAt !== null && (
              <span>
                {t("resolvedAgo")} <Ago at={issue.resolvedAt} />
              </span>
            )}
          </span>
        }
      />
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="min-w-0">
          <div aria-live="polite">{issue.resolvedAt !== null && <Resolved issue={issue} />}</div>
          {(["means", "safe", "todo"] as const).map((part) => (
            <Section key={part} title={t(part)}>
              <p className="max-w-[70ch] [overflow-wrap:anywhere]">{words[part]}</p>
            </Section>
          ))}
          {issue.resolvedAt === null && <HowItEnds tenant={tenant} issue={issue} />}
        </div>
        <aside aria-label={t("about")} className="min-w-0">
          <IssueWorkPanel tenant={tenant} issue={issue} />
          <Section title={t("about")}>
            <Card>
              <About tenant={tenant} issue={issue} />
              {words.facts.length > 0 && (
                <Facts items={words.facts.map(({ label, value }) => ({ label, value }))} />
              )}
            </Card>
          </Section>
        </aside>
      </div>
    </>
  );
}

/** How it ended: by a person, who said why, or by itself. */
function Resolved({ issue }: Readonly<{ issue: Issue }>) {
  const t = useTranslations("issue");
  if (issue.resolvedBy === null) return <Note tone="info">{t("endedByItself")}</Note>;
  return (
    <Note tone="info">
      <span className="[overflow-wrap:anywhere]">
        {t("endedBy", { name: issue.resolvedBy, reason: issue.reason ?? "" })}
      </span>
    </Note>
  );
}

function HowItEnds({ tenant, issue }: Readonly<{ tenant: string; issue: Issue }>) {
  const end = ISSUE_ENDS[issue.kind];
  const mayAcknowledge = usePermission("issue.acknowledge");
  const mayAgree = usePermission("copy.agree");
  if (end === "by-cause") return <EndsByCause tenant={tenant} issue={issue} />;
  if (!mayAcknowledge) return <NotAllowed permission="issue.acknowledge" />;
  if (end === "agreed" && !mayAgree) return <NotAllowed permission="copy.agree" />;
  return <AcknowledgeForm tenant={tenant} issue={issue} isAgreement={end === "agreed"} />;
}

/** Nobody closes it by hand; where its cause is seen to. */
function EndsByCause({ tenant, issue }: Readonly<{ tenant: string; issue: Issue }>) {
  const t = useTranslations("issue");
  const mayReadKeys = usePermission("keys.read");
  const place = whereToGo(tenant, issue);
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-muted max-w-[70ch] text-sm">{t("endsByCause")}</p>
      {place !== undefined && (place.kind !== "keys-rejected" || mayReadKeys) && (
        <ButtonLink href={place.href} look="primary">
          {t(`whereToGo.${place.kind}`)}
        </ButtonLink>
      )}
    </div>
  );
}

/** Where to look: the merchant, the ledger, the date's entries, the payout. */
function About({ tenant, issue }: Readonly<{ tenant: string; issue: Issue }>) {
  const t = useTranslations("issue");
  const { ledgerId, ledgerDate, topic } = issue.facts;
  const links: { href: string; label: string }[] = [];
  if (issue.merchantId !== null) {
    links.push({
      href: `/${tenant}/merchants/${issue.merchantId}`,
      label: issue.merchantName ?? t("merchant"),
    });
  }
  if (issue.ledgerUid !== null) {
    const base = `/${tenant}/ledgers/${issue.ledgerUid}`;
    links.push({ href: base, label: t("toLedger", { ledgerId: ledgerId ?? "" }) });
    if (ledgerDate !== undefined) {
      links.push({
        href: ledgerHref(base, { topic: topic ?? "funds", from: ledgerDate, to: ledgerDate }),
        label: t("toEntries"),
      });
    }
  }
  if (issue.subject.type === "payout") {
    links.push({ href: `/${tenant}/payouts/${issue.subject.id}`, label: t("toPayout") });
  }
  if (links.length === 0) return null;
  return (
    <ul className="border-line mb-3 grid gap-1.5 border-b pb-3 text-sm">
      {links.map((link) => (
        <li key={link.href}>
          <NameLink href={link.href} isRowLink={false}>
            {link.label}
          </NameLink>
        </li>
      ))}
    </ul>
  );
}
