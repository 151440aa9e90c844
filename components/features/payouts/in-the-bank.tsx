"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslations } from "next-intl";

import { AttestForm } from "@/components/features/reconcile/attest-form";
import type { Attestation } from "@/components/features/reconcile/attest-form";
import { Reasons } from "@/components/features/reconcile/reasons";
import { UndoButton } from "@/components/features/reconcile/undo-button";
import { NotAllowed, usePermission } from "@/components/patterns/access";
import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Button, ButtonLink } from "@/components/ui/button";
import { useIsAlive } from "@/components/ui/alive";
import { withQuery } from "@/lib/browser/api";
import { invalidateWork, matchesOfPayoutQuery, reconcileActs } from "@/lib/browser/queries/reconciliation";
import type { Match } from "@/lib/contracts/reconciliation";
import type { PayoutAnswer } from "@/lib/contracts/shapes";
import type { PayoutStatus } from "@/lib/domain/payout/status";

/** Statuses of a payout that may yet be found, or attested. */
const OPEN: ReadonlySet<PayoutStatus> = new Set<PayoutStatus>([
  "scheduled",
  "in-transit",
  "awaiting-bank-data",
  "overdue",
  "before-start",
]);

/** Where the money is in the bank: received with its lines and why, else when it is expected, and what shows it. */
export function InTheBank({
  tenant,
  payout,
}: Readonly<{
  tenant: string;
  payout: Pick<
    PayoutAnswer,
    "id" | "status" | "receivedDate" | "receivedBy" | "bankLines" | "expectedDate" | "merchantId" | "currency"
  >;
}>) {
  const t = useTranslations("reconcile");
  const isReceived = payout.receivedDate !== null;
  const matches = useQuery({ ...matchesOfPayoutQuery(tenant, payout.id), enabled: isReceived });
  const match = matches.data?.items.find(({ undoneAt }) => undoneAt === null);
  if (payout.receivedDate === null) {
    return (
      <div className="grid justify-items-start gap-2.5 text-sm">
        <p>
          {t("notReceived")}
          {payout.expectedDate !== null && (
            <>
              {". "}
              {t("expectedWord")} <LedgerDate date={payout.expectedDate} style="weekday" />.
            </>
          )}
        </p>
        {payout.status === "overdue" && <p className="text-negative">{t("covered")}</p>}
        {payout.status === "awaiting-bank-data" && <p className="text-muted">{t("notCovered")}</p>}
        {OPEN.has(payout.status) && <Attest tenant={tenant} payout={payout} />}
        {payout.status === "overdue" && (
          <ButtonLink
            href={withQuery(`/${tenant}/reconcile`, {
              view: "missing",
              merchantId: payout.merchantId ?? undefined,
            })}
          >
            {t("toReconcile")}
          </ButtonLink>
        )}
      </div>
    );
  }
  return (
    <div className="grid justify-items-start gap-2.5 text-sm">
      <p>
        {t(payout.receivedBy === "attested" ? "receivedAttested" : "received")}{" "}
        <LedgerDate date={payout.receivedDate} style="weekday" />
      </p>
      {payout.bankLines.map((line) => (
        <p key={line.id} className="flex w-full justify-between gap-3">
          <span>
            {t("bankLine")}, <LedgerDate date={line.bookingDate} />
          </span>
          <Money amount={line.amount} currency={payout.currency} showCurrency />
        </p>
      ))}
      {match !== undefined && <Why tenant={tenant} match={match} />}
    </div>
  );
}

function Why({ tenant, match }: Readonly<{ tenant: string; match: Match }>) {
  const t = useTranslations("reconcile");
  const attested = match.parts.find(({ kind }) => kind === "attested");
  const differences = match.parts.filter(({ kind }) => kind === "difference");
  const lines = match.parts.flatMap(({ line }) => line ?? []);
  return (
    <>
      {lines.map((line) => (
        <p key={line.id} className="text-muted [overflow-wrap:anywhere]">
          {line.text ?? t("textsNotKept")}
        </p>
      ))}
      {differences.map((part) => (
        <p key={part.reason ?? ""} className="flex w-full justify-between gap-3">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {t("partDifference", { reason: part.reason ?? "" })}
          </span>
          <Money amount={part.amount} currency={part.currency} showCurrency />
        </p>
      ))}
      {attested?.reason !== null && attested?.reason !== undefined && (
        <p className="[overflow-wrap:anywhere]">{attested.reason}</p>
      )}
      <Reasons reasons={match.reasons} />
      <p className="text-muted text-xs">
        {t("madeBy")} {match.maker === "system" ? t("system") : match.madeBy}
      </p>
      <UndoButton tenant={tenant} match={match} />
    </>
  );
}

/** For firms that see the bank elsewhere: a person says that it is there. */
function Attest({
  tenant,
  payout,
}: Readonly<{ tenant: string; payout: Pick<PayoutAnswer, "id" | "expectedDate"> }>) {
  const t = useTranslations("reconcile");
  const client = useQueryClient();
  const isAlive = useIsAlive();
  const mayDecide = usePermission("match.make");
  const [isOpen, setIsOpen] = useState(false);
  const reasonId = useId();
  const attest = useMutation({
    mutationFn: (input: Attestation) => reconcileActs.attest(tenant, { ...input, payoutIds: [payout.id] }),
    onSettled: () => invalidateWork(client, tenant),
  });
  if (isOpen && isAlive) {
    return (
      <AttestForm
        about={`${tenant} ${payout.id}`}
        expectedDate={payout.expectedDate}
        onAttest={(input) =>
          attest.mutateAsync(input).then(
            () => undefined,
            (error: unknown) => error,
          )
        }
        onClose={() => setIsOpen(false)}
      />
    );
  }
  return (
    <>
      <Button
        disabled={!mayDecide}
        aria-describedby={mayDecide ? undefined : reasonId}
        onClick={() => setIsOpen(true)}
      >
        {t("deeds.attest")}
      </Button>
      <NotAllowed permission="match.make" id={reasonId} />
    </>
  );
}
