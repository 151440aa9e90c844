"use client";

import { useTranslations } from "next-intl";

import { useDeviceText } from "@/components/features/account/device";
import { Instant } from "@/components/patterns/dates";
import { EmptyState, Section } from "@/components/patterns/page";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { ButtonLink } from "@/components/ui/button";
import { ACCOUNT_EVENTS } from "@/lib/contracts/account";
import type { AccountEventView } from "@/lib/contracts/account";

/** What happened to the account, the latest first, in pages. */
export function ActivitySection({
  events,
  nextCursor,
  isFirst,
}: Readonly<{ events: readonly AccountEventView[]; nextCursor: string | undefined; isFirst: boolean }>) {
  const t = useTranslations("account");
  const deviceText = useDeviceText();
  const columns = [
    { key: "what", label: t("activity.what") },
    { key: "when", label: t("activity.when") },
    { key: "where", label: t("activity.where"), isWide: true },
  ];
  return (
    <Section
      title={t("activity.title")}
      actions={
        <>
          {!isFirst && <ButtonLink href="/account#activity">{t("activity.newest")}</ButtonLink>}
          {nextCursor !== undefined && (
            <ButtonLink href={`/account?activity=${nextCursor}#activity`}>{t("activity.older")}</ButtonLink>
          )}
        </>
      }
    >
      <div id="activity">
        {events.length === 0 ? (
          <EmptyState title={t("activity.none")} />
        ) : (
          <Table caption={t("activity.title")} columns={columns}>
            {events.map((event) => {
              const kind = ACCOUNT_EVENTS.find((of) => of === event.kind) ?? "other";
              return (
                <Row key={event.id} isTall>
                  <Cell isName>{t(`events.${kind}`)}</Cell>
                  <Cell>
                    <Instant at={event.at} />
                  </Cell>
                  <Cell isWide>
                    {deviceText(event.device)}
                    <Under>{event.address}</Under>
                  </Cell>
                </Row>
              );
            })}
          </Table>
        )}
      </div>
    </Section>
  );
}
