"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { FormEvent } from "react";

import { usePermission } from "@/components/patterns/access";
import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { NotDone } from "@/components/patterns/not-done";
import { Card, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { formatAmount } from "@/lib/browser/format";
import { clearingBalancesQuery, enterClearingBalance } from "@/lib/browser/queries/bookkeeping";
import type { ClearingBalance } from "@/lib/contracts/bookkeeping";
import type { Ledger } from "@/lib/contracts/shapes";
import { isLedgerDate } from "@/lib/core/ledger-date";
import { parseAmount } from "@/lib/core/money";

type ClearingProps = Readonly<{ tenant: string; merchantId: string; ledgers: readonly Ledger[] }>;

/** What the firm's books say of the clearing account, beside the funds balance of the same date. */
export function ClearingSection({ tenant, merchantId, ledgers }: ClearingProps) {
  const t = useTranslations("bookkeeping");
  const balances = useQuery(clearingBalancesQuery(tenant, merchantId));
  const isAllowed = usePermission("bookkeeping.manage");
  return (
    <Section title={t("clearingTitle")}>
      <p className="text-muted mb-3 max-w-[70ch] text-sm">{t("clearingDetail")}</p>
      <QueryState
        query={balances}
        isEmpty={(page) => page.items.length === 0}
        empty={<p className="text-muted mb-4 text-sm">{t("noBalances")}</p>}
      >
        {(page) => (
          <div className="mb-4">
            <Table
              caption={t("clearingCaption")}
              columns={[
                { key: "date", label: t("date") },
                { key: "entered", label: t("entered"), isNumber: true },
                { key: "ours", label: t("ours"), isNumber: true, isWide: true },
                { key: "difference", label: t("difference"), isNumber: true },
                { key: "why", label: t("why"), isWide: true },
              ]}
            >
              {page.items.map((item) => (
                <BalanceRow key={`${item.ledgerUid} ${item.ledgerDate}`} item={item} />
              ))}
            </Table>
          </div>
        )}
      </QueryState>
      {isAllowed && ledgers.length > 0 && (
        <Card>
          <EnterForm tenant={tenant} merchantId={merchantId} ledgers={ledgers} />
        </Card>
      )}
    </Section>
  );
}

function BalanceRow({ item }: Readonly<{ item: ClearingBalance }>) {
  const t = useTranslations("bookkeeping");
  return (
    <Row isTall>
      <Cell isName>
        <LedgerDate date={item.ledgerDate} />
        <Under>
          {item.ledgerId} · {t("enteredBy", { name: item.enteredBy })}
        </Under>
      </Cell>
      <Cell isNumber>
        <Money amount={item.entered} currency={item.currency} showCurrency />
      </Cell>
      <Cell isNumber isWide>
        <Money amount={item.ours} currency={item.currency} inDoubt={item.daysInDoubt > 0} />
      </Cell>
      <Cell isNumber>
        <Money amount={item.difference} currency={item.currency} />
      </Cell>
      <Cell isWide>
        <Reasons item={item} />
      </Cell>
    </Row>
  );
}

/** Words for a difference; where nothing is known, what to look for. */
function Reasons({ item }: Readonly<{ item: ClearingBalance }>) {
  const t = useTranslations("bookkeeping");
  const language = useLocale();
  if (item.difference === 0n) return <span className="text-muted">{t("agrees")}</span>;
  const amount = `${item.currency} ${formatAmount(item.openPayoutAmount, item.currency, language)}`;
  const reasons = [
    ...(item.daysInDoubt > 0 ? [t("daysInDoubt", { count: item.daysInDoubt })] : []),
    ...(item.daysOpen > 0 ? [t("daysOpen", { count: item.daysOpen })] : []),
    ...(item.openPayouts > 0 ? [t("openPayouts", { count: item.openPayouts, amount })] : []),
  ];
  if (reasons.length === 0) return t("nothingKnown");
  return (
    <ul>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}

function EnterForm({ tenant, merchantId, ledgers }: ClearingProps) {
  const t = useTranslations("bookkeeping");
  const client = useQueryClient();
  const [wrong, setWrong] = useState<Readonly<{ date?: boolean; balance?: boolean }>>({});
  const enter = useMutation({
    mutationFn: ({
      ledger,
      ...entered
    }: Readonly<{ ledger: string }> & Parameters<typeof enterClearingBalance>[2]) =>
      enterClearingBalance(tenant, ledger, entered),
    onSuccess: () => client.invalidateQueries({ queryKey: ["clearing-balances", tenant, merchantId] }),
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const ledger = textOf(form, "ledger");
    const ledgerDate = textOf(form, "ledgerDate");
    const balance = amountOf(textOf(form, "balance"));
    setWrong({ date: !isLedgerDate(ledgerDate), balance: balance === undefined });
    if (!isLedgerDate(ledgerDate) || balance === undefined) return;
    enter.mutate({ ledger, ledgerDate, balance });
  }

  return (
    <form className="grid gap-3 md:grid-cols-4 md:items-start" onSubmit={submit} noValidate>
      <SelectField label={t("ledger")} name="ledger" defaultValue={ledgers[0]?.id ?? ""}>
        {ledgers.map((ledger) => (
          <option key={ledger.id} value={ledger.id}>
            {`${ledger.ledgerId} ${ledger.currency}`}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t("date")}
        name="ledgerDate"
        type="date"
        error={wrong.date === true ? t("dateWrong") : undefined}
      />
      <TextField
        label={t("balance")}
        hint={t("balanceHint")}
        name="balance"
        inputMode="decimal"
        autoComplete="off"
        error={wrong.balance === true ? t("balanceWrong") : undefined}
      />
      <Button type="submit" look="primary" className="md:mt-[22px]" disabled={enter.isPending}>
        {t("enter")}
      </Button>
      <div className="md:col-span-4">
        <NotDone error={enter.error} what={t("notEntered")} />
      </div>
    </form>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

function amountOf(text: string): bigint | undefined {
  try {
    return parseAmount(text);
  } catch {
    // Whatever is no amount is said at its field.
    return undefined;
  }
}
