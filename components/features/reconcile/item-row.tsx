"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";

import { lineText, merchantsOf, numbersOf } from "@/components/features/reconcile/item-words";
import type { Outcome } from "@/components/features/reconcile/outcomes";
import { useWhy } from "@/components/features/reconcile/reasons";
import { Tie } from "@/components/features/reconcile/tie";
import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Icon } from "@/components/ui/icon";
import type { OpenItem } from "@/lib/contracts/reconciliation";

/** Every row is this high, so that a list of any length knows its own height. */
export const ROW_PX = 56;

export const ItemRow = memo(ItemRowOnce);

type ItemRowProps = Readonly<{
  item: OpenItem;
  outcome: Outcome | undefined;
  /** Its place in the whole list, from 1. */
  place: number;
  isCurrent: boolean;
  isSelected: boolean;
  onStand: (id: string) => void;
  onSelect: (id: string) => void;
}>;

/** One decision: theirs left, the bank's right, and between them how they belong together. */
function ItemRowOnce({ item, outcome, place, isCurrent, isSelected, onStand, onSelect }: ItemRowProps) {
  const t = useTranslations("reconcile");
  const why = useWhy()(item);
  const hasTheirs = item.payouts.length + item.entries.length > 0;
  const isOver = outcome !== undefined && outcome.state !== "working";
  const cell = "px-2 py-0 align-middle overflow-hidden";
  return (
    <tr
      aria-rowindex={place + 1}
      aria-busy={outcome?.state === "working"}
      data-item={item.id}
      data-kind={item.kind}
      data-outcome={outcome?.state}
      style={{ height: ROW_PX }}
      className={`border-line relative border-b ${isCurrent ? "bg-accent-soft" : "hover:bg-sunken/50"} ${isOver ? "text-muted" : ""}`}
    >
      <td className={`${cell} relative z-[1] hidden md:table-cell`}>
        <input
          type="checkbox"
          aria-label={t("selectRow", { name: useName(item) })}
          checked={isSelected}
          disabled={outcome !== undefined}
          onChange={() => onSelect(item.id)}
        />
      </td>
      <td className={`${cell} hidden lg:table-cell`}>
        <LedgerDate date={item.payouts[0]?.ledgerDate ?? item.lines[0]?.bookingDate ?? item.at} />
      </td>
      <th scope="row" className={`${cell} text-left font-normal`}>
        <button
          type="button"
          data-stand={item.id}
          aria-current={isCurrent ? "true" : undefined}
          className="block w-full truncate text-left font-[550] after:absolute after:inset-0"
          onClick={() => onStand(item.id)}
        >
          <TheirName item={item} />
        </button>
        <span className="text-muted block truncate text-xs">
          <Under item={item} />
        </span>
      </th>
      <td className={`${cell} text-right`}>
        {hasTheirs ? <Money amount={item.expected} currency={item.currency} showCurrency /> : <Dash />}
        <span className="block md:hidden">
          {item.lines.length > 0 ? <BankAmount item={item} /> : <Dash />}
        </span>
      </td>
      <td className={`${cell} text-center`}>
        <Tie item={item} outcome={outcome} />
      </td>
      <td className={`${cell} hidden text-right md:table-cell`}>
        {item.lines.length > 0 ? <BankAmount item={item} /> : <Dash />}
      </td>
      <td className={`${cell} hidden md:table-cell`}>
        <LineCell item={item} />
      </td>
      <td className={`${cell} hidden lg:table-cell`}>
        <span className="text-muted line-clamp-2 text-xs">
          {why}
          {item.note !== null && <Noted item={item} />}
        </span>
      </td>
    </tr>
  );
}

/** What a row is called where it is spoken of. */
export function useName(item: OpenItem): string {
  const t = useTranslations("reconcile");
  const numbers = numbersOf(item);
  if (numbers === undefined) {
    const entry = item.entries[0];
    if (entry !== undefined) return t("entryName", { type: entry.entryType });
    return lineText(item.lines[0]) ?? t("bankLine");
  }
  if (item.payouts.length === 1) return t("payoutName", { number: numbers.first });
  return t("payoutsName", { first: numbers.first, last: numbers.last });
}

function TheirName({ item }: Readonly<{ item: OpenItem }>) {
  const t = useTranslations("reconcile");
  const numbers = numbersOf(item);
  if (numbers !== undefined) {
    if (item.payouts.length === 1) return <span className="tabular-nums">{numbers.first}</span>;
    return (
      <span className="tabular-nums">
        {numbers.first}–{numbers.last}
      </span>
    );
  }
  const entry = item.entries[0];
  if (entry !== undefined) return t("entryName", { type: entry.entryType });
  return (
    <>
      <span className="text-muted font-normal md:hidden">{lineText(item.lines[0]) ?? "—"}</span>
      <span className="text-muted hidden font-normal md:inline">{t("noPayout")}</span>
    </>
  );
}

function Under({ item }: Readonly<{ item: OpenItem }>) {
  const t = useTranslations("reconcile");
  const merchants = merchantsOf(item);
  const date = item.payouts[0]?.ledgerDate ?? item.lines[0]?.bookingDate ?? item.at;
  return (
    <>
      <span className="lg:hidden">
        <LedgerDate date={date} />
        {merchants.length > 0 && ", "}
      </span>
      {merchants[0]}
      {item.payouts.length > 1 && <>, {t("payoutCount", { count: item.payouts.length })}</>}
    </>
  );
}

function BankAmount({ item }: Readonly<{ item: OpenItem }>) {
  const isOff = item.kind === "difference";
  return (
    <span className={isOff ? "text-negative" : ""}>
      <Money amount={item.booked} currency={item.currency} showCurrency={item.kind === "line"} />
    </span>
  );
}

function LineCell({ item }: Readonly<{ item: OpenItem }>) {
  const t = useTranslations("reconcile");
  const line = item.lines[0];
  if (line === undefined) return <span className="text-muted">{t("noLine")}</span>;
  return (
    <>
      <span className="block truncate">
        {lineText(line) ?? <span className="text-muted">{t("textsNotKept")}</span>}
      </span>
      <span className="text-muted block truncate text-xs">
        <LedgerDate date={line.bookingDate} />
        {item.lines.length > 1 && <>, {t("lineCount", { count: item.lines.length })}</>}
      </span>
    </>
  );
}

function Noted({ item }: Readonly<{ item: OpenItem }>) {
  const t = useTranslations("reconcile");
  const { note } = item;
  if (note === null) return null;
  return (
    <span className="text-ink ml-1.5 inline-flex items-center gap-1">
      <Icon name="inbox" className="size-3" />
      {note.assignedName === null ? t("hasNote") : t("assignedTo", { name: note.assignedName })}
    </span>
  );
}

function Dash() {
  return <span className="text-muted">—</span>;
}
