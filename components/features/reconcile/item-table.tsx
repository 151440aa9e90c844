"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ReactNode } from "react";

import { ItemRow, ROW_PX } from "@/components/features/reconcile/item-row";
import { useItemWords } from "@/components/features/reconcile/item-words";
import { useShown } from "@/components/features/reconcile/use-shown";
import { outcomeOf } from "@/components/features/reconcile/use-work";
import type { Work } from "@/components/features/reconcile/use-work";
import { useIsMedium } from "@/components/ui/media";

/** Rows kept beyond what is seen: a step by the keyboard always finds the next one there. */
const OVERSCAN = 6;
/** So near to the end of what was read, more is asked for. */
const AHEAD_ROWS = 150;
const HEAD_PX = 36;
const BOTTOM_BAR_PX = 64;
/** Columns where there is no room beside the list; a cell over more than are shown would take their place. */
const COLUMNS = { narrow: 3, medium: 6 } as const;

type ItemTableProps = Readonly<{
  work: Work;
  current: string | undefined;
  selected: ReadonlySet<string>;
  onStand: (id: string) => void;
  onSelect: (id: string) => void;
  /** Counts up when the keyboard's place moves: then the row is brought into view and has the focus. */
  moves: number;
  /** What is shown under the current row where there is no room beside the list. */
  under: ReactNode;
}>;

/** The rows of work, as many as there are, of which the page holds only those that are seen. */
export function ItemTable({ work, current, selected, onStand, onSelect, moves, under }: ItemTableProps) {
  const words = useItemWords();
  const { order, known } = work.rows;
  const table = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  const [underPx, setUnderPx] = useState(0);
  const currentAt = current === undefined ? -1 : order.indexOf(current);
  const extra = under === undefined ? 0 : underPx;

  // Where the list begins on the page is known only once it stands there.
  useLayoutEffect(() => {
    const place = (): void =>
      setTop(Math.round((table.current?.getBoundingClientRect().top ?? 0) + window.scrollY) + HEAD_PX);
    place();
    window.addEventListener("resize", place);
    return () => window.removeEventListener("resize", place);
  }, []);

  // oxlint-disable-next-line react/incompatible-library -- no compiler remembers for us what the list returns
  const rows = useWindowVirtualizer({
    count: order.length,
    estimateSize: (at) => ROW_PX + (at === currentAt ? extra : 0),
    getItemKey: (at) => order[at] ?? at,
    overscan: OVERSCAN,
    scrollMargin: top,
    scrollPaddingStart: HEAD_PX + ROW_PX,
    scrollPaddingEnd: BOTTOM_BAR_PX + ROW_PX,
    initialRect: { width: 1_000, height: 800 },
  });
  // Heights are remembered by the list: it must be told that one of them is another now.
  useLayoutEffect(() => rows.measure(), [rows, currentAt, extra]);

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = work.list;
  const near = rows.getVirtualItems();
  const wanted = { first: near[0]?.index ?? 0, last: near.at(-1)?.index ?? -1 };
  const seen = { first: rows.range?.startIndex ?? 0, last: rows.range?.endIndex ?? 0 };
  const { first, last } = useShown(seen, wanted);
  const wantsMore = hasNextPage && !isFetchingNextPage && wanted.last > order.length - AHEAD_ROWS;
  // More is read ahead of who scrolls.
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);

  useFocus({ moves, current, bringIntoView: () => rows.scrollToIndex(currentAt, { align: "auto" }) });

  const startOf = (at: number): number => at * ROW_PX + (currentAt !== -1 && at > currentAt ? extra : 0);
  return (
    <div className="border-line bg-raised overflow-clip rounded-lg border">
      <table
        ref={table}
        aria-rowcount={order.length + 1}
        className="w-full table-fixed border-collapse text-sm"
      >
        <caption className="sr-only">{words.t("caption")}</caption>
        <Head />
        <tbody>
          <Gap px={startOf(first)} />
          {order.slice(first, last + 1).map((id, at) => {
            const item = known.get(id);
            if (item === undefined) return null;
            return (
              <Fragment key={id}>
                <ItemRow
                  item={item}
                  words={words}
                  outcome={outcomeOf(work, id)}
                  place={first + at + 1}
                  isCurrent={id === current}
                  isSelected={selected.has(id)}
                  onStand={onStand}
                  onSelect={onSelect}
                />
                {id === current && under !== undefined && <UnderRow onHeight={setUnderPx}>{under}</UnderRow>}
              </Fragment>
            );
          })}
          <Gap px={startOf(order.length) - startOf(last + 1)} />
        </tbody>
      </table>
    </div>
  );
}

/** After a move by the keyboard: the row into view, and the focus to it as soon as it is there. */
function useFocus({
  moves,
  current,
  bringIntoView,
}: Readonly<{ moves: number; current: string | undefined; bringIntoView: () => void }>): void {
  const moved = useRef(0);
  const wanted = useRef<string>(undefined);
  // Focus and scrolling are the browser's; a row far away is there only some frames later.
  useEffect(() => {
    if (moves !== moved.current) {
      moved.current = moves;
      wanted.current = current;
      bringIntoView();
    }
    if (wanted.current === undefined) return;
    const button = document.querySelector<HTMLElement>(`[data-stand="${CSS.escape(wanted.current)}"]`);
    if (button === null) return;
    wanted.current = undefined;
    button.focus({ preventScroll: true });
  });
}

function Head() {
  const t = useTranslations("reconcile");
  const look = "text-muted bg-raised border-line sticky top-0 z-[2] border-b px-2 text-xs font-medium";
  return (
    <thead>
      <tr style={{ height: HEAD_PX }}>
        <th scope="col" className={`${look} hidden w-9 md:table-cell`}>
          <span className="sr-only">{t("columnSelect")}</span>
        </th>
        <th scope="col" className={`${look} hidden w-[72px] text-left lg:table-cell`}>
          {t("columnBooked")}
        </th>
        <th scope="col" className={`${look} text-left`}>
          {t("columnTheirs")}
        </th>
        <th scope="col" className={`${look} w-[118px] text-right`}>
          {t("columnAmount")}
        </th>
        <th scope="col" className={`${look} w-[92px] text-center md:w-[116px]`}>
          <span className="sr-only">{t("columnTie")}</span>
        </th>
        <th scope="col" className={`${look} hidden w-[118px] text-right md:table-cell`}>
          {t("columnBank")}
        </th>
        <th scope="col" className={`${look} hidden text-left md:table-cell`}>
          {t("columnLine")}
        </th>
        <th scope="col" className={`${look} hidden text-left lg:table-cell`}>
          {t("columnWhy")}
        </th>
      </tr>
    </thead>
  );
}

/** The height of rows that are not there. */
function Gap({ px }: Readonly<{ px: number }>) {
  if (px <= 0) return null;
  return (
    <tr aria-hidden="true">
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- nobody is told of it: it only has a height */}
      <td style={{ height: px, padding: 0 }} />
    </tr>
  );
}

/** The panel under its row; the list must know how high it is. */
function UnderRow({ children, onHeight }: Readonly<{ children: ReactNode; onHeight: (px: number) => void }>) {
  const box = useRef<HTMLDivElement>(null);
  const columns = useIsMedium() ? COLUMNS.medium : COLUMNS.narrow;
  // Sizes are seen by the browser, outside React.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const tell = (): void => onHeight(element.offsetHeight);
    tell();
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => observer.disconnect();
  }, [onHeight]);
  return (
    <tr>
      <td colSpan={columns} className="p-0">
        <div ref={box} className="border-line bg-surface border-b p-3">
          {children}
        </div>
      </td>
    </tr>
  );
}
