"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { InTheBank } from "@/components/features/payouts/in-the-bank";
import type { Cover } from "@/components/features/payouts/waterfall";
import { LedgerDate } from "@/components/patterns/dates";
import { Card, Facts } from "@/components/patterns/page";
import { Status } from "@/components/patterns/status";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import type { Payout } from "@/lib/contracts/shapes";

/** Beside the waterfall: where the money is, by what it is found, and what is proven. */
export function PayoutAside({
  tenant,
  payout,
  cover,
}: Readonly<{ tenant: string; payout: Payout; cover: Cover | null }>) {
  const t = useTranslations("payout");
  return (
    <aside className="grid content-start gap-4">
      <Card>
        <Title>{t("life")}</Title>
        <Life payout={payout} />
      </Card>
      <Card>
        <Title>{t("inTheBank")}</Title>
        <InTheBank tenant={tenant} payout={payout} />
      </Card>
      <Card>
        <Title>{t("references")}</Title>
        <References payout={payout} />
      </Card>
      {cover !== null && (
        <Card>
          <Title>{t("proof")}</Title>
          <Proof tenant={tenant} payout={payout} cover={cover} />
        </Card>
      )}
    </aside>
  );
}

function Title({ children }: Readonly<{ children: ReactNode }>) {
  return <h2 className="mb-2.5 text-[15px] leading-[22px] font-semibold">{children}</h2>;
}

function Life({ payout }: Readonly<{ payout: Payout }>) {
  const t = useTranslations("payout");
  return (
    <ol className="grid gap-3 text-sm">
      <Step icon="check" label={t("booked")}>
        <LedgerDate date={payout.ledgerDate} style="weekday" />
      </Step>
      {payout.expectedDate !== null && (
        <Step icon="bank" label={t("expectedStep")}>
          <LedgerDate date={payout.expectedDate} style="weekday" />
        </Step>
      )}
      <li aria-current="step">
        <Status state={payout.status} />
        <p className="text-muted mt-0.5">{t(`${payout.status}Text`)}</p>
      </li>
    </ol>
  );
}

function Step({ icon, label, children }: Readonly<{ icon: IconName; label: string; children: ReactNode }>) {
  return (
    <li className="flex items-center gap-1.5">
      <Icon name={icon} className="text-muted size-3.5" />
      <span>{label}</span>
      <span className="text-muted ml-auto">{children}</span>
    </li>
  );
}

function References({ payout }: Readonly<{ payout: Payout }>) {
  const t = useTranslations("payout");
  const { payoutAccount } = payout;
  return (
    <Facts
      items={[
        { label: t("number"), value: payout.payoutNumber ?? "—" },
        { label: t("pspReference"), value: payout.pspReference },
        { label: t("bankReference"), value: payout.bankReference ?? "—" },
        {
          label: t("payoutAccount"),
          value:
            payoutAccount === null ? (
              "—"
            ) : (
              <>
                {payoutAccount.id} <span className="text-muted text-xs">{payoutAccount.scheme}</span>
              </>
            ),
        },
        { label: t("ledgerId"), value: payout.ledgerId },
      ]}
    />
  );
}

function Proof({ tenant, payout, cover }: Readonly<{ tenant: string; payout: Payout; cover: Cover }>) {
  const t = useTranslations("payout");
  const days = { view: "days", from: cover.fromDate ?? undefined, to: cover.toDate };
  return (
    <div className="grid justify-items-start gap-2.5 text-sm">
      <Status state={cover.proof} />
      <p className="text-muted">{t(`${cover.proof}Text`)}</p>
      <div className="w-full">
        <Facts
          items={[
            {
              label: t("proofOf"),
              value: (
                <>
                  {cover.fromDate !== null && cover.fromDate !== cover.toDate && (
                    <>
                      <LedgerDate date={cover.fromDate} /> –{" "}
                    </>
                  )}
                  <LedgerDate date={cover.toDate} />
                </>
              ),
            },
          ]}
        />
      </div>
      <ButtonLink href={withQuery(`/${tenant}/ledgers/${payout.ledgerUid}`, days)}>{t("toDays")}</ButtonLink>
    </div>
  );
}
