import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { BankImportReport } from "@/lib/contracts/reports";
import { addDays } from "@/lib/core/ledger-date";
import { newAccountNumber } from "@/tests/factories/books";
import { booking, statementOf } from "@/tests/factories/statement-files/bookings";
import { camtPieces } from "@/tests/factories/statement-files/camt";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { date } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

const LINES = 20_000;
const STATEMENTS = 20;
/** What banks never send, and nobody keeps: makes the file many times larger than the memory that it may take. */
const PADDING = `<!-- ${"-x".repeat(3_000)} -->`;
/** With the program itself in it. */
const HEAP_MB = 112;

let world: ReadWorld;
let folder: string;

beforeAll(async () => {
  world = await openReadWorld();
  folder = mkdtempSync(join(tmpdir(), "avstemt-large-"));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world.close();
});

/** Twenty statements of a thousand lines, each line with its padding. */
function* largeFile(account: string): Generator<string> {
  const statements = Array.from({ length: STATEMENTS }, (_, at) => {
    const from = addDays(date("2026-01-01"), at * 10);
    const bookings = Array.from({ length: LINES / STATEMENTS }, (_entry, line) =>
      booking(BigInt(line + 1), {
        date: addDays(from, line % 10),
        text: `Innbetaling ${String(line)}`,
        bankReference: `${String(at)}-${String(line)}`,
      }),
    );
    return statementOf(bookings, {
      account: { scheme: "BBAN", id: account },
      id: `S${String(at)}`,
      sequence: at + 1,
      from,
      to: addDays(from, 9),
    });
  });
  for (const piece of camtPieces(statements)) yield piece.replaceAll("</Ntry>", `</Ntry>${PADDING}`);
}

test(
  `a file of ${String(LINES)} lines is taken in with less memory than it is long`,
  { timeout: 240_000 },
  async () => {
    const env = cliEnv(world.database, "http://127.0.0.1:9");
    await createCli(env)("tenant create --name Large --slug large");
    const path = join(folder, "year.xml");
    await pipeline(Readable.from(largeFile(newAccountNumber())), createWriteStream(path));
    expect(statSync(path).size).toBeGreaterThan(HEAP_MB * 1_048_576);
    const child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${String(HEAP_MB)}`,
        "--import",
        "tsx",
        "cli/main.ts",
        "bank",
        "import",
        "--tenant",
        "large",
        "--json",
        path,
      ],
      { env: { NODE_ENV: "test", PATH: process.env["PATH"], ...env, DATA_DIR: folder } },
    );
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += String(chunk)));
    child.stderr.on("data", (chunk: Buffer) => (err += String(chunk)));
    const [status] = (await once(child, "close")) as [number];
    expect([status, err.includes("heap out of memory")]).toEqual([0, false]);
    expect(BankImportReport.parse(JSON.parse(out))).toMatchObject([
      { statements: STATEMENTS, lines: LINES, duplicates: 0, rejected: 0 },
    ]);
  },
);
