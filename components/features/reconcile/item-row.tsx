"use client";

import { memo } from "react";

import { lineText, merchantsOf, nameOf, numbersOf, whyOf } from "@/components/features/reconcile/item-words";
import type { ItemWords } from "@/components/features/reconcile/item-words";
import type { Outcome } from "@/components/features/reconcile/outcomes";
import { Tie } from "@/components/features/reconcile/tie";
import { DateMark } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { Icon } from "@/components/ui/icon";
import type { OpenItem } from "@/lib/contracts/reconciliation";

/** Every row is this high, so that a list of any length knows its own height. */
export const ROW_PX = 56;

export const ItemRow = memo(ItemRowOnce);

type ItemRowProps = Readonly<{
  item: OpenItem;
  words: ItemWords;
  outcome: Outcome | undefined;
  /** Its place in the whole list, from 1. */
  place: number;
  isCurrent: boolean;
  isSelected: boolean;
  onStand: (id: string) => void;
  onSelect: (id: string) => void;
}>;

/** One decision: theirs left, the bank's right, and between them how they belong together. */
function ItemRowOnce(props: ItemRowProps) {
  const { item, words, outcome, place, isCurrent, isSelected, onStand, onSelect } = props;
  const { t } = words;
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
          aria-label={t("selectRow", { name: nameOf(item, words) })}
          checked={isSelected}
          disabled={outcome !== undefined}
          onChange={() => onSelect(item.id)}
        />
      </td>
      <td className={`${cell} hidden lg:table-cell`}>
        <When item={item} words={words} />
      </td>
      <th scope="row" className={`${cell} text-left font-normal`}>
        <button
          type="button"
          data-stand={item.id}
          aria-current={isCurrent ? "true" : undefined}
          className="block w-full truncate text-left font-[550] after:absolute after:inset-0"
          onClick={() => onStand(item.id)}
        >
          <TheirName item={item} words={words} />
        </button>
        <span className="text-muted block truncate text-xs">
          <Under item={item} words={words} />
        </span>
      </th>
      <td className={`${cell} text-right`}>
        {hasTheirs ? <Money amount={item.expected} currency={item.currency} showCurrency /> : <Dash />}
        <span className="block md:hidden">
          {item.lines.length > 0 ? <BankAmount item={item} /> : <Dash />}
        </span>
      </td>
      <td className={`${cell} text-center`}>
        <Tie item={item} outcome={outcome} words={words} />
      </td>
      <td className={`${cell} hidden text-right md:table-cell`}>
        {item.lines.length > 0 ? <BankAmount item={item} /> : <Dash />}
      </td>
      <td className={`${cell} hidden md:table-cell`}>
        <LineCell item={item} words={words} />
      </td>
      <td className={`${cell} hidden lg:table-cell`}>
        <span className="text-muted line-clamp-2 text-xs">
          {whyOf(item, words)}
          {item.note !== null && <Noted item={item} words={words} />}
        </span>
      </td>
    </tr>
  );
}

type RowPart = Readonly<{ item: OpenItem; words: ItemWords }>;

function When({ item, words }: RowPart) {
  const date = item.payouts[0]?.ledgerDate ?? item.lines[0]?.bookingDate ?? item.at;
  return <DateMark date={date} language={words.language} thisYear={words.thisYear} />;
}

function TheirName({ item, words }: RowPart) {
  const { t } = words;
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

function Under({ item, words }: RowPart) {
  const { t } = words;
  const merchants = merchantsOf(item);
  return (
    <>
      <span className="lg:hidden">
        <When item={item} words={words} />
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

function LineCell({ item, words }: RowPart) {
  const { t } = words;
  const line = item.lines[0];
  if (line === undefined) return <span className="text-muted">{t("noLine")}</span>;
  return (
    <>
      <span className="block truncate">
        {lineText(line) ?? <span className="text-muted">{t("textsNotKept")}</span>}
      </span>
      <span className="text-muted block truncate text-xs">
        <DateMark date={line.bookingDate} language={words.language} thisYear={words.thisYear} />
        {item.lines.length > 1 && <>, {t("lineCount", { count: item.lines.length })}</>}
      </span>
    </>
  );
}

function Noted({ item, words }: RowPart) {
  const { t } = words;
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
