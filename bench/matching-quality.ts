import { parseArgs } from "node:util";

import { qualityOf } from "@/tests/factories/reconciliation-quality";
import type { Quality } from "@/tests/factories/reconciliation-quality";

/** How often matching is right, on generated years whose truth is known: 200 merchants in three countries a seed. */

const { values } = parseArgs({
  options: {
    /** Several, with commas between them. Tests use 1 to 9. */
    seed: { type: "string", default: "101,102,103" },
    merchants: { type: "string", default: "200" },
    /** Prints so many of the matches that are wrong. */
    show: { type: "string", default: "3" },
  },
});

const FOUND_GOAL = 0.995;
const FIRST_GOAL = 0.9;

function main(): void {
  for (const seed of values.seed.split(",").map(Number)) {
    const quality = qualityOf({ seed, merchants: Number(values.merchants) });
    print(seed, quality);
    const isGood =
      quality.falseMatches.length === 0 &&
      quality.usableFound >= FOUND_GOAL * quality.usable &&
      quality.restFirst >= FIRST_GOAL * quality.rest;
    if (!isGood) process.exitCode = 1;
  }
}

function print(seed: number, quality: Quality): void {
  console.log(
    `\nseed ${String(seed)}: ${String(quality.payouts)} entries, ${String(quality.lines)} bank lines`,
  );
  console.log(`  automatic matches          ${String(quality.matches)}`);
  console.log(`  of them wrong              ${String(quality.falseMatches.length)} (goal: 0)`);
  console.log(`  usable reference, found    ${share(quality.usableFound, quality.usable)} (goal: 99.5 %)`);
  console.log(`  the rest, suggested first  ${share(quality.restFirst, quality.rest)} (goal: 90 %)`);
  for (const [how, { count, found, first }] of quality.byFate)
    console.log(
      `    ${how.padEnd(14)} ${String(count).padStart(7)}  automatic ${share(found, count)}  the rest, first ${share(first, count - found)}`,
    );
  for (const wrong of quality.falseMatches.slice(0, Number(values.show))) console.log(`  wrong: ${wrong}`);
}

function share(part: number, whole: number): string {
  const percent = whole === 0 ? "–" : `${((100 * part) / whole).toFixed(2)} %`;
  return `${percent.padStart(9)} (${String(part)} of ${String(whole)})`;
}

main();
