"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import type { Cover, Extent, Line, LineName, Waterfall } from "@/components/features/payouts/waterfall";
import { Money } from "@/components/patterns/money";
import { Cell, NameLink, Row, Table, Under } from "@/components/patterns/table";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";

/** The entries behind a line, by the kind that the list of entries filters by. */
const KINDS = {
  captures: "capture",
  refunds: "refund",
  fees: "fee",
  payouts: "payout",
  other: "other",
} as const;
type CountedName = keyof typeof KINDS;

function isCounted(name: LineName): name is CountedName {
  return name in KINDS;
}

type WaterfallProps = Readonly<{
  tenant: string;
  payout: Readonly<{ id: string; ledgerUid: string; currency: string }>;
  cover: Cover;
  waterfall: Waterfall;
  previousPayoutId: string | null;
}>;

/** From what was left before to what was paid out, line by line; each line opens its entries. */
export function WaterfallTable({ tenant, payout, cover, waterfall, previousPayoutId }: WaterfallProps) {
  const t = useTranslations("payout");
  const inDoubt = cover.proof === "in-doubt";
  const underOf = ({ name, count }: Line): ReactNode => {
    if (isCounted(name)) {
      const text = t(`${name}Count`, { count: count ?? 0 });
      if ((count ?? 0) === 0) return text;
      const query = { payoutId: payout.id, kind: KINDS[name] };
      return <NameLink href={withQuery(`/${tenant}/ledgers/${payout.ledgerUid}`, query)}>{text}</NameLink>;
    }
    if (name === "left-before") {
      if (previousPayoutId === null) return t("leftBeforeFirst");
      return <NameLink href={`/${tenant}/payouts/${previousPayoutId}`}>{t("leftBeforeUnder")}</NameLink>;
    }
    return t(name === "breaks" ? "breaksUnder" : "leftUnder");
  };
  return (
    <Table
      caption={t("explained")}
      columns={[
        { key: "line", label: t("line") },
        { key: "bar", label: <span className="sr-only">{t("bar")}</span>, isWide: true },
        { key: "amount", label: `${t("amount")}, ${payout.currency}`, isNumber: true },
      ]}
      foot={
        <tr className="border-line-strong h-[52px] border-t">
          <Cell isName>
            <span className="font-semibold">{t("paid")}</span>
          </Cell>
          <Cell isWide>
            <Bar extent={waterfall.paid.bar} look="fill-accent" />
          </Cell>
          <Cell isNumber>
            <span className="text-[16px] font-semibold">
              <Money amount={waterfall.paid.amount} currency={payout.currency} inDoubt={inDoubt} />
            </span>
          </Cell>
        </tr>
      }
    >
      {waterfall.lines.map((line) => (
        <Row key={line.name} isTall>
          <Cell isName>
            <span className="font-medium">{t(line.name)}</span>
            <Under>{underOf(line)}</Under>
          </Cell>
          <Cell isWide>
            <Bar extent={line.bar} look={lookOf(line)} />
          </Cell>
          <Cell isNumber>
            <Money amount={line.amount} currency={payout.currency} inDoubt={inDoubt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function lookOf({ name, amount }: Line): string {
  if (name === "left" || name === "left-before") return "fill-line-strong";
  if (name === "breaks") return "fill-warning";
  return amount < 0n ? "fill-muted" : "fill-accent/65";
}

const THIN = 4;

/** Where a line lies on the way from zero to what was paid out. Decoration: the amount beside it says it. */
function Bar({ extent, look }: Readonly<{ extent: Extent; look: string }>) {
  const width = Math.max(THIN, extent.length);
  return (
    <svg
      viewBox="0 0 1000 10"
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-2.5 w-full min-w-48"
    >
      <rect width="1000" height="10" className="fill-sunken" />
      <rect x={Math.min(extent.start, 1_000 - width)} width={width} height="10" className={look} />
    </svg>
  );
}

/** The line under the waterfall that says whether it adds up. */
export function SumCheck({ waterfall, currency }: Readonly<{ waterfall: Waterfall; currency: string }>) {
  const t = useTranslations("payout");
  if (waterfall.difference !== 0n) {
    return (
      <p className="text-negative mt-2.5 flex items-center gap-1.5 text-sm font-medium">
        <Icon name="triangle" className="size-3.5" />
        {t("sumOff")} <Money amount={waterfall.difference} currency={currency} showCurrency />
      </p>
    );
  }
  return (
    <p className="mt-2.5 text-sm">
      <span className="text-positive mr-2 inline-flex items-center gap-1.5 font-medium">
        <Icon name="check" className="size-3.5" />
        {t("sumExact")}
      </span>
      <span className="text-muted">{t("sumExactDetail")}</span>
    </p>
  );
}
