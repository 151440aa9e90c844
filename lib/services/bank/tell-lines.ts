import { newId } from "@/lib/core/ids";
import type { BankAccountId, BankFileId, BankLineId } from "@/lib/core/ids";
import { identify } from "@/lib/domain/bank/identity";
import type { SourceLine } from "@/lib/domain/bank/identity";
import { placeInFile } from "@/lib/domain/bank/file-parts";
import { joinTexts, maySettle } from "@/lib/domain/bank/line-text";
import { restoreStart } from "@/lib/services/reconciliation/restore-start";
import {
  dropLinesWithoutSource,
  listMeetings,
  listSourcesOf,
  tellSources,
  writeLines,
} from "@/lib/store/bank-sources";
import type { LineWritten, Meeting, SourceRow } from "@/lib/store/bank-sources";
import { carryMatches, carryNotes, carryRejections, listCarried } from "@/lib/store/joined-lines";
import type { JoinedLine } from "@/lib/store/joined-lines";
import { undoMatches } from "@/lib/store/matches";
import { findMatchesOfLines } from "@/lib/store/matches-read";
import type { TenantTx } from "@/lib/store/tenant";

/** Meetings that are told apart at a time: bounds the memory of a large file. */
const MEETINGS_AT_ONCE = 1_000;
/** Statements of a file count more than lines of a statement. */
const STATEMENT_STEP = 100_000_000;

type Telling = Readonly<{
  nowMs: number;
  currencyOf: (account: BankAccountId) => string;
  /** The file is about to go: its lines that no other file has go with it, and this is why their matches are undone. */
  without?: string;
}>;

export type Told = Readonly<{
  /** Lines of the file that other files had already. */
  known: number;
  /** Matches that were undone, because a line of theirs is another, or is gone. */
  undone: number;
  /** Lines that are there no more. */
  gone: number;
  /** What has changed, by account. */
  amounts: ReadonlyMap<BankAccountId, ReadonlySet<bigint>>;
}>;

/**
 * Tells the lines of a file from those of all others (DESIGN §5, "Bank line identity"): at every meeting of account,
 * booking date and amount, what the files have there is laid over one another, and becomes bank lines. The file's
 * sources must be written.
 */
export async function tellLines(tx: TenantTx, file: BankFileId, options: Telling): Promise<Told> {
  const amounts = new Map<BankAccountId, Set<bigint>>();
  let known = 0;
  let undone = 0;
  let gone = 0;
  let after: Meeting | undefined;
  for (;;) {
    const meetings = await listMeetings(tx, file, after, MEETINGS_AT_ONCE);
    if (meetings.length === 0) return { known, undone, gone, amounts };
    after = meetings.at(-1);
    for (const { account, amount } of meetings) {
      const of = amounts.get(account) ?? new Set<bigint>();
      amounts.set(account, of);
      of.add(amount);
    }
    const sources = await listSourcesOf(tx, meetings);
    const told = await tellMeetings(tx, file, sources, options);
    known += told.known;
    undone += told.undone;
    gone += told.gone;
  }
}

