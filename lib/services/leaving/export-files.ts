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
import { BANK_FILES } from "@/lib/store/export-bank";
import { FIRM_FILES } from "@/lib/store/export-firm";
import { listRecords } from "@/lib/store/export-records";
import type { ExportRecord, RecordColumn, RecordFile } from "@/lib/store/export-records";
import { listAuditRows, listFirmPeople, listMerchantIds } from "@/lib/store/firm-records";
import type { AuditRow, FirmPerson } from "@/lib/store/firm-records";
import { listHoldings } from "@/lib/store/merchant-figures";
import type { Holding } from "@/lib/store/merchant-figures";
import { withTenant } from "@/lib/store/tenant";
import type { TenantScope } from "@/lib/store/tenant";

/** What a file came to: its rows, and the sum of its amounts by currency in minor units. */
export type Tally = { rows: number; readonly sums: Map<string, bigint> };

/** One file of an export, made while it is written. Never with payers' personal data. */
export type ExportFile = Readonly<{ path: string; chunks: AsyncIterable<string>; tally: Tally }>;

/** Everything of a merchant that leaves with it: its books, and what of the bank's side concerns it and nobody else. */
export async function* merchantFiles(
  ctx: ServiceContext,
  merchant: MerchantId,
  folder: string,
): AsyncGenerator<ExportFile, void, undefined> {
  yield* bookFiles(ctx, merchant, folder);
  for (const file of BANK_FILES) if (file.ofMerchant !== undefined) yield recordsOf(ctx, file, merchant);
}

/** A merchant's books: entries, days and payouts of each ledger, and its issues. `folder` ends with a slash, or is empty. */
async function* bookFiles(
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
  yield* issueFiles(ctx, merchant, folder);
}

/** Issues of a merchant; without one all of the firm, also those of no merchant's. */
function* issueFiles(
  ctx: ServiceContext,
  merchant: MerchantId | undefined,
  folder: string,
): Generator<ExportFile, void, undefined> {
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

/** Everything that the firm has: all merchants, its side of the bank, its people and its audit trail. */
export async function* firmFiles(ctx: ServiceContext): AsyncGenerator<ExportFile, void, undefined> {
  let after: MerchantId | undefined;
  for (;;) {
    const page = await withTenant(ctx.database, ctx, (tx) => listMerchantIds(tx, { after, limit: 100 }));
    for (const { id } of page) yield* bookFiles(ctx, id, `merchants/${id}/`);
    after = page.at(-1)?.id;
    if (after === undefined) break;
  }
  for (const file of [...FIRM_FILES, ...BANK_FILES]) yield recordsOf(ctx, file, undefined);
  yield* issueFiles(ctx, undefined, "");
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

/** A table as a file; with a merchant what concerns that merchant, read as somebody would who sees nothing else. */
function recordsOf(ctx: ServiceContext, file: RecordFile, merchant: MerchantId | undefined): ExportFile {
  const isLimited = merchant !== undefined && file.isFirmOnly !== true;
  const reader: TenantScope = isLimited
    ? { tenantId: ctx.tenantId, scope: { kind: "limited", merchantIds: [merchant] } }
    : ctx;
  const amountAt = file.columns.findIndex(({ header, as }) => header === "amount" && as === "amount");
  return fileOf(
    file.path,
    file.columns.map(toCsvColumn),
    async (cursor) => {
      const items = await withTenant(ctx.database, reader, (tx) =>
        listRecords(tx, file, { merchant, after: cursor, limit: FILE_PAGE_SIZE }),
      );
      return { items, nextCursor: items.length === FILE_PAGE_SIZE ? items.at(-1)?.cursor : undefined };
    },
    amountAt === -1
      ? undefined
      : ({ currency, values }) => ({ currency, amount: BigInt(values[amountAt] ?? 0) }),
  );
}

function toCsvColumn({ header, as }: RecordColumn, at: number): CsvColumn<ExportRecord> {
  const valueOf = ({ values }: ExportRecord): string | null => {
    const value = values[at] ?? null;
    return value === null ? null : String(value);
  };
  if (as === "text") return { header, text: valueOf };
  if (as === "value") return { header, value: valueOf };
  return {
    header,
    amount: (row) => {
      const minor = valueOf(row);
      return minor === null ? null : BigInt(minor);
    },
    currency: ({ currency }) => currency,
  };
}

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
