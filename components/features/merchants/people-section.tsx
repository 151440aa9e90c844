"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { InvitationsTable } from "@/components/features/members/invitations-table";
import { InviteForm } from "@/components/features/members/invite-form";
import { RemoveForm } from "@/components/features/members/leave-forms";
import { usePermission } from "@/components/patterns/access";
import { Ago } from "@/components/patterns/dates";
import { Card, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { merchantInvitationsQuery, merchantPeopleQuery } from "@/lib/browser/queries/members";

/** The merchant's own people, who see the merchant's own page and nothing else; for whoever may invite them. */
export function PeopleSection({ tenant, merchantId }: Readonly<{ tenant: string; merchantId: string }>) {
  const isAllowed = usePermission("merchant.invite");
  return isAllowed ? <People tenant={tenant} merchantId={merchantId} /> : null;
}

function People({ tenant, merchantId }: Readonly<{ tenant: string; merchantId: string }>) {
  const t = useTranslations("members");
  const people = useQuery(merchantPeopleQuery(tenant, merchantId));
  const invitations = useQuery(merchantInvitationsQuery(tenant, merchantId));
  const waiting = invitations.data?.items ?? [];
  return (
    <Section title={t("peopleTitle")}>
      <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("peopleDetail")}</p>
      <QueryState
        query={people}
        isEmpty={(page) => page.items.length === 0}
        empty={<p className="text-muted mb-4 text-sm">{t("noPeople")}</p>}
      >
        {(page) => (
          <div className="mb-4">
            <Table
              caption={t("peopleTitle")}
              columns={[
                { key: "name", label: t("name") },
                { key: "seen", label: t("seen"), isWide: true },
                { key: "actions", label: <span className="sr-only">{t("actions")}</span> },
              ]}
            >
              {page.items.map((person) => (
                <Row key={person.id} isTall>
                  <Cell isName>
                    <span className="font-[550]">{person.name}</span>
                    <Under>{person.email}</Under>
                  </Cell>
                  <Cell isWide>
                    <Ago at={person.seenAt} />
                  </Cell>
                  <Cell isNumber>
                    <RemoveForm
                      tenant={tenant}
                      path={`/merchants/${merchantId}/people/${person.id}/remove`}
                      name={person.name}
                    />
                  </Cell>
                </Row>
              ))}
            </Table>
          </div>
        )}
      </QueryState>
      {waiting.length > 0 && <InvitationsTable tenant={tenant} invitations={waiting} hasRole={false} />}
      <Card>
        <InviteForm tenant={tenant} path={`/merchants/${merchantId}/people`} body={{}} />
      </Card>
    </Section>
  );
}
