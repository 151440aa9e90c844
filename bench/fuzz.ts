import { parseArgs } from "node:util";

import { randomOf } from "@/tests/factories/statement-files/bookings";
import { fuzzOnce } from "@/tests/factories/statement-files/fuzz";

/** Damages statement files of every format and reads them, for as long as it is told: events or a refusal, never more. */

const SLOW_MS = 5_000;
const MEGABYTE = 1_000_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    /** Another seed, other files. Not that of the tests. */
    seed: { type: "string", default: "7" },
  },
});

async function main(): Promise<void> {
  const random = randomOf(Number(values.seed));
  const end = performance.now() + Number(values.minutes) * 60_000;
  const outcomes = new Map<string, number>();
  let slowest = 0;
  let most = 0;
  let runs = 0;
  while (performance.now() < end) {
    const started = performance.now();
    const { format, outcome, bytes } = await fuzzOnce(random);
    const took = performance.now() - started;
    if (took > SLOW_MS) throw new Error(`slow: ${Buffer.from(bytes).toString("base64").slice(0, 20_000)}`);
    slowest = Math.max(slowest, took);
    runs += 1;
    outcomes.set(`${format} ${outcome}`, (outcomes.get(`${format} ${outcome}`) ?? 0) + 1);
    if (runs % 100 === 0) most = Math.max(most, process.memoryUsage.rss());
  }
  for (const [name, count] of [...outcomes].toSorted(([left], [right]) => left.localeCompare(right)))
    console.log(name.padEnd(16), String(count).padStart(9));
  console.log(
    `\n${String(runs)} files, slowest ${slowest.toFixed(0)} ms, highest resident size ${(most / MEGABYTE).toFixed(0)} MB`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
