"use client";

import { useTranslations } from "next-intl";

import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Section } from "@/components/patterns/page";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { ButtonLink } from "@/components/ui/button";
import type { BankCoverage, BankStatement } from "@/lib/contracts/bank";

/** The newest statements of an account, and whether each adds up. */
export function StatementsSection({
  tenant,
  coverage,
}: Readonly<{ tenant: string; coverage: BankCoverage }>) {
  const t = useTranslations("bank");
  const { account, statements } = coverage;
  return (
    <Section
      title={t("files")}
      actions={
        statements.length > 0 && (
          <ButtonLink href={`/${tenant}/documents?accountId=${account.id}`}>{t("allFiles")}</ButtonLink>
        )
      }
    >
      {statements.length === 0 ? (
        <p className="text-muted text-sm">{t("noStatements")}</p>
      ) : (
        <div className="max-h-96 overflow-y-auto">
          <Table
            caption={t("files")}
            columns={[
              { key: "period", label: t("period") },
              { key: "statement", label: t("statement"), isWide: true },
              { key: "lines", label: t("lines"), isNumber: true, isWide: true },
              { key: "opening", label: t("opening"), isNumber: true, isWide: true },
              { key: "closing", label: t("closing"), isNumber: true },
              { key: "difference", label: t("difference"), isNumber: true },
            ]}
          >
            {statements.map((statement) => (
              <StatementRow key={statement.id} statement={statement} currency={account.currency ?? "NOK"} />
            ))}
          </Table>
        </div>
      )}
    </Section>
  );
}

function StatementRow({ statement, currency }: Readonly<{ statement: BankStatement; currency: string }>) {
  const t = useTranslations("bank");
  const { difference } = statement;
  return (
    <Row isTall>
      <Cell isName>
        <LedgerDate date={statement.from} /> – <LedgerDate date={statement.to} />
      </Cell>
      <Cell isWide>
        {statement.statementId ?? <span className="text-muted">{t("noNumber")}</span>}
        <Under>
          <span className="[overflow-wrap:anywhere]">{statement.fileName}</span>
        </Under>
      </Cell>
      <Cell isNumber isWide>
        {statement.lines}
      </Cell>
      <Cell isNumber isWide>
        <Money amount={statement.opening} currency={currency} />
      </Cell>
      <Cell isNumber>
        <Money amount={statement.closing} currency={currency} />
      </Cell>
      <Cell isNumber>
        {difference !== null && difference !== 0n ? (
          <span className="text-negative">
            <Money amount={difference} currency={currency} inDoubt />
          </span>
        ) : (
          <Money amount={difference} currency={currency} />
        )}
      </Cell>
    </Row>
  );
}
