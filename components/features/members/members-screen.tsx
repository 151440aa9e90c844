"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { InvitationsTable } from "@/components/features/members/invitations-table";
import { InviteForm } from "@/components/features/members/invite-form";
import { isWhole, placeBody, RoleFields } from "@/components/features/members/role-fields";
import type { PlaceChoice } from "@/components/features/members/role-fields";
import { usePermission } from "@/components/patterns/access";
import { Ago, Instant } from "@/components/patterns/dates";
import { Choices, Pager } from "@/components/patterns/links";
import { Card, EmptyState, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { withQuery } from "@/lib/browser/api";
import { invitationsQuery, membersQuery } from "@/lib/browser/queries/members";
import { InvitationsQuery, PEOPLE } from "@/lib/contracts/members";
import type { Member, MembersQuery } from "@/lib/contracts/members";

const NEW_PLACE: PlaceChoice = { role: "accountant", merchants: null };

/** Who belongs to the firm, who is invited, and the way in. */
export function MembersScreen({ tenant, query }: Readonly<{ tenant: string; query: MembersQuery }>) {
  const t = useTranslations("members");
  const base = `/${tenant}/settings/members`;
  const members = useQuery(membersQuery(tenant, query));
  const of = query.of === "firm" ? undefined : query.of;
  return (
    <>
      <PageHeader title={t("title")} sub={t("sub")} />
      <Choices
        label={t("whose")}
        items={PEOPLE.map((people) => ({
          label: t(people === "firm" ? "ofFirm" : "ofMerchants"),
          href: withQuery(base, { of: people === "firm" ? undefined : people }),
          isChosen: query.of === people,
        }))}
      />
      <div className="mb-7">
        <QueryState
          query={members}
          isEmpty={(page) => page.items.length === 0}
          empty={<EmptyState title={t("emptyTitle")} detail={t("emptyDetail")} />}
        >
          {(page) => (
            <>
              <MembersTable tenant={tenant} members={page.items} />
              <Pager
                firstHref={withQuery(base, { of })}
                nextHref={
                  page.nextCursor === null ? undefined : withQuery(base, { of, cursor: page.nextCursor })
                }
                isFirst={query.cursor === undefined}
              />
            </>
          )}
        </QueryState>
      </div>
      <Invited tenant={tenant} />
    </>
  );
}

function MembersTable({ tenant, members }: Readonly<{ tenant: string; members: readonly Member[] }>) {
  const t = useTranslations();
  return (
    <Table
      caption={t("members.title")}
      columns={[
        { key: "name", label: t("members.name") },
        { key: "role", label: t("members.role") },
        { key: "sees", label: t("members.sees"), isWide: true },
        { key: "since", label: t("members.since"), isWide: true },
        { key: "seen", label: t("members.seen"), isWide: true },
      ]}
    >
      {members.map((member) => (
        <Row key={member.id} isTall>
          <Cell isName>
            <NameLink href={`/${tenant}/settings/members/${member.id}`}>{member.name}</NameLink>
            <Under>{member.email}</Under>
          </Cell>
          <Cell>{t(`access.roles.${member.role}`)}</Cell>
          <Cell isWide>
            <Sees merchants={member.merchants} />
          </Cell>
          <Cell isWide>
            <Instant at={member.since} />
          </Cell>
          <Cell isWide>
            <Ago at={member.seenAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

const NAMED_MAX = 3;

/** The whole firm, or the merchants by name as far as there is room. */
export function Sees({ merchants }: Readonly<{ merchants: Member["merchants"] }>) {
  const t = useTranslations("members");
  if (merchants === null) return <>{t("wholeFirm")}</>;
  const more = merchants.length - NAMED_MAX;
  const names = merchants
    .slice(0, NAMED_MAX)
    .map(({ name }) => name)
    .join(", ");
  return <span className="[overflow-wrap:anywhere]">{more > 0 ? t("andMore", { names, more }) : names}</span>;
}

function Invited({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("members");
  const mayInvite = usePermission("member.manage");
  const [choice, setChoice] = useState(NEW_PLACE);
  const invitations = useQuery(invitationsQuery(tenant, InvitationsQuery.parse({})));
  return (
    <>
      <Section title={t("invitations")}>
        <QueryState
          query={invitations}
          isEmpty={(page) => page.items.length === 0}
          empty={<p className="text-muted text-sm">{t("noInvitations")}</p>}
        >
          {(page) => <InvitationsTable tenant={tenant} invitations={page.items} hasRole />}
        </QueryState>
      </Section>
      {mayInvite && (
        <Section title={t("inviteTitle")}>
          <Card>
            <InviteForm
              tenant={tenant}
              path="/invitations"
              body={placeBody(choice)}
              isReady={isWhole(choice)}
              onSent={() => setChoice(NEW_PLACE)}
            >
              <RoleFields tenant={tenant} choice={choice} onChange={setChoice} />
            </InviteForm>
          </Card>
        </Section>
      )}
    </>
  );
}
