"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { ExportsTable } from "@/components/features/leaving/exports-table";
import { FirmSection } from "@/components/features/leaving/firm-section";
import { HandOverSection } from "@/components/features/leaving/hand-over-section";
import type { MerchantChoice } from "@/components/features/leaving/hand-over-section";
import { useLeavingStep } from "@/components/features/leaving/leaving-step";
import { Instant } from "@/components/patterns/dates";
import { PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { ProblemError } from "@/lib/browser/api";
import { leavingQuery } from "@/lib/browser/queries/leaving";
import type { Leaving } from "@/lib/contracts/leaving";

type LeavingScreenProps = Readonly<{ tenant: string; isOwner: boolean; choice: MerchantChoice }>;

/** Merchants that go to another firm, and the firm that goes itself. */
export function LeavingScreen({ tenant, isOwner, choice }: LeavingScreenProps) {
  const t = useTranslations("leaving");
  const leaving = useQuery(leavingQuery(tenant));
  return (
    <>
      <PageHeader title={t("title")} sub={t("sub")} />
      <QueryState query={leaving}>
        {(found) => (
          <>
            <HandOverSection tenant={tenant} choice={choice} />
            {found.handovers.length > 0 && <HandedOver tenant={tenant} handovers={found.handovers} />}
            <Section title={t("files")}>
              <ExportsTable tenant={tenant} items={found.exports} />
            </Section>
            {isOwner && <FirmSection tenant={tenant} leaving={found} />}
          </>
        )}
      </QueryState>
    </>
  );
}

function HandedOver({ tenant, handovers }: Readonly<{ tenant: string; handovers: Leaving["handovers"] }>) {
  const t = useTranslations();
  const step = useLeavingStep(tenant);
  return (
    <Section title={t("leaving.handedOver")}>
      {step.isError && (
        <p role="alert" className="text-negative mb-2 text-sm">
          {step.error instanceof ProblemError ? step.error.detail : t("everywhere.failedNetwork")}
        </p>
      )}
      <Table
        caption={t("leaving.handedOver")}
        columns={[
          { key: "merchant", label: t("leaving.merchant") },
          { key: "to", label: t("leaving.toWhom") },
          { key: "when", label: t("leaving.when"), isWide: true },
          { key: "action", label: <span className="sr-only">{t("leaving.takeBack")}</span> },
        ]}
      >
        {handovers.map((of) => (
          <Row key={of.merchantId} isTall>
            <Cell isName>
              <NameLink href={`/${tenant}/merchants/${of.merchantId}`}>{of.merchantName}</NameLink>
            </Cell>
            <Cell>
              {of.toWhom}
              <Under>{of.handedBy}</Under>
            </Cell>
            <Cell isWide>
              <Instant at={of.handedAt} />
            </Cell>
            <Cell>
              <Button
                disabled={step.isPending}
                aria-label={t("leaving.takeBackOf", { name: of.merchantName })}
                onClick={() => step.mutate({ step: "take-back", merchantId: of.merchantId })}
              >
                {t("leaving.takeBack")}
              </Button>
            </Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
