import { strToU8, zipSync } from "fflate";

import { AppError } from "@/lib/core/errors";
import { readStatements } from "@/lib/formats/bank/read-statements";
import { plausibleBooking, statementOf } from "@/tests/factories/statement-files/bookings";
import { encoded, inPieces } from "@/tests/factories/statement-files/bytes";
import { camtFile } from "@/tests/factories/statement-files/camt";
import { csvFile } from "@/tests/factories/statement-files/csv";
import { mt940File } from "@/tests/factories/statement-files/mt940";

/** Files damaged by chance: whatever they are, reading ends with events or with a refusal. */

export type Fuzzed = Readonly<{
  outcome: "read" | "refused";
  format: string;
  /** What a file that broke the reader is made from again. */
  bytes: Uint8Array;
}>;

const WORDS = [
  "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "<![CDATA[",
  "]]>",
  "&#x110000;",
  "&b;",
  "\u0000",
  "\uFEFF",
  ":86:",
  ":61:",
  ":62F:",
  "-\n",
  '"',
  ";;;;",
  "\r",
  "9".repeat(40),
  "2026-02-30",
  "<Ntry>",
  "</Stmt>",
  "{1:F01",
  "sep=,\n",
];

type Random = () => number;
const whole = (random: Random, below: number): number => Math.floor(random() * below);
const oneOf = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[whole(random, items.length)];

function fileOf(random: Random): Readonly<{ format: string; bytes: Uint8Array }> {
  const bookings = Array.from({ length: whole(random, 12) }, (_, index) => plausibleBooking(random, index));
  const statement = statementOf(bookings);
  const encoding = oneOf(random, ["utf-8", "utf-8", "utf-16le", "utf-16be", "windows-1252"]) ?? "utf-8";
  const isWide = encoding.startsWith("utf-16");
  const format = oneOf(random, ["camt", "mt940", "csv", "zip"]) ?? "camt";
  if (format === "mt940") {
    const information = oneOf(random, ["plain", "numbered", "words"] as const) ?? "plain";
    const perPage = whole(random, 4);
    return {
      format,
      bytes: encoded(mt940File([statement], { information, entriesPerPage: perPage }), encoding, isWide),
    };
  }
  if (format === "csv") {
    const preamble = ["Konto 86011117947"];
    return {
      format,
      bytes: encoded(csvFile(statement, { preamble, isQuoted: random() < 0.5 }), encoding, isWide),
    };
  }
  const version = oneOf(random, ["02", "04", "08"] as const) ?? "08";
  const xml = camtFile([statement], {
    version,
    encoding: isWide ? "UTF-16" : encoding,
    isPretty: random() < 0.5,
  });
  if (format === "zip")
    return { format, bytes: zipSync({ "a.xml": strToU8(xml.replace(encoding, "utf-8")) }) };
  return { format, bytes: encoded(xml, encoding, isWide) };
}

function damaged(random: Random, bytes: Uint8Array): Uint8Array {
  let all = Buffer.from(bytes);
  for (let count = 1 + whole(random, 4) * whole(random, 2); count > 0; count -= 1) {
    const place = whole(random, all.length + 1);
    const kind = whole(random, 6);
    if (kind === 0) all = all.subarray(0, place);
    else if (kind === 1) all[Math.min(place, Math.max(0, all.length - 1))] = whole(random, 256);
    else if (kind === 2) {
      const end = place + whole(random, 200);
      all = Buffer.concat([all.subarray(0, place), all.subarray(end)]);
    } else if (kind === 3) {
      const from = whole(random, all.length + 1);
      all = Buffer.concat([all.subarray(0, place), all.subarray(from, from + 300), all.subarray(place)]);
    } else if (kind === 4) {
      const noise = Buffer.from(Array.from({ length: whole(random, 30) }, () => whole(random, 256)));
      all = Buffer.concat([all.subarray(0, place), noise, all.subarray(place)]);
    } else {
      all = Buffer.concat([
        all.subarray(0, place),
        Buffer.from(oneOf(random, WORDS) ?? ""),
        all.subarray(place),
      ]);
    }
  }
  return all;
}

/** Makes a file, damages it, and reads it in pieces. Throws what is neither events nor a refusal. */
export async function fuzzOnce(random: Random): Promise<Fuzzed> {
  const { format, bytes: good } = fileOf(random);
  const bytes = damaged(random, good);
  const cuts = Array.from({ length: whole(random, 6) }, () => whole(random, bytes.length + 1));
  try {
    for await (const event of readStatements(inPieces(bytes, cuts))) {
      if (event.kind === "line" && typeof event.line.amount !== "bigint") throw new Error("no amount");
    }
    return { outcome: "read", format, bytes };
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input")
      return { outcome: "refused", format, bytes };
    throw new Error(`broke on ${format}: ${Buffer.from(bytes).toString("base64").slice(0, 20_000)}`, {
      cause: error,
    });
  }
}
