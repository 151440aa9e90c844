"use client";

import { useTranslations } from "next-intl";
import { createContext, use, useState } from "react";
import type { ReactNode } from "react";

import { Icon } from "@/components/ui/icon";
import { rememberChoice } from "@/lib/browser/theme";
import { TABLES_COOKIE, tableViewsText, WHOLE_TABLE } from "@/lib/browser/table-view";
import type { TableView, TableViews } from "@/lib/browser/table-view";

type Views = Readonly<{ views: TableViews; change: (table: string, view: TableView) => void }>;

const TableViewContext = createContext<Views>({ views: {}, change: () => undefined });

/** Gives the tables below it what their reader has chosen, from the first paint on. */
export function TableViewProvider({
  initial,
  children,
}: Readonly<{ initial: TableViews; children: ReactNode }>) {
  const [views, setViews] = useState(initial);
  const change = (table: string, view: TableView): void => {
    const next = { ...views, [table]: view };
    setViews(next);
    rememberChoice(TABLES_COOKIE, tableViewsText(next));
  };
  return <TableViewContext value={{ views, change }}>{children}</TableViewContext>;
}

/** How its reader wants the table of this name. */
export function useTableView(name: string | undefined): TableView {
  const { views } = use(TableViewContext);
  return (name === undefined ? undefined : views[name]) ?? WHOLE_TABLE;
}

/** Rows as close as they go, and which columns are shown: remembered for this table. */
export function TableViewMenu({
  name,
  columns,
}: Readonly<{ name: string; columns: readonly Readonly<{ key: string; label: ReactNode }>[] }>) {
  const t = useTranslations("everywhere");
  const { change } = use(TableViewContext);
  const view = useTableView(name);
  return (
    <details className="relative mb-1.5 ml-auto hidden w-fit text-sm md:block">
      <summary className="text-muted hover:text-ink flex cursor-pointer list-none items-center gap-1.5 rounded-md px-2 py-1">
        {t("tableView")} <Icon name="chevron" />
      </summary>
      <div className="border-line bg-raised shadow-float absolute right-0 z-10 grid w-56 gap-3 rounded-md border p-3">
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={view.isCompact}
            onChange={(event) => change(name, { ...view, isCompact: event.target.checked })}
          />
          {t("tableCompact")}
        </label>
        <fieldset className="grid gap-1.5">
          <legend className="text-muted mb-1.5 text-xs">{t("tableColumns")}</legend>
          {columns.map((column) => (
            <label key={column.key} className="flex items-center gap-2">
              <input
                type="checkbox"
                checked={!view.hidden.includes(column.key)}
                onChange={(event) =>
                  change(name, {
                    ...view,
                    hidden: event.target.checked
                      ? view.hidden.filter((key) => key !== column.key)
                      : [...view.hidden, column.key],
                  })
                }
              />
              {column.label}
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  );
}