async function tellMeetings(
  tx: TenantTx,
  file: BankFileId,
  sources: readonly SourceRow[],
  options: Telling,
): Promise<Omit<Told, "amounts">> {
  const written: LineWritten[] = [];
  const told: { statement: SourceRow["statement"]; place: number; line: BankLineId | undefined }[] = [];
  const retired: BankLineId[] = [];
  const joined: JoinedLine[] = [];
  let known = 0;
  for (const group of byMeeting(sources)) {
    const leaving = options.without === undefined ? [] : group.filter((source) => source.file === file);
    const counting = group.filter((source) => !leaving.includes(source));
    const rows = new Map<SourceLine, SourceRow>(counting.map((row) => [toSourceLine(row), row]));
    const { clusters, retired: gone } = identify([...rows.keys()]);
    for (const [from, into] of gone as ReadonlyMap<BankLineId, BankLineId>) {
      retired.push(from);
      joined.push({ from, into });
    }
    for (const cluster of clusters) {
      const members = cluster.members.flatMap((member) => rows.get(member) ?? []);
      const id =
        (cluster.lineId as BankLineId | undefined) ?? (newId<"bank-line">(options.nowMs) as BankLineId);
      // Of what the file says several times, all but one is known.
      const own = members.filter((row) => row.file === file).length;
      known += cluster.lineId === undefined ? Math.max(0, own - 1) : own;
      const line = lineOf(id, members, options.currencyOf);
      if (line !== undefined) written.push(line);
      told.push(...members.map(({ statement, place }) => ({ statement, place, line: id })));
    }
    for (const { statement, place, line } of leaving) {
      told.push({ statement, place, line: undefined });
      if (line !== undefined) retired.push(line);
    }
  }
  await writeLines(tx, written);
  await tellSources(tx, told);
  const stay = new Set(written.map(({ id }) => id));
  const gone = [...new Set(retired)].filter((id) => !stay.has(id));
  const going = new Set(gone);
  await carryDecisions(
    tx,
    joined.filter(({ from, into }) => going.has(from) && stay.has(into)),
    options.nowMs,
  );
  const reason = options.without ?? "line-is-another";
  const undone = gone.length === 0 ? 0 : await retire(tx, gone, reason, options.nowMs);
  return { known, undone, gone: gone.length };
}

/** What people have decided of a line that turned out to be another holds for the one that stays. */
async function carryDecisions(tx: TenantTx, joined: readonly JoinedLine[], nowMs: number): Promise<void> {
  await carryRejections(tx, joined);
  await carryNotes(tx, joined);
  const carried = await listCarried(tx, joined);
  const inTheWay = carried.flatMap((line) => line.inTheWay);
  await undoMatches(tx, inTheWay, { by: "import", reason: "line-is-another", nowMs });
  await carryMatches(tx, carried);
}

/**
 * Lines that turned out to be another, or that no file has any more: their matches are undone. Matching makes them
 * anew with the line that stays, if there is one. Returns how many stood.
 */
async function retire(
  tx: TenantTx,
  lines: readonly BankLineId[],
  reason: string,
  nowMs: number,
): Promise<number> {
  const matches = await findMatchesOfLines(tx, lines);
  const undone = await undoMatches(
    tx,
    matches.map((match) => match.id),
    { by: "import", reason, nowMs },
  );
  const ledgers = matches.flatMap(({ parts }) => parts.flatMap((part) => part.entry?.ledger ?? []));
  await restoreStart(tx, ledgers);
  await dropLinesWithoutSource(tx, lines);
  return undone.length;
}

function* byMeeting(sources: readonly SourceRow[]): Generator<SourceRow[]> {
  let group: SourceRow[] = [];
  for (const source of sources) {
    const first = group[0];
    if (
      first !== undefined &&
      (first.account !== source.account ||
        first.bookingDate !== source.bookingDate ||
        first.amount !== source.amount)
    ) {
      yield group;
      group = [];
    }
    group.push(source);
  }
  if (group.length > 0) yield group;
}

function toSourceLine(row: SourceRow): SourceLine {
  const { part, order } = placeInFile(row.statementPlace);
  return {
    source: `${row.file} ${String(part)}`,
    format: row.format,
    order: order * STATEMENT_STEP + row.place,
    bankReference: row.bankReference,
    textDigest: row.digest,
    lineId: row.line,
  };
}

function lineOf(
  id: BankLineId,
  members: readonly SourceRow[],
  currencyOf: (account: BankAccountId) => string,
): LineWritten | undefined {
  const [first] = members;
  if (first === undefined) return undefined;
  const said = members.flatMap((member) => member.texts ?? []);
  const texts = said.length === 0 ? undefined : joinTexts(said.map((of) => of.texts));
  const details = said.find((of) => of.details.length > 0)?.details ?? [];
  const all = [...(texts ?? []), ...details.flatMap((detail) => detail.texts)];
  return {
    id,
    account: first.account,
    bookingDate: first.bookingDate,
    amount: first.amount,
    valueDate: said.find((of) => of.valueDate !== null)?.valueDate ?? undefined,
    currency: said[0]?.currency ?? currencyOf(first.account),
    bankReference: members.find((member) => member.bankReference !== "")?.bankReference ?? "",
    texts,
    details,
    kind: maySettle(all) ? "settlement" : "other",
  };
}
