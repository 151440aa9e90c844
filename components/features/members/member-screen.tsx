"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { usePeopleProblem } from "@/components/features/members/member-words";
import { Sees } from "@/components/features/members/members-screen";
import { isWhole, placeBody, RoleFields } from "@/components/features/members/role-fields";
import { RemoveForm, TransferForm } from "@/components/features/members/leave-forms";
import { usePermission } from "@/components/patterns/access";
import { Ago, Instant } from "@/components/patterns/dates";
import { Card, Facts, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Button } from "@/components/ui/button";
import { changePeople, invalidatePeople, memberQuery } from "@/lib/browser/queries/members";
import type { Member } from "@/lib/contracts/members";
import { GIVEN_ROLES } from "@/lib/domain/access/permissions";

/** One member: what they are, and what can be changed about that. */
export function MemberScreen({
  tenant,
  id,
  isSelf,
}: Readonly<{ tenant: string; id: string; isSelf: boolean }>) {
  const member = useQuery(memberQuery(tenant, id));
  return (
    <QueryState query={member}>
      {(known) => <MemberPage tenant={tenant} member={known} isSelf={isSelf} />}
    </QueryState>
  );
}

function MemberPage({
  tenant,
  member,
  isSelf,
}: Readonly<{ tenant: string; member: Member; isSelf: boolean }>) {
  const t = useTranslations();
  const router = useRouter();
  const base = `/${tenant}/settings/members`;
  const mayManage = usePermission("member.manage");
  const isOwnerActing = usePermission("owner.transfer");
  const isMerchants = member.role === "merchant";
  const mayTouch = mayManage && (member.role !== "owner" || isOwnerActing);
  return (
    <>
      <PageHeader
        title={member.name}
        sub={member.email}
        crumbs={[{ label: t("members.title"), href: base }]}
      />
      <div className="mb-7 max-w-xl">
        <Card>
          <Facts
            items={[
              { label: t("members.role"), value: t(`access.roles.${member.role}`) },
              { label: t("members.sees"), value: <Sees merchants={member.merchants} /> },
              { label: t("members.since"), value: <Instant at={member.since} /> },
              { label: t("members.seen"), value: <Ago at={member.seenAt} /> },
            ]}
          />
        </Card>
      </div>
      {!mayTouch && <p className="text-muted text-sm">{t("members.onlyOwners")}</p>}
      {mayTouch && !isMerchants && (
        <Section title={t("members.changeTitle")}>
          {/* Anew when the server says something else than it did. */}
          <ChangeForm key={JSON.stringify(member)} tenant={tenant} member={member} />
        </Section>
      )}
      {isOwnerActing && !isMerchants && !isSelf && member.role !== "owner" && (
        <Section title={t("members.transferTitle")}>
          <TransferForm tenant={tenant} member={member} />
        </Section>
      )}
      {mayTouch && (
        <Section title={t("members.removeTitle")}>
          <RemoveForm
            tenant={tenant}
            path={`/members/${member.id}/remove`}
            name={member.name}
            mayHaveTokens={!isMerchants}
            onDone={() => router.push((isSelf ? "/" : base) as Route)}
          />
        </Section>
      )}
    </>
  );
}

function ChangeForm({ tenant, member }: Readonly<{ tenant: string; member: Member }>) {
  const t = useTranslations("members");
  const client = useQueryClient();
  const explain = usePeopleProblem();
  const role = GIVEN_ROLES.find((of) => of === member.role) ?? "admin";
  const [choice, setChoice] = useState({ role, merchants: member.merchants as Member["merchants"] });
  const change = useMutation({
    mutationFn: () => changePeople(tenant, `/members/${member.id}/change`, placeBody(choice)),
    onSuccess: () => invalidatePeople(client, tenant),
  });
  return (
    <Card>
      <form
        className="grid max-w-xl gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <RoleFields
          tenant={tenant}
          choice={choice}
          onChange={({ role: chosen, merchants }) =>
            setChoice({ role: chosen, merchants: merchants === null ? null : [...merchants] })
          }
        />
        {change.isError && (
          <p role="alert" className="text-negative text-sm">
            {explain(change.error)}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" disabled={change.isPending || !isWhole(choice)}>
            {t(change.isPending ? "saving" : "save")}
          </Button>
          <output className="text-muted text-sm">
            {change.isSuccess && t("saved")}
            {!isWhole(choice) && t("chooseMerchants")}
          </output>
        </div>
      </form>
    </Card>
  );
}
