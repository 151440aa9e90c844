import type { StatementFormat } from "@/lib/domain/bank/statement";

/** A line of a statement file as far as it tells lines apart. All lines of one call meet: same account, date, amount. */
export type SourceLine = Readonly<{
  /** The file that it came in. What a file says twice is two lines; what two files say is one. */
  source: string;
  format: StatementFormat;
  /** Its place among the lines of the file, oldest first: a file that runs newest first is numbered backwards. */
  order: number;
  /** The bank's own reference; empty for none. */
  bankReference: string;
  /** A digest of all its texts, normalised. */
  textDigest: string;
  /** The bank line that it was taken for before, if it was. */
  lineId: string | undefined;
}>;

/** What is one bank line: everything that files say of it, and the id that it keeps. */
export type LineCluster = Readonly<{
  /** Undefined: a line that is new. */
  lineId: string | undefined;
  members: readonly SourceLine[];
}>;

export type Identified = Readonly<{
  clusters: readonly LineCluster[];
  /** Bank lines that turned out to be one with another: the line to the one that took it in. */
  retired: ReadonlyMap<string, string>;
}>;

type Draft = { members: SourceLine[]; formats: Set<StatementFormat> };
type Ranked = Readonly<{ line: SourceLine; rank: number }>;

/** The order in which formats are laid over one another: what says most of a line first. */
const FORMAT_ORDER: readonly StatementFormat[] = ["camt", "mt940", "csv"];

/**
 * Which source lines are one bank line (DESIGN §5, "Bank line identity"). A function of the set of lines alone:
 * neither the order in which files came nor how often a file came changes the clusters.
 *
 * 1. A line of a file (source and order) counts once, however often the file came.
 * 2. An equal bank reference is one line, whatever the format and the text. A file that has it n times has n lines,
 *    and files are laid over one another n-th by n-th.
 * 3. Of one format, lines without a reference are one line when their text is equal, n-th by n-th. Where another
 *    file of the format has that text with a reference (banks leave references out of some of their files), they
 *    are first laid over those lines that their own file does not name.
 * 4. Of one format, another reference or another text is another line.
 * 5. Of different formats, what no reference has joined is aligned in order: the n-th with the n-th. A line's place
 *    is the last one it has in any file of the format among the lines that meet; equal places go by reference and
 *    text, never by file.
 *
 * So every file's lines are different bank lines, and there are as many as the files need, never their sum.
 *
 * Ids, smallest first (UUIDv7: the oldest): each goes to the cluster that has most lines of it, the first such in
 * order, if that has none yet. When two bank lines turn out to be one, the oldest stays and the other is `retired`
 * into it. When one turns out to be two, the id stays with the greater part and the other part is new.
 */
export function identify(lines: readonly SourceLine[]): Identified {
  const ranked = rankInSource(lines);
  const drafts = FORMAT_ORDER.map((format) => ranked.filter(({ line }) => line.format === format));
  const byReference = joinByReference(ranked);
  const places = new Map(ranked.map(({ line, rank }) => [line, rank]));
  const groups = drafts.map((of) => joinByText(of, byReference));
  const all = [...new Set([...byReference, ...groups.flat()])];
  const slots = align(all, places);
  const clusters = slots.map((slot) => slot.members.toSorted(compareLines));
  return assignIds(clusters);
}

/** Each line once, with its place among the lines of its file that meet. */
function rankInSource(lines: readonly SourceLine[]): Ranked[] {
  const sources = new Map<string, Map<number, SourceLine>>();
  for (const line of lines) {
    const of = sources.get(line.source) ?? new Map<number, SourceLine>();
    sources.set(line.source, of);
    const known = of.get(line.order);
    // Two readings of one place: the one that already has an id says more; of two, the older.
    if (known === undefined || (line.lineId ?? "~") < (known.lineId ?? "~")) of.set(line.order, line);
  }
  return [...sources.values()].flatMap((of) =>
    [...of.values()]
      .toSorted((left, right) => left.order - right.order)
      .map((line, rank) => ({ line, rank })),
  );
}

function joinByReference(ranked: readonly Ranked[]): Draft[] {
  const drafts = new Map<string, Draft>();
  const seen = new Map<string, number>();
  for (const { line } of ranked) {
    if (line.bankReference === "") continue;
    const nth = count(seen, JSON.stringify([line.source, line.bankReference]));
    addTo(drafts, JSON.stringify([line.bankReference, nth]), line);
  }
  return [...drafts.values()];
}

