import { parseArgs } from "node:util";

import type { LearntPattern, OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";
import { matchEach } from "@/lib/domain/reconciliation/match";
import { reconciliationYears } from "@/tests/factories/reconciliation-year";

/** Time and memory of matching: as many payouts against as many bank lines, and the same at a tenth. */

const MIB = 1024 * 1024;
const GOALS = { ratio: 12, seconds: 10, mib: 1_024 } as const;

const { values } = parseArgs({
  options: {
    payouts: { type: "string", default: "1000000" },
    seed: { type: "string", default: "101" },
    rounds: { type: "string", default: "2" },
  },
});

type World = Readonly<{ items: SettlementItem[]; lines: OpenLine[]; patterns: LearntPattern[] }>;

function main(): void {
  const size = Number(values.payouts);
  const seed = Number(values.seed);
  const made = performance.now();
  const world = makeWorld(size, seed);
  const part = tenthOf(world, size / 10);
  globalThis.gc?.();
  console.log(
    `${String(size)} payouts and bank lines made in ${seconds(performance.now() - made)} s, seed ${String(seed)}`,
  );
  console.log(`resident before matching ${mib(process.memoryUsage().rss)} MiB\n`);
  // The small world once unmeasured: a first run would measure the compiler.
  run(part);
  let small = { took: Infinity, processor: Infinity };
  let large = small;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    small = quicker(small, measure("a tenth", part));
    large = quicker(large, measure("all", world));
  }
  // Kilobytes on Linux and macOS alike, as libuv gives it.
  const peak = process.resourceUsage().maxRSS / 1024;
  const ratio = large.took / small.took;
  const ofProcessor = (large.processor / small.processor).toFixed(1);
  console.log(
    `\nratio of times ${ratio.toFixed(1)} (goal: at most ${String(GOALS.ratio)}), of processor times ${ofProcessor}`,
  );
  console.log(`the large one ${seconds(large.took)} s (goal: under ${String(GOALS.seconds)} s)`);
  console.log(
    `peak memory ${peak.toFixed(0)} MiB, payouts and lines included (goal: under ${String(GOALS.mib)} MiB)`,
  );
  const isGood = ratio <= GOALS.ratio && large.took < GOALS.seconds * 1_000 && peak < GOALS.mib;
  if (!isGood) process.exitCode = 1;
}

/**
 * Merchant after merchant, until there are enough; the truth is let go of at once. What is kept is packed as rows of
 * a database come: every text in one piece, every object with its fields in place.
 */
function makeWorld(size: number, seed: number): World {
  const world: World = { items: [], lines: [], patterns: [] };
  const interned = new Map<string, string>();
  const intern = (text: string): string => {
    const known = interned.get(text);
    if (known === undefined) interned.set(text, text);
    return known ?? text;
  };
  for (const year of reconciliationYears({ seed, merchants: size })) {
    for (const item of year.items) if (world.items.length < size) world.items.push(packItem(item, intern));
    for (const line of year.lines) if (world.lines.length < size) world.lines.push(packLine(line, intern));
    world.patterns.push(...year.patterns);
    if (world.items.length >= size && world.lines.length >= size) break;
  }
  return world;
}

function packItem(of: SettlementItem, intern: (text: string) => string): SettlementItem {
  return {
    id: flat(of.id),
    kind: of.kind,
    account: of.account,
    ledger: of.ledger,
    country: of.country,
    currency: of.currency,
    amount: of.amount,
    payoutNumber: of.payoutNumber === undefined ? undefined : intern(of.payoutNumber),
    reference: flat(of.reference),
    handles: of.handles,
    ledgerDate: of.ledgerDate,
    expected: of.expected,
    merchant: of.merchant,
  };
}

function packLine(of: OpenLine, intern: (text: string) => string): OpenLine {
  const pack = ({ field, text }: OpenLine["texts"][number]): OpenLine["texts"][number] => ({
    field,
    text: text.length > 20 ? flat(text) : intern(text),
  });
  return {
    id: flat(of.id),
    account: of.account,
    currency: of.currency,
    amount: of.amount,
    bookingDate: of.bookingDate,
    bankReference: "",
    texts: of.texts.map(pack),
    details:
      of.details.length === 0
        ? NO_DETAILS
        : of.details.map(({ amount, texts }) => ({ amount, texts: texts.map(pack) })),
  };
}

const NO_DETAILS: OpenLine["details"] = [];

/** In one piece, where it was put together of several. */
function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

function tenthOf({ items, lines, patterns }: World, size: number): World {
  return { items: items.slice(0, size), lines: lines.slice(0, size), patterns };
}

type Times = { took: number; processor: number };

function quicker(left: Times, right: Times): Times {
  return { took: Math.min(left.took, right.took), processor: Math.min(left.processor, right.processor) };
}

function measure(name: string, world: World): Times {
  globalThis.gc?.();
  const started = performance.now();
  const before = process.cpuUsage();
  const counts = run(world);
  const took = performance.now() - started;
  const used = process.cpuUsage(before);
  const kinds = Object.entries(counts).map(([kind, count]) => `${kind} ${String(count)}`);
  const processor = (used.user + used.system) / 1_000;
  console.log(
    `${name.padEnd(8)} ${seconds(took).padStart(7)} s, processor ${seconds(processor).padStart(7)} s   ${kinds.join(", ")}`,
  );
  return { took, processor };
}

function run(world: World): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of matchEach({ ...world, rejected: [] })) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(2);
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(0);
}

main();
