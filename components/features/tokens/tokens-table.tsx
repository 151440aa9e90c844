"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Ago, Instant } from "@/components/patterns/dates";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon";
import { revokeToken } from "@/lib/browser/queries/tokens";
import type { ApiToken } from "@/lib/contracts/settings";

const LOOKS: Readonly<Record<ApiToken["state"], readonly [IconName, string]>> = {
  active: ["check", "text-positive"],
  expired: ["clock", "text-muted"],
  revoked: ["cross", "text-muted"],
};

/** The tokens, newest first, those that have ended as well. */
export function TokensTable({
  tenant,
  tokens,
  isManager,
}: Readonly<{ tenant: string; tokens: readonly ApiToken[]; isManager: boolean }>) {
  const t = useTranslations("tokens");
  return (
    <Table
      caption={t("listTitle")}
      columns={[
        { key: "name", label: t("name") },
        { key: "state", label: t("state") },
        { key: "opens", label: t("opens"), isWide: true },
        { key: "made", label: t("made"), isWide: true },
        { key: "used", label: t("lastUsed"), isWide: true },
        { key: "expiry", label: t("expiry"), isWide: true },
        ...(isManager ? [{ key: "revoke", label: t("actions") }] : []),
      ]}
    >
      {tokens.map((token) => (
        <Row key={token.id} isTall>
          <Cell isName>
            <span className="font-[550] [overflow-wrap:anywhere]">{token.name}</span>
            <Under>{token.scopes.map((scope) => t(`scope.${scope}`)).join(", ")}</Under>
            {token.isMakerGone && token.state === "active" && (
              <p className="text-warning max-w-72 text-xs whitespace-normal">{t("makerGone")}</p>
            )}
          </Cell>
          <Cell>
            <TokenState state={token.state} />
          </Cell>
          <Cell isWide>
            {token.merchants === null ? t("wholeFirm") : token.merchants.map(({ name }) => name).join(", ")}
          </Cell>
          <Cell isWide>
            <Instant at={token.createdAt} />
            {token.createdBy !== "" && (
              <Under>{t(token.isMakerGone ? "madeByGone" : "madeBy", { name: token.createdBy })}</Under>
            )}
          </Cell>
          <Cell isWide>{token.lastUsedAt === null ? t("notUsed") : <Ago at={token.lastUsedAt} />}</Cell>
          <Cell isWide>{token.expiresAt === null ? t("never") : <Instant at={token.expiresAt} />}</Cell>
          {isManager && (
            <Cell>{token.state === "active" && <RevokeButton tenant={tenant} token={token} />}</Cell>
          )}
        </Row>
      ))}
    </Table>
  );
}

function TokenState({ state }: Readonly<{ state: ApiToken["state"] }>) {
  const t = useTranslations("tokens");
  const [icon, tone] = LOOKS[state];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${tone}`}>
      <Icon name={icon} className="size-3.5" />
      {t(`states.${state}`)}
    </span>
  );
}

/** Asks once more before it ends a token: a program may hang on it. */
function RevokeButton({ tenant, token }: Readonly<{ tenant: string; token: ApiToken }>) {
  const t = useTranslations();
  const client = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const revoking = useMutation({
    mutationFn: () => revokeToken(tenant, token.id),
    onSuccess: () =>
      Promise.all(["tokens", "audit"].map((name) => client.invalidateQueries({ queryKey: [name, tenant] }))),
  });
  if (!isAsked) {
    return (
      <Button aria-label={t("tokens.revokeName", { name: token.name })} onClick={() => setIsAsked(true)}>
        {t("tokens.revoke")}
      </Button>
    );
  }
  return (
    <div className="grid justify-items-start gap-1.5 py-1">
      <p className="max-w-56 text-xs whitespace-normal">{t("tokens.revokeSure")}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it stands where the button was that was pressed
          autoFocus
          aria-label={t("tokens.revokeYes", { name: token.name })}
          disabled={revoking.isPending}
          onClick={() => revoking.mutate()}
        >
          {t(revoking.isPending ? "tokens.revoking" : "tokens.revoke")}
        </Button>
        <Button onClick={() => setIsAsked(false)}>{t("everywhere.cancel")}</Button>
      </div>
      {revoking.isError && (
        <p role="alert" className="text-negative text-xs whitespace-normal">
          {t("tokens.notRevoked")}
        </p>
      )}
    </div>
  );
}
