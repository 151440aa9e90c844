import { describe, expect, test, vi } from "vitest";

import { createImports } from "@/lib/browser/imports";
import type { Imports, Sender } from "@/lib/browser/imports";
import { problemOf } from "@/lib/browser/send-file";
import type { Looked, Sent } from "@/lib/browser/send-file";
import type { BankImport } from "@/lib/contracts/bank";
import type { BankPreview } from "@/lib/contracts/bank-import";

const PREVIEW: BankPreview = {
  format: "camt",
  encoding: "utf-8",
  isSure: true,
  fault: null,
  account: null,
  lines: [],
  csv: null,
};
const CSV: BankPreview = {
  ...PREVIEW,
  format: "csv",
  isSure: false,
  csv: {
    layout: {
      encoding: null,
      delimiter: ";",
      hasHeader: true,
      columns: [],
      dateOrder: "dmy",
      decimal: ",",
      isOutNegative: false,
      currency: null,
      country: null,
    },
    isRemembered: false,
    bank: null,
    header: [],
    rows: [],
    accounts: [],
  },
};
const TAKEN = { duplicate: false, accounts: [] } as unknown as BankImport;

function senderOf(
  answers: Readonly<{ look?: (name: string) => Looked; send?: (name: string) => Sent }>,
): Sender {
  return {
    look: (file) => Promise.resolve(answers.look?.(file.name) ?? { kind: "looked", preview: PREVIEW }),
    send: (file, _saying, { onShare }) => {
      onShare(0.5);
      return Promise.resolve(answers.send?.(file.name) ?? { kind: "taken", taken: TAKEN });
    },
  };
}

const file = (name: string): File => new File(["x"], name);

async function settled(imports: Imports): Promise<readonly string[]> {
  await vi.waitFor(() => {
    const states = imports.snapshot().map(({ state }) => state.kind);
    if (states.some((kind) => ["waiting", "looking", "sending", "reading"].includes(kind)))
      throw new Error(`still ${states.join(" ")}`);
  });
  return imports.snapshot().map(({ name, state }) => `${name} ${state.kind}`);
}

describe("files on their way in", () => {
  test("come in one after the other, each with its own end", async () => {
    const onTaken = vi.fn<() => void>();
    const refused: Looked = { kind: "looked", preview: { ...PREVIEW, format: null, isSure: false } };
    const imports = createImports(
      senderOf({
        look: (name) => (name === "b" ? refused : { kind: "looked", preview: PREVIEW }),
        send: (name) =>
          name === "c" ? { kind: "failed", detail: undefined } : { kind: "taken", taken: TAKEN },
      }),
      onTaken,
    );
    const told: number[] = [];
    const stop = imports.subscribe(() => told.push(imports.snapshot().length));
    imports.add(["a", "b", "c", "d"].map(file));
    expect(await settled(imports)).toEqual(["a taken", "b refused", "c failed", "d taken"]);
    expect(onTaken).toHaveBeenCalledTimes(2);
    expect(told.length).toBeGreaterThan(4);
    stop();
    imports.clear();
    expect(imports.snapshot()).toEqual([]);
  });

  test("wait for a person where the layout is not sure, and go on as the person says", async () => {
    const imports = createImports(
      senderOf({ look: () => ({ kind: "looked", preview: CSV }) }),
      () => undefined,
    );
    imports.add([file("a.csv"), file("b.csv")]);
    expect(await settled(imports)).toEqual(["a.csv asks", "b.csv asks"]);
    const [first, second] = imports.snapshot();
    imports.take(first?.id ?? 0, { layout: CSV.csv?.layout });
    expect(await settled(imports)).toEqual(["a.csv taken", "b.csv asks"]);
    imports.clear();
    expect(imports.snapshot().map(({ name }) => name)).toEqual(["b.csv"]);
    expect(await imports.look(second?.id ?? 0, {})).toMatchObject({ kind: "looked" });
    imports.drop(second?.id ?? 0);
    expect(await imports.look(second?.id ?? 0, {})).toMatchObject({ kind: "failed" });
    expect(imports.snapshot()).toEqual([]);
  });

  test("that failed are tried again", async () => {
    const answers: Sent[] = [
      { kind: "failed", detail: "away" },
      { kind: "taken", taken: TAKEN },
    ];
    const imports = createImports(
      senderOf({ send: () => answers.shift() ?? { kind: "failed", detail: undefined } }),
      () => undefined,
    );
    imports.add([file("a")]);
    expect(await settled(imports)).toEqual(["a failed"]);
    imports.again(imports.snapshot()[0]?.id ?? 0);
    expect(await settled(imports)).toEqual(["a taken"]);
  });
});

describe("what the API refused", () => {
  test("is told as a fault of the file, of the account, or of neither", () => {
    const errors = [
      { field: "line", message: "7" },
      { field: "column", message: "3" },
      { field: "found", message: "kr" },
      { field: "expected", message: "an amount", reason: "amount" },
    ];
    expect(problemOf(422, { detail: "d", errors })).toMatchObject({
      kind: "refused",
      fault: { line: 7, column: 3, found: "kr", expected: "an amount", reason: "amount" },
    });
    expect(
      problemOf(422, { detail: "d", errors: [{ field: "account", message: "m", reason: "length" }] }),
    ).toMatchObject({ kind: "refused", accountFault: "length", fault: undefined });
    expect(problemOf(503, { detail: "away" })).toEqual({ kind: "failed", detail: "away" });
    expect(problemOf(502, "<html>")).toEqual({ kind: "failed", detail: undefined });
  });
});
