"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { usePeopleProblem } from "@/components/features/members/member-words";
import { Ago, Instant } from "@/components/patterns/dates";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { changePeople, invalidatePeople } from "@/lib/browser/queries/members";
import type { Invitation } from "@/lib/contracts/members";

/** Invitations that wait, each to be sent again or withdrawn. */
export function InvitationsTable({
  tenant,
  invitations,
  hasRole,
}: Readonly<{ tenant: string; invitations: readonly Invitation[]; hasRole: boolean }>) {
  const t = useTranslations();
  const client = useQueryClient();
  const explain = usePeopleProblem();
  const change = useMutation({
    mutationFn: ({ id, verb }: Readonly<{ id: string; verb: "resend" | "withdraw" }>) =>
      changePeople(tenant, `/invitations/${id}/${verb}`),
    onSettled: () => invalidatePeople(client, tenant),
  });
  const changed = invitations.find(({ id }) => id === change.variables?.id);
  return (
    <>
      <Table
        caption={t("members.invitations")}
        columns={[
          { key: "email", label: t("members.email") },
          ...(hasRole ? [{ key: "role", label: t("members.role"), isWide: true }] : []),
          { key: "by", label: t("members.invitedBy"), isWide: true },
          { key: "expires", label: t("members.expires"), isWide: true },
          { key: "actions", label: <span className="sr-only">{t("members.actions")}</span> },
        ]}
      >
        {invitations.map((invitation) => (
          <Row key={invitation.id} isTall>
            <Cell isName>
              <span className="[overflow-wrap:anywhere]">{invitation.email}</span>
              <Under>
                {invitation.isExpired ? (
                  <span className="text-warning font-medium">{t("members.expired")}</span>
                ) : (
                  <Ago at={invitation.invitedAt} />
                )}
                {hasRole && <span className="md:hidden"> · {t(`access.roles.${invitation.role}`)}</span>}
              </Under>
            </Cell>
            {hasRole && (
              <Cell isWide>
                {t(`access.roles.${invitation.role}`)}
                {invitation.merchants !== null && (
                  <Under>{invitation.merchants.map(({ name }) => name).join(", ")}</Under>
                )}
              </Cell>
            )}
            <Cell isWide>{invitation.invitedBy}</Cell>
            <Cell isWide>
              <Instant at={invitation.expiresAt} />
            </Cell>
            <Cell isNumber>
              <span className="inline-flex flex-wrap justify-end gap-1.5">
                {(["resend", "withdraw"] as const).map((verb) => (
                  <Button
                    key={verb}
                    disabled={change.isPending}
                    aria-label={t(`members.${verb}To`, { email: invitation.email })}
                    onClick={() => change.mutate({ id: invitation.id, verb })}
                  >
                    {t(`members.${verb}`)}
                  </Button>
                ))}
              </span>
            </Cell>
          </Row>
        ))}
      </Table>
      <p aria-live="polite" className="mt-2 min-h-5 text-sm">
        {change.isError && <span className="text-negative">{explain(change.error)}</span>}
        {change.isSuccess && change.variables.verb === "resend" && changed !== undefined && (
          <span className="text-muted">{t("members.invited", { email: changed.email })}</span>
        )}
      </p>
    </>
  );
}
