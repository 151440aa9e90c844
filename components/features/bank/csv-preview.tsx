"use client";

import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import type { FormEvent } from "react";

import { CsvColumns } from "@/components/features/bank/csv-columns";
import { CsvOptions } from "@/components/features/bank/csv-options";
import { Refused } from "@/components/features/bank/file-outcome";
import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Cell, Row, Table } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import type { FileSaying, Looked } from "@/lib/browser/send-file";
import { hasNeededColumns } from "@/lib/contracts/bank-import";
import type { BankPreview, CsvLayoutWire } from "@/lib/contracts/bank-import";

type CsvPreviewProps = Readonly<{
  preview: BankPreview;
  look: (saying: FileSaying) => Promise<Looked>;
  onTake: (saying: FileSaying) => void;
  onLeave: () => void;
}>;

/**
 * How a CSV file is laid out: what was detected, to be corrected, with the first lines as they are read. What a person
 * agrees to is remembered.
 */
export function CsvPreview({ preview, look, onTake, onLeave }: CsvPreviewProps) {
  const t = useTranslations("bank");
  const [shown, setShown] = useState(preview);
  const [layout, setLayout] = useState(preview.csv?.layout);
  const [account, setAccount] = useState(
    preview.csv?.accounts.length === 1 ? (preview.csv.accounts[0]?.written ?? "") : "",
  );
  const [accountFault, setAccountFault] = useState<string>();
  const [isLooking, setIsLooking] = useState(false);
  const asked = useRef(0);
  const title = useId();
  const { csv } = shown;
  if (csv === null || layout === undefined) return null;
  const isEnough = hasNeededColumns(layout);

  async function ask(nextLayout: CsvLayoutWire, nextAccount: string): Promise<void> {
    asked.current += 1;
    const turn = asked.current;
    setIsLooking(true);
    const looked = await look({ layout: nextLayout, account: nextAccount });
    if (turn !== asked.current) return; // something was changed meanwhile
    setIsLooking(false);
    setAccountFault(looked.kind === "refused" ? looked.accountFault : undefined);
    if (looked.kind === "looked" && looked.preview.csv !== null) setShown(looked.preview);
  }

  function change(next: CsvLayoutWire): void {
    setLayout(next);
    void ask(next, account);
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (layout !== undefined && isEnough && shown.fault === null && accountFault === undefined)
      onTake({ layout, account: account.trim() === "" ? undefined : account });
  }

  return (
    <form className="grid gap-3" aria-labelledby={title} onSubmit={submit} noValidate>
      <div>
        <h3 id={title} className="font-semibold">
          {t("csv.title")}
        </h3>
        <p className="text-muted max-w-[75ch]">
          {csv.isRemembered && `${t("csv.remembered")} `}
          {csv.bank !== null && `${t("csv.usual", { bank: csv.bank })} `}
          {t("csv.means")}
        </p>
      </div>
      <CsvColumns csv={csv} layout={layout} onChange={change} />
      <CsvOptions
        layout={layout}
        header={csv.header}
        encoding={shown.encoding}
        onChange={change}
        account={account}
        accountFound={shown.account?.written}
        accounts={csv.accounts.map(({ written }) => written)}
        accountFault={accountFault}
        onAccount={setAccount}
        onAccountDone={() => void ask(layout, account)}
      />
      {!isEnough && <p className="text-negative">{t("csv.missing")}</p>}
      {isEnough && shown.fault !== null && (
        <div role="alert" className="grid gap-1">
          <Refused fault={shown.fault} detail="" isPreview />
        </div>
      )}
      <AsRead preview={shown} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          look="primary"
          disabled={!isEnough || isLooking || shown.fault !== null || accountFault !== undefined}
        >
          {t("csv.take")}
        </Button>
        <Button look="quiet" onClick={onLeave}>
          {t("leaveOut")}
        </Button>
      </div>
    </form>
  );
}

/** The first lines, as they would be taken in. */
function AsRead({ preview }: Readonly<{ preview: BankPreview }>) {
  const t = useTranslations("bank.csv");
  if (preview.lines.length === 0) return <p className="text-muted">{t("noLines")}</p>;
  return (
    <Table
      caption={t("asRead")}
      columns={[
        { key: "date", label: t("date") },
        { key: "amount", label: t("amount"), isNumber: true },
        { key: "text", label: t("text"), isWide: true },
      ]}
    >
      {preview.lines.slice(0, 5).map((line, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines of a file have nothing but their place
        <Row key={place}>
          <Cell>
            <LedgerDate date={line.bookingDate} />
          </Cell>
          <Cell isNumber>
            <Money
              amount={line.amount}
              currency={line.currency === "" ? "NOK" : line.currency}
              showCurrency={line.currency !== ""}
            />
          </Cell>
          <Cell isWide>
            <span className="line-clamp-1">{line.text}</span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
