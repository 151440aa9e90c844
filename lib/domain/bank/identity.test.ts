import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { identify } from "@/lib/domain/bank/identity";
import type { Identified, SourceLine } from "@/lib/domain/bank/identity";
import { STATEMENT_FORMATS } from "@/lib/domain/bank/statement";
import type { StatementFormat } from "@/lib/domain/bank/statement";

type File = Readonly<{
  source: string;
  format: StatementFormat;
  lines: readonly (readonly [string, string])[];
}>;

/** A file from its lines: bank reference and text. */
function file(
  source: string,
  format: StatementFormat,
  ...lines: readonly (readonly [string, string])[]
): File {
  return { source, format, lines };
}

function sourceLines(files: readonly File[], ids?: ReadonlyMap<string, string>): SourceLine[] {
  return files.flatMap(({ source, format, lines }) =>
    lines.map(([bankReference, textDigest], order) => {
      const lineId = ids?.get(nameOf({ source, order }));
      return { source, format, order, bankReference, textDigest, lineId };
    }),
  );
}

const nameOf = (line: Readonly<{ source: string; order: number }>): string =>
  `${line.source}/${String(line.order)}`;
const partition = ({ clusters }: Identified): string[] =>
  clusters.map(({ members }) => members.map(nameOf).toSorted().join(" = ")).toSorted();

/** Imports one file after the other, as a firm does: each time with the ids that are there. */
function importAll(files: readonly File[]): {
  result: Identified;
  ids: Map<string, string>;
  retired: number;
} {
  const ids = new Map<string, string>();
  const here: File[] = [];
  let retired = 0;
  let result: Identified = { clusters: [], retired: new Map() };
  for (const one of files) {
    here.push(one);
    result = identify(sourceLines(here, ids));
    retired += result.retired.size;
    for (const { lineId, members } of result.clusters) {
      const id = lineId ?? `id-${String(ids.size + 1000)}-${nameOf(members[0] ?? { source: "", order: 0 })}`;
      for (const member of members) ids.set(nameOf(member), id);
    }
  }
  return { result, ids, retired };
}

const someFile = fc.record({
  format: fc.constantFrom(...STATEMENT_FORMATS),
  lines: fc.array(fc.tuple(fc.constantFrom("", "", "r1", "r2", "r3"), fc.constantFrom("a", "b", "c")), {
    maxLength: 5,
  }),
});
const someFiles = fc
  .array(someFile, { minLength: 1, maxLength: 5 })
  .map((files) => files.map((of, at): File => ({ ...of, source: `file ${String(at)}` })));

