"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useNow, useTranslations } from "next-intl";

import { linesAsk, LINE_KINDS } from "@/components/features/bank/bank-address";
import type { LinesAddress } from "@/components/features/bank/bank-address";
import { usePermission } from "@/components/patterns/access";
import { LedgerDate } from "@/components/patterns/dates";
import { Choices, Pager } from "@/components/patterns/links";
import { Money } from "@/components/patterns/money";
import { NotDone } from "@/components/patterns/not-done";
import { EmptyState, Note, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { UrlForm } from "@/components/patterns/url-form";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { formatAmount, formatLedgerDate } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import { bankActs, bankLinesQuery } from "@/lib/browser/queries/bank";
import type { BankLine } from "@/lib/contracts/bank";

type LinesSectionProps = Readonly<{
  tenant: string;
  account: string;
  address: LinesAddress;
  refused: readonly string[];
}>;

/** The booked lines of an account, newest first. */
export function LinesSection({ tenant, account, address, refused }: LinesSectionProps) {
  const t = useTranslations();
  const lines = useQuery(bankLinesQuery(tenant, account, linesAsk(address)));
  const base = `/${tenant}/documents/accounts/${account}`;
  const { kind, from, to, amount } = address;
  const href = (change: LinesAddress): string => withQuery(base, { kind, from, to, amount, ...change });
  const isFiltered = [kind, from, to, amount].some((value) => value !== undefined);
  return (
    <Section title={t("bank.bankLines")}>
      <UrlForm
        key={JSON.stringify(address)}
        base={base}
        keep={{ kind }}
        label={t("bank.lineFilter")}
        className="mb-3 flex flex-wrap items-end gap-3"
      >
        <div className="w-36">
          <TextField label={t("everywhere.from")} name="from" type="date" defaultValue={from} />
        </div>
        <div className="w-36">
          <TextField label={t("everywhere.to")} name="to" type="date" defaultValue={to} />
        </div>
        <div className="w-36">
          <TextField
            label={t("bank.amountFilter")}
            name="amount"
            defaultValue={amount}
            placeholder={t("bank.amountHint")}
            autoComplete="off"
          />
        </div>
        <Button type="submit">{t("everywhere.apply")}</Button>
      </UrlForm>
      {refused.length > 0 && <Note tone="warning">{t("bank.badFilters")}</Note>}
      <Choices
        label={t("bank.kindFilter")}
        items={[
          { label: t("bank.kinds.all"), href: href({ kind: undefined }), isChosen: kind === undefined },
          ...LINE_KINDS.map((of) => ({
            label: t(`bank.kinds.${of}`),
            href: href({ kind: of }),
            isChosen: kind === of,
          })),
        ]}
      />
      <QueryState
        query={lines}
        isEmpty={(page) => page.items.length === 0}
        empty={
          isFiltered ? (
            <EmptyState
              title={t("everywhere.nothingFound")}
              action={<ButtonLink href={base}>{t("everywhere.clearFilters")}</ButtonLink>}
            />
          ) : (
            <EmptyState title={t("bank.noLines")} detail={t("bank.noLinesDetail")} />
          )
        }
      >
        {(page) => (
          <>
            <LinesTable tenant={tenant} lines={page.items} />
            <Pager
              firstHref={href({})}
              nextHref={page.nextCursor === null ? undefined : href({ cursor: page.nextCursor })}
              isFirst={address.cursor === undefined}
            />
          </>
        )}
      </QueryState>
    </Section>
  );
}

function LinesTable({ tenant, lines }: Readonly<{ tenant: string; lines: readonly BankLine[] }>) {
  const t = useTranslations("bank");
  const client = useQueryClient();
  const mayManage = usePermission("bank.manage");
  const change = useMutation({
    mutationFn: ({ id, kind }: Pick<BankLine, "id"> & Readonly<{ kind: "settlement" | "ignored" }>) =>
      bankActs.setLineKind(tenant, id, kind),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === tenant }),
  });
  return (
    <>
      <NotDone error={change.error} what={t("notChanged")} />
      <Table
        caption={t("bankLines")}
        columns={[
          { key: "date", label: t("date") },
          { key: "text", label: t("text"), isWide: true },
          { key: "amount", label: t("amount"), isNumber: true },
          { key: "left", label: t("left"), isNumber: true, isWide: true },
          { key: "kind", label: t("kind"), isWide: true },
          ...(mayManage ? [{ key: "action", label: <span className="sr-only">{t("action")}</span> }] : []),
        ]}
      >
        {lines.map((line) => (
          <LineRow
            key={line.id}
            line={line}
            onKind={mayManage ? (kind) => change.mutate({ id: line.id, kind }) : undefined}
          />
        ))}
      </Table>
    </>
  );
}

function LineRow({
  line,
  onKind,
}: Readonly<{ line: BankLine; onKind: ((kind: "settlement" | "ignored") => void) | undefined }>) {
  const t = useTranslations("bank");
  const language = useLocale() as Language;
  const thisYear = String(useNow().getUTCFullYear());
  const named = {
    amount: formatAmount(line.amount, line.currency, language),
    date: formatLedgerDate(line.bookingDate, language, { thisYear }),
  };
  const text =
    line.texts === null ? (
      <span className="text-muted">{t("noText")}</span>
    ) : (
      <span className="[overflow-wrap:anywhere]">{line.texts.map((of) => of.text).join(" · ")}</span>
    );
  const isIgnored = line.kind === "ignored";
  return (
    <Row isTall>
      <Cell isName>
        <LedgerDate date={line.bookingDate} style="weekday" />
        <span className="md:hidden">
          <Under>{text}</Under>
        </span>
      </Cell>
      <Cell isWide>
        {text}
        {line.bankReference !== null && <Under>{line.bankReference}</Under>}
      </Cell>
      <Cell isNumber>
        <Money amount={line.amount} currency={line.currency} showCurrency />
      </Cell>
      <Cell isNumber isWide>
        {line.left === 0n ? (
          <span className="text-positive font-medium">{t("matched")}</span>
        ) : (
          <Money amount={line.left} currency={line.currency} />
        )}
      </Cell>
      <Cell isWide>{t(`kinds.${line.kind}`)}</Cell>
      {onKind !== undefined && (
        <Cell>
          {line.left === line.amount && (
            <Button
              look="quiet"
              aria-label={t(isIgnored ? "takeBackOf" : "ignoreOf", named)}
              onClick={() => onKind(isIgnored ? "settlement" : "ignored")}
            >
              {t(isIgnored ? "takeBack" : "ignore")}
            </Button>
          )}
        </Cell>
      )}
    </Row>
  );
}
