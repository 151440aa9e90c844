"use client";

import Link from "next/link";
import type { Route } from "next";
import type { ReactNode } from "react";

export type Column = Readonly<{
  key: string;
  label: ReactNode;
  isNumber?: boolean;
  /** Left out on a phone; what matters of it stands under the name. */
  isWide?: boolean;
  sort?: Readonly<{ href: string; direction: "ascending" | "descending" | "none" }>;
}>;

const HEAD = "text-muted border-line h-[34px] border-b px-3 text-xs font-medium whitespace-nowrap";

/**
 * A table in its frame: the head sticks, and the first column sticks where the table scrolls sideways. The keys `j`
 * and `k` walk the rows' links (components/features/shell/keyboard.tsx).
 */
export function Table({
  caption,
  columns,
  children,
  foot,
}: Readonly<{ caption: string; columns: readonly Column[]; children: ReactNode; foot?: ReactNode }>) {
  return (
    // The frame scrolls, so a keyboard must be able to stand on it.
    <section
      aria-label={caption}
      className="border-line bg-raised overflow-x-auto rounded-lg border"
      tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: what scrolls is reached by keyboard
    >
      <table className="w-full border-collapse text-sm">
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
  return <span className="text-muted block text-xs font-normal">{children}</span>;
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