describe("lines of one account, date and amount", () => {
  const count = (...files: readonly File[]): number => identify(sourceLines(files)).clusters.length;

  test("with one bank reference are one line, whatever the format and text", () => {
    expect(
      count(file("1", "camt", ["r", "a"]), file("2", "mt940", ["r", "b"]), file("3", "camt", ["r", "c"])),
    ).toBe(1);
  });

  test("that one file has twice are two, in another file too", () => {
    expect(count(file("1", "camt", ["r", "a"], ["r", "a"]), file("2", "camt", ["r", "a"], ["r", "a"]))).toBe(
      2,
    );
    expect(count(file("1", "csv", ["", "a"], ["", "a"]), file("2", "csv", ["", "a"]))).toBe(2);
  });

  test("of one format are others by another reference or another text", () => {
    expect(count(file("1", "camt", ["r", "a"]), file("2", "camt", ["s", "a"]))).toBe(2);
    expect(count(file("1", "csv", ["", "a"]), file("2", "csv", ["", "b"]))).toBe(2);
  });

  test("of one format and text are one when only one of the files has references", () => {
    expect(count(file("1", "camt", ["r", "a"]), file("2", "camt", ["", "a"], ["", "a"]))).toBe(2);
    expect(
      count(
        file("1", "camt", ["r", "a"]),
        file("2", "camt", ["", "a"], ["", "a"]),
        file("3", "camt", ["s", "a"]),
      ),
    ).toBe(2);
  });

  test("of different formats are aligned in order and never added up", () => {
    const files = [
      file("1", "camt", ["r", "a"], ["s", "b"]),
      file("2", "csv", ["", "x"], ["", "y"], ["", "z"]),
    ];
    expect(partition(identify(sourceLines(files)))).toEqual(["1/0 = 2/0", "1/1 = 2/1", "2/2"]);
  });

  test("that a reference joins over formats leave the others their order", () => {
    const files = [file("1", "camt", ["", "a"], ["s", "b"]), file("2", "mt940", ["s", "x"], ["", "y"])];
    expect(partition(identify(sourceLines(files)))).toEqual(["1/0 = 2/1", "1/1 = 2/0"]);
  });

  test("keep the oldest id when two turn out to be one, and the greater part keeps it when one turns out two", () => {
    const both = file("1", "csv", ["", "x"]);
    const first = new Map([
      ["1/0", "old"],
      ["2/0", "young"],
    ]);
    const merged = identify(sourceLines([both, file("2", "csv", ["", "x"])], first));
    expect(merged.clusters.map(({ lineId }) => lineId)).toEqual(["old"]);
    expect([...merged.retired]).toEqual([["young", "old"]]);
    const one = new Map(["1/0", "2/0", "3/0"].map((name) => [name, "old"]));
    const files = [file("1", "csv", ["", "x"]), file("2", "csv", ["", "y"]), file("3", "csv", ["", "y"])];
    const split = identify(sourceLines(files, one));
    expect(split.clusters.map(({ lineId, members }) => [lineId, members.length])).toEqual([
      [undefined, 1],
      ["old", 2],
    ]);
  });

  test("are the same bank lines in any order of files, and however often a file comes", () => {
    fc.assert(
      fc.property(someFiles, fc.infiniteStream(fc.nat()), (files, numbers) => {
        const expected = partition(identify(sourceLines(files)));
        const shuffled = [...files, ...files]
          .map((of) => ({ of, at: numbers.next().value }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ of }) => of);
        expect(partition(identify(sourceLines(shuffled)))).toEqual(expected);
        const { result, ids } = importAll(shuffled);
        expect(partition(result)).toEqual(expected);
        // Every bank line has one id, and no two have the same.
        expect(new Set(ids.values()).size).toBe(expected.length);
      }),
      { numRuns: 500 },
    );
  });

  test("keep their ids when everything is imported again", () => {
    fc.assert(
      fc.property(someFiles, (files) => {
        const { ids } = importAll(files);
        const again = identify(sourceLines([...files, ...files], ids));
        expect(again.retired.size).toBe(0);
        for (const { lineId, members } of again.clusters)
          for (const member of members) expect(lineId).toBe(ids.get(nameOf(member)));
      }),
    );
  });

  test("are at least as many as any file has, of which no two are one; of one file exactly as many", () => {
    fc.assert(
      fc.property(someFiles, (files) => {
        const { clusters } = identify(sourceLines(files));
        expect(clusters.length).toBeGreaterThanOrEqual(Math.max(...files.map((of) => of.lines.length)));
        expect(clusters.length).toBeLessThanOrEqual(files.reduce((sum, of) => sum + of.lines.length, 0));
        expect(clusters.flatMap(({ members }) => members)).toHaveLength(sourceLines(files).length);
        for (const { members } of clusters)
          expect(new Set(members.map(({ source }) => source)).size).toBe(members.length);
        for (const one of files) expect(identify(sourceLines([one])).clusters).toHaveLength(one.lines.length);
      }),
    );
  });

  test("of two formats without references are as many as the one that has most", () => {
    const bare = fc
      .array(fc.constantFrom("a", "b"), { maxLength: 6 })
      .map((texts) => texts.map((of) => ["", of] as const));
    fc.assert(
      fc.property(bare, bare, (camt, csv) => {
        const files = [file("1", "camt", ...camt), file("2", "csv", ...csv)];
        expect(identify(sourceLines(files)).clusters).toHaveLength(Math.max(camt.length, csv.length));
      }),
    );
  });

  test("with a reference take one line of a file in, though they have two texts", () => {
    const files = [
      file("1", "mt940", ["r", "b"]),
      file("2", "mt940", ["r", "a"]),
      file("3", "mt940", ["", "a"], ["", "b"]),
    ];
    expect(identify(sourceLines(files)).clusters).toHaveLength(2);
  });

  test("are told apart in linear time", () => {
    const many = Array.from({ length: 20_000 }, () => ["", "a"] as const);
    const files = [file("1", "camt", ...many), file("2", "camt", ...many), file("3", "csv", ...many)];
    expect(identify(sourceLines(files)).clusters).toHaveLength(20_000);
  });
});