/** Lines of one format without a reference: over lines of that text that have one, then over one another. */
function joinByText(ranked: readonly Ranked[], byReference: readonly Draft[]): Draft[] {
  const drafts = new Map<string, Draft>();
  const seen = new Map<string, number>();
  const withText = new Map<string, Draft[]>();
  const format = ranked[0]?.line.format;
  for (const draft of byReference) {
    const texts = new Set(draft.members.filter((of) => of.format === format).map((of) => of.textDigest));
    for (const text of texts) {
      const of = withText.get(text);
      if (of === undefined) withText.set(text, [draft]);
      else of.push(draft);
    }
  }
  for (const [text, of] of withText) withText.set(text, inOrder(of));
  const named = new Map(byReference.map((draft) => [draft, new Set(draft.members.map((of) => of.source))]));
  const reached = new Map<string, number>();
  for (const { line } of ranked) {
    if (line.bankReference !== "") continue;
    const key = JSON.stringify([line.source, line.textDigest]);
    const over = withText.get(line.textDigest) ?? [];
    let at = reached.get(key) ?? 0;
    for (let of = over[at]; of !== undefined && named.get(of)?.has(line.source) === true; of = over[at])
      at += 1;
    reached.set(key, at + 1);
    const free = over[at];
    if (free === undefined) {
      addTo(drafts, JSON.stringify([line.textDigest, count(seen, key)]), line);
    } else {
      named.get(free)?.add(line.source);
      free.members.push(line);
    }
  }
  return [...drafts.values()];
}

/**
 * Lays formats over one another: each cluster on the first one, in order, that lacks all its formats. Those that a
 * reference has joined over formats already have the least choice, and choose first.
 */
function align(drafts: readonly Draft[], places: ReadonlyMap<SourceLine, number>): Draft[] {
  const slots: Draft[] = [];
  const left = new Set(drafts);
  for (const format of FORMAT_ORDER) {
    const own = [...left]
      .filter((draft) => draft.formats.has(format))
      .map((draft) => ({ draft, place: placeIn(draft, format, places), saying: sayingOf(draft) }))
      .toSorted(
        (one, other) =>
          other.draft.formats.size - one.draft.formats.size ||
          one.place - other.place ||
          compareTexts(one.saying, other.saying),
      );
    const before = slots.length;
    // A slot that does not fit never will: each set of formats goes on from where it was.
    const reached = new Map<string, number>();
    for (const { draft } of own) {
      left.delete(draft);
      const kind = [...draft.formats].toSorted().join();
      let at = reached.get(kind) ?? 0;
      while (at < before && !isDisjoint(slots[at]?.formats ?? draft.formats, draft.formats)) at += 1;
      reached.set(kind, at);
      const slot = at < before ? slots[at] : undefined;
      if (slot === undefined) {
        slots.push(draft);
      } else {
        for (const member of draft.members) slot.members.push(member);
        for (const of of draft.formats) slot.formats.add(of);
      }
    }
  }
  return slots;
}

function placeIn(draft: Draft, format: StatementFormat, places: ReadonlyMap<SourceLine, number>): number {
  let last = 0;
  for (const of of draft.members) if (of.format === format) last = Math.max(last, places.get(of) ?? 0);
  return last;
}

function assignIds(clusters: readonly (readonly SourceLine[])[]): Identified {
  const shares = new Map<string, Map<number, number>>();
  for (const [place, members] of clusters.entries()) {
    for (const { lineId } of members) {
      if (lineId === undefined) continue;
      const of = shares.get(lineId) ?? new Map<number, number>();
      shares.set(lineId, of);
      of.set(place, (of.get(place) ?? 0) + 1);
    }
  }
  const assigned = new Map<number, string>();
  const retiring = new Map<string, number>();
  for (const [id, of] of [...shares].toSorted(([one], [other]) => compareTexts(one, other))) {
    const byShare = [...of].toSorted(([at, share], [otherAt, other]) => other - share || at - otherAt);
    const open = byShare.find(([place]) => !assigned.has(place));
    if (open === undefined) retiring.set(id, byShare[0]?.[0] ?? 0);
    else assigned.set(open[0], id);
  }
  return {
    clusters: clusters.map((members, place) => ({ lineId: assigned.get(place), members })),
    retired: new Map([...retiring].map(([id, place]) => [id, assigned.get(place) ?? id])),
  };
}

function addTo(drafts: Map<string, Draft>, key: string, line: SourceLine): void {
  const draft = drafts.get(key) ?? { members: [], formats: new Set() };
  drafts.set(key, draft);
  draft.members.push(line);
  draft.formats.add(line.format);
}

/** How often the key was counted before. */
function count(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

function isDisjoint<T>(left: ReadonlySet<T>, right: ReadonlySet<T>): boolean {
  for (const value of left) if (right.has(value)) return false;
  return true;
}

/** By what lines say; files tell apart only what says the same. */
function inOrder(drafts: readonly Draft[]): Draft[] {
  return drafts
    .map((draft) => ({ draft, saying: sayingOf(draft) }))
    .toSorted((one, other) => compareTexts(one.saying, other.saying))
    .map(({ draft }) => draft);
}

function sayingOf(draft: Draft): string {
  const sayings = draft.members.map((of) => JSON.stringify([of.bankReference, of.textDigest])).toSorted();
  const places = draft.members.map((of) => JSON.stringify([of.source, of.order])).toSorted();
  return JSON.stringify([sayings, places]);
}

function compareLines(left: SourceLine, right: SourceLine): number {
  return (
    FORMAT_ORDER.indexOf(left.format) - FORMAT_ORDER.indexOf(right.format) ||
    compareTexts(left.source, right.source) ||
    left.order - right.order
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
