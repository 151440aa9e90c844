"use client";

import { useTranslations } from "next-intl";

import { Money } from "@/components/patterns/money";
import { Facts } from "@/components/patterns/page";

type SumLineProps = Readonly<{ payouts: bigint; lines: bigint; currency: string }>;

/** What the payouts and the lines come to, and what is missing to zero. Heard when it changes. */
export function SumLine({ payouts, lines, currency }: SumLineProps) {
  const t = useTranslations("reconcile");
  const missing = payouts - lines;
  const look = missing === 0n ? "text-positive" : "text-negative";
  return (
    <output className="block" aria-live="polite">
      <Facts
        items={[
          { label: t("payouts"), value: <Money amount={payouts} currency={currency} /> },
          { label: t("bankLines"), value: <Money amount={lines} currency={currency} /> },
          {
            label: t(missing === 0n ? "addsUp" : "missingToZero"),
            value: (
              <span className={`font-semibold ${look}`}>
                <Money amount={missing} currency={currency} />
              </span>
            ),
          },
        ]}
      />
    </output>
  );
}
