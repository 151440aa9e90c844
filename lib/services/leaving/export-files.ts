import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import type { Page } from "@/lib/core/page";
import { EntriesQuery, IssuesQuery, PayoutsQuery } from "@/lib/contracts/queries";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { CsvColumn } from "@/lib/formats/csv";
import type { ServiceContext } from "@/lib/services/context";
import { DAY_COLUMNS, ENTRY_COLUMNS, ISSUE_COLUMNS, PAYOUT_COLUMNS } from "@/lib/services/exports/columns";
import { csvPages, FILE_PAGE_SIZE } from "@/lib/services/exports/csv-pages";
import { within } from "@/lib/services/exports/export-merchant";
import { listIssues } from "@/lib/services/issues/list-issues";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { readBooks } from "@/lib/services/read";
import { listAuditRows, listFirmPeople, listMerchantIds } from "@/lib/store/firm-records";
import type { AuditRow, FirmPerson } from "@/lib/store/firm-records";
import { listHoldings } from "@/lib/store/merchant-figures";
import type { Holding } from "@/lib/store/merchant-figures";
import { withTenant } from "@/lib/store/tenant";

/** What a file came to: its rows, and the sum of its amounts by currency in minor units. */
export type Tally = { rows: number; readonly sums: Map<string, bigint> };

/** One file of an export, made while it is written. Never with payers' personal data. */
export type ExportFile = Readonly<{ path: string; chunks: AsyncIterable<string>; tally: Tally }>;

/** A merchant's files: entries, days and payouts of each ledger, and its issues. `folder` ends with a slash, or is empty. */
export async function* merchantFiles(
  ctx: ServiceContext,
  merchant: MerchantId,
  folder: string,
): AsyncGenerator<ExportFile, void, undefined> {
  const holdings = await readBooks(ctx, (tx) => listHoldings(tx, merchant));
  const seen = new Map<string, number>();
  for (const holding of holdings) {
    // A ledger that came, went and came again has a folder for each time.
    const times = (seen.get(holding.ledgerId) ?? 0) + 1;
    seen.set(holding.ledgerId, times);
    const place = `${folder}ledgers/${holding.ledgerId}${times === 1 ? "" : `-${String(times)}`}/`;
    for (const topic of TOPICS) {
      yield fileOf(
        `${place}${topic}-entries.csv`,
        ENTRY_COLUMNS,
        (cursor) =>
          listEntries(ctx, { ...EntriesQuery.parse({}), ...within(holding, NO_DATES, cursor), topic }),
        (entry) => entry,
      );
      yield fileOf(`${place}${topic}-days.csv`, DAY_COLUMNS, (cursor) =>
        listDays(ctx, { ...within(holding, NO_DATES, cursor), topic, order: "oldest" }),
      );
    }
    yield payoutsOf(ctx, holding, place);
  }
  for (const state of ["open", "resolved"] as const) {
    const query = IssuesQuery.parse({ state, merchantId: merchant });
    yield fileOf(`${folder}issues-${state}.csv`, ISSUE_COLUMNS, (cursor) =>
      listIssues(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }),
    );
  }
}

const NO_DATES = { from: undefined, to: undefined };

function payoutsOf(ctx: ServiceContext, holding: Holding, place: string): ExportFile {
  const { from, to } = within(holding, NO_DATES, undefined);
  const query = PayoutsQuery.parse({ ledgerId: holding.ledger });
  return fileOf(
    `${place}payouts.csv`,
    PAYOUT_COLUMNS,
    (cursor) => listPayouts(ctx, { ...query, from, to, limit: FILE_PAGE_SIZE, cursor }),
    (payout) => payout,
  );
}

/** Everything that the firm has: all merchants, its people and its audit trail. */
export async function* firmFiles(ctx: ServiceContext): AsyncGenerator<ExportFile, void, undefined> {
  let after: MerchantId | undefined;
  for (;;) {
    const page = await withTenant(ctx.database, ctx, (tx) => listMerchantIds(tx, { after, limit: 100 }));
    for (const { id } of page) yield* merchantFiles(ctx, id, `merchants/${id}/`);
    after = page.at(-1)?.id;
    if (after === undefined) break;
  }
  yield fileOf("merchants.csv", MERCHANT_COLUMNS, (cursor) => merchantPage(ctx, cursor));
  yield fileOf("members.csv", PERSON_COLUMNS, async () => ({
    items: await withTenant(ctx.database, ctx, (tx) => listFirmPeople(tx)),
    nextCursor: undefined,
  }));
  yield fileOf("audit-trail.csv", AUDIT_COLUMNS, async (cursor) => {
    const items = await withTenant(ctx.database, ctx, (tx) =>
      listAuditRows(tx, { after: cursor, limit: FILE_PAGE_SIZE }),
    );
    return { items, nextCursor: items.length === FILE_PAGE_SIZE ? items.at(-1)?.id : undefined };
  });
}

async function merchantPage(
  ctx: ServiceContext,
  cursor: string | undefined,
): Promise<Page<Readonly<{ id: string; name: string }>>> {
  const after = cursor === undefined ? undefined : parseId<"merchant">(cursor);
  const items = await withTenant(ctx.database, ctx, (tx) =>
    listMerchantIds(tx, { after, limit: FILE_PAGE_SIZE }),
  );
  return { items, nextCursor: items.length === FILE_PAGE_SIZE ? items.at(-1)?.id : undefined };
}

const MERCHANT_COLUMNS: readonly CsvColumn<Readonly<{ id: string; name: string }>>[] = [
  { header: "merchantId", value: (row) => row.id },
  { header: "name", text: (row) => row.name },
];
const PERSON_COLUMNS: readonly CsvColumn<FirmPerson>[] = [
  { header: "name", text: (row) => row.name },
  { header: "email", text: (row) => row.email },
  { header: "role", value: (row) => row.role },
  { header: "merchantIds", value: (row) => row.merchantIds?.join(" ") ?? "" },
  { header: "since", value: (row) => row.createdAt },
];
const AUDIT_COLUMNS: readonly CsvColumn<AuditRow>[] = [
  { header: "at", value: (row) => row.at },
  { header: "actorKind", value: (row) => row.actorKind },
  { header: "actorName", text: (row) => row.actorName },
  { header: "action", text: (row) => row.action },
  { header: "subjectType", text: (row) => row.subjectType },
  { header: "subjectId", text: (row) => row.subjectId },
  { header: "before", text: (row) => row.before },
  { header: "after", text: (row) => row.after },
];

/** A list as a file that counts what it writes; `amountOf` names what is summed, if anything is. */
function fileOf<Row>(
  path: string,
  columns: readonly CsvColumn<Row>[],
  readPage: (cursor: string | undefined) => Promise<Page<Row>>,
  amountOf?: (row: Row) => Readonly<{ currency: string; amount: bigint }>,
): ExportFile {
  const tally: Tally = { rows: 0, sums: new Map() };
  const chunks = csvPages(columns, async (cursor) => {
    const page = await readPage(cursor);
    tally.rows += page.items.length;
    if (amountOf !== undefined) {
      for (const { currency, amount } of page.items.map(amountOf))
        tally.sums.set(currency, (tally.sums.get(currency) ?? 0n) + amount);
    }
    return page;
  });
  return { path, chunks, tally };
}
