"use client";

import Link from "next/link";
import type { Route } from "next";
import type { ReactNode } from "react";

import { TableViewMenu, useTableView } from "@/components/patterns/table-view";

export type Column = Readonly<{
  key: string;
  label: ReactNode;
  isNumber?: boolean;
  /** Left out on a phone; what matters of it stands under the name. */
  isWide?: boolean;
  sort?: Readonly<{ href: string; direction: "ascending" | "descending" | "none" }>;
}>;

const HEAD = "text-muted border-line h-[34px] border-b px-3 text-xs font-medium whitespace-nowrap";

/** Classes that hide the n-th column on a wide screen; whole words, since styles are made from what stands in the source. */
const HIDE = [
  "",
  "md:[&_tr>*:nth-child(2)]:hidden",
  "md:[&_tr>*:nth-child(3)]:hidden",
  "md:[&_tr>*:nth-child(4)]:hidden",
  "md:[&_tr>*:nth-child(5)]:hidden",
  "md:[&_tr>*:nth-child(6)]:hidden",
  "md:[&_tr>*:nth-child(7)]:hidden",
  "md:[&_tr>*:nth-child(8)]:hidden",
  "md:[&_tr>*:nth-child(9)]:hidden",
  "md:[&_tr>*:nth-child(10)]:hidden",
] as const;
const COMPACT = "md:[&_tr]:h-7 md:[&_:is(td,th)]:py-0.5 md:[&_[data-under]]:hidden";

/**
 * A table in its frame: the head sticks, and the first column sticks where the table scrolls sideways. The keys `j`
 * and `k` walk the rows' links (components/features/shell/keyboard.tsx). With a `name` its reader chooses columns,
 * all but the first, and how close the rows are.
 */
export function Table({
  caption,
  columns,
  children,
  foot,
  name,
}: Readonly<{
  caption: string;
  columns: readonly Column[];
  children: ReactNode;
  foot?: ReactNode;
  name?: string;
}>) {
  const view = useTableView(name);
  const looks = columns.map((column, index) => (view.hidden.includes(column.key) ? (HIDE[index] ?? "") : ""));
  const frame = (
    // The frame scrolls, so a keyboard must be able to stand on it.
    <section
      aria-label={caption}
      className="border-line bg-raised overflow-x-auto rounded-lg border"
      tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: what scrolls is reached by keyboard
    >
      <table
        className={`w-full border-collapse text-sm ${view.isCompact ? COMPACT : ""} ${looks.filter((look) => look !== "").join(" ")}`}
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sort?.direction}
                className={`${HEAD} ${column.isNumber === true ? "text-right" : "text-left"} ${column.isWide === true ? "hidden md:table-cell" : ""}`}
              >
                {column.sort === undefined ? (
                  column.label
                ) : (
                  <Link href={column.sort.href as Route} className="hover:text-ink" scroll={false}>
                    {column.label}
                    {column.sort.direction !== "none" && (
                      <span aria-hidden="true"> {column.sort.direction === "ascending" ? "↑" : "↓"}</span>
                    )}
                  </Link>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
        {foot !== undefined && <tfoot>{foot}</tfoot>}
      </table>
    </section>
  );
  if (name === undefined) return frame;
  return (
    <>
      <TableViewMenu name={name} columns={columns.slice(1)} />
      {frame}
    </>
  );
}

export function Row({ children, isTall = false }: Readonly<{ children: ReactNode; isTall?: boolean }>) {
  return (
    <tr
      className={`group/row hover:bg-sunken/50 border-line border-b last:border-b-0 ${isTall ? "h-[52px]" : "h-9"}`}
    >
      {children}
    </tr>
  );
}

export function Cell({
  children,
  isNumber = false,
  isWide = false,
  isName = false,
}: Readonly<{ children?: ReactNode; isNumber?: boolean; isWide?: boolean; isName?: boolean }>) {
  const look = `${isNumber ? "num" : ""} ${isWide ? "hidden md:table-cell" : ""} px-3 py-1.5 align-middle`;
  if (!isName) return <td className={look}>{children}</td>;
  return (
    <th
      scope="row"
      className={`${look} bg-raised sticky left-0 max-w-[46vw] text-left font-normal group-hover/row:bg-sunken md:max-w-none md:bg-transparent`}
    >
      {children}
    </th>
  );
}

/** A second line in a cell, in small muted type. */
export function Under({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <span data-under="" className="text-muted block text-xs font-normal">
      {children}
    </span>
  );
}

/** The link that a row is about. */
export function NameLink({
  href,
  children,
  isRowLink = true,
}: Readonly<{ href: string; children: ReactNode; isRowLink?: boolean }>) {
  return (
    <Link
      href={href as Route}
      data-row-link={isRowLink ? "" : undefined}
      className="font-[550] underline-offset-[3px] [overflow-wrap:anywhere] hover:underline"
    >
      {children}
    </Link>
  );
}
