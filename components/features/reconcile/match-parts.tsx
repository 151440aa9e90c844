"use client";

import Link from "next/link";
import type { Route } from "next";
import { useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import type { Match } from "@/lib/contracts/reconciliation";

type Part = Match["parts"][number];
type Side = "theirs" | "bank";

const SIDES: Readonly<Record<Part["kind"], Side>> = {
  entry: "theirs",
  line: "bank",
  difference: "bank",
  attested: "bank",
};

/** One side of a match: each part with what it is called and its amount as the bank shows it. */
export function MatchParts({ tenant, match, side }: Readonly<{ tenant: string; match: Match; side: Side }>) {
  const parts = match.parts.filter(({ kind }) => SIDES[kind] === side);
  return (
    <span className="grid gap-0.5">
      {parts.map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a match's parts never change, and differences have no id
        <span key={at} className="flex flex-wrap items-baseline gap-x-3">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <PartName tenant={tenant} part={part} />
          </span>
          <Money
            amount={side === "theirs" ? -part.amount : part.amount}
            currency={part.currency}
            showCurrency
          />
        </span>
      ))}
    </span>
  );
}

function PartName({ tenant, part }: Readonly<{ tenant: string; part: Part }>) {
  const t = useTranslations("reconcile");
  if (part.payout !== null) {
    return (
      <>
        <Link
          href={`/${tenant}/payouts/${part.payout.id}` as Route}
          className="font-[550] tabular-nums underline-offset-[3px] hover:underline"
        >
          {part.payout.payoutNumber ?? t("payouts")}
        </Link>{" "}
        <span className="text-muted text-xs">{part.payout.merchantName}</span>
      </>
    );
  }
  if (part.line !== null) {
    return (
      <>
        {part.line.text ?? t("textsNotKept")}{" "}
        <span className="text-muted text-xs">
          <LedgerDate date={part.line.bookingDate} />
        </span>
      </>
    );
  }
  if (part.kind === "difference") return t("partDifference", { reason: part.reason ?? "" });
  if (part.kind === "attested") {
    return (
      <>
        {t("partAttested")} <LedgerDate date={part.receivedOn} />
      </>
    );
  }
  return part.entry === null ? t("noParts") : t("entryName", { type: part.entry.entryType });
}
