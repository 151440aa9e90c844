"use client";

import Form from "next/form";
import { useTranslations } from "next-intl";

import { PERIOD_DAYS_MAX, PERIODS, periodValues } from "@/components/features/merchants/period";
import type { Period } from "@/components/features/merchants/period";
import type { MerchantView } from "@/components/features/merchants/view";
import { Choices } from "@/components/patterns/links";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";

/** Which dates the page shows: named periods as links, own dates as a form. The address is the state. */
export function PeriodChoice({
  base,
  period,
  view,
}: Readonly<{ base: string; period: Period; view: MerchantView }>) {
  const t = useTranslations("merchant");
  const hrefOf = (name: Period["name"]): string => {
    const values =
      name === "custom" ? { from: period.from, to: period.to } : periodValues({ ...period, name });
    return withQuery(base, { ...values, ...view });
  };
  return (
    <>
      <Choices
        label={t("period")}
        items={PERIODS.map((name) => ({
          label: t(name),
          href: hrefOf(name),
          isChosen: period.name === name,
        }))}
      />
      {period.name === "custom" && <OwnDates base={base} period={period} view={view} />}
    </>
  );
}

function OwnDates({ base, period, view }: Readonly<{ base: string; period: Period; view: MerchantView }>) {
  const t = useTranslations();
  const { typed, problem } = period;
  const error =
    problem === undefined
      ? undefined
      : `${problem === "too-long" ? t("merchant.too-long", { days: PERIOD_DAYS_MAX }) : t(`merchant.${problem}`)} ${t("merchant.shownInstead")}`;
  return (
    <Form
      action={base}
      scroll={false}
      key={`${typed.from} ${typed.to}`}
      className="mb-5 flex flex-wrap items-start gap-3"
    >
      <div className="w-40">
        <TextField
          label={t("everywhere.from")}
          name="from"
          type="date"
          defaultValue={typed.from}
          error={error}
          required
        />
      </div>
      <div className="w-40">
        <TextField label={t("everywhere.to")} name="to" type="date" defaultValue={typed.to} required />
      </div>
      {Object.entries(view).map(
        ([name, value]) =>
          value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Button type="submit" className="mt-[22px]">
        {t("everywhere.apply")}
      </Button>
    </Form>
  );
}
