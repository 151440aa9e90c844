"use client";

import { useTranslations } from "next-intl";

import { roleAt, widthOf, withRole } from "@/components/features/bank/csv-draft";
import type { BankPreview, CsvLayoutWire } from "@/lib/contracts/bank-import";
import { CSV_ROLES } from "@/lib/domain/bank/csv-layout";

const ROWS_SHOWN = 5;

/** The first rows of a file, and above each column what it holds. */
export function CsvColumns({
  csv,
  layout,
  onChange,
}: Readonly<{
  csv: NonNullable<BankPreview["csv"]>;
  layout: CsvLayoutWire;
  onChange: (layout: CsvLayoutWire) => void;
}>) {
  const t = useTranslations("bank.csv");
  const columns = Array.from({ length: widthOf(csv) }, (_, index) => {
    const name = csv.header[index] ?? "";
    return { index, name: name === "" ? t("column", { number: index + 1 }) : name };
  });
  return (
    <section
      aria-label={t("columns")}
      className="border-line overflow-x-auto rounded-md border"
      tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: what scrolls is reached by keyboard
    >
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{t("columns")}</caption>
        <thead>
          <tr>
            {columns.map(({ index, name }) => (
              <th
                key={index}
                scope="col"
                className="border-line border-b p-2 text-left align-top font-medium"
              >
                <span className="text-muted mb-1 block max-w-40 truncate">{name}</span>
                <select
                  aria-label={t("columnOf", { name })}
                  className="border-line-strong bg-raised h-8 w-36 rounded-md border px-1.5 text-sm font-normal"
                  value={roleAt(layout, index) ?? ""}
                  onChange={(event) =>
                    onChange(
                      withRole(
                        layout,
                        csv.header,
                        index,
                        CSV_ROLES.find((role) => role === event.target.value),
                      ),
                    )
                  }
                >
                  <option value="">{t("notUsed")}</option>
                  {CSV_ROLES.map((role) => (
                    <option key={role} value={role}>
                      {t(`roles.${role}`)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {csv.rows.slice(0, ROWS_SHOWN).map((row, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- rows of a file have nothing but their place
            <tr key={place} className="border-line border-b last:border-b-0">
              {columns.map(({ index }) => (
                <td key={index} className="max-w-40 truncate px-2 py-1 tabular-nums">
                  {row[index] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
