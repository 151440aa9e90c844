/**
 * How fast a first sync is, against the fastest that PostgreSQL takes the same rows:
 * `npm run -s bench:ingest -- [--entries N]`. All in one run, on one durable embedded PostgreSQL, each part on a
 * database of its own. Above 500,000 entries only the first part runs, to show its memory.
 */
import { AppError } from "@/lib/core/errors";
import { TOPICS } from "@/lib/domain/ledger/states";
import { createVipps } from "@/lib/providers/vipps/client";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { PAGES_AHEAD_MAX } from "@/lib/services/ledgers/pages-ahead";
import { writePages } from "@/lib/services/ledgers/write-pages";
import type { ReadPage } from "@/lib/services/ledgers/write-pages";
import { findActiveFeed } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";
import { readRows, writeRows } from "@/bench/ingest/copy";
import { sampleMemory } from "@/bench/ingest/memory";
import { openBench } from "@/bench/ingest/stage";
import type { Bench, Firm } from "@/bench/ingest/stage";
import { TEST_SYSTEM } from "@/tests/factories/services";
import { createHttpClient } from "@/lib/platform/http";
import { systemClock } from "@/lib/platform/clock";

const ENTRIES_DEFAULT = 300_000;
const COMPARED_MAX = 500_000;
const GOALS = { database: 0.5, whole: 0.35 } as const;

/** `ownMicros`: processor time of this process an entry; unlike the rest, a busy machine hardly changes it. */
type Figure = Readonly<{ entries: number; seconds: number; rate: number; ownMicros: number }>;

function readEntryCount(args: readonly string[]): number {
  const place = args.indexOf("--entries");
  if (place === -1) return ENTRIES_DEFAULT;
  const count = Number(args[place + 1]);
  if (!Number.isInteger(count) || count < 1) throw new AppError("invalid_input", "--entries: a whole number");
  return count;
}

async function timed(work: () => Promise<number>): Promise<Figure> {
  const startedMs = performance.now();
  const usage = process.cpuUsage();
  const entries = await work();
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(usage);
  return { entries, seconds, rate: entries / seconds, ownMicros: (user + system) / entries };
}

/** Part 1: simulator process → HTTP → followFeed → PostgreSQL, one topic after the other. */
async function syncWhole(firm: Firm): Promise<number> {
  let written = 0;
  for (const topic of TOPICS) {
    for (let outcome = "more"; outcome === "more";) {
      const report = await followFeed(firm.ctx, { ledger: firm.ledger.id, topic });
      written += report.entriesWritten;
      outcome = report.outcome;
      if (outcome !== "more" && outcome !== "head") throw new Error(`the sync ended as ${outcome}`);
    }
  }
  return written;
}

/** Every page of both topics, read and hashed beforehand. */
async function holdPages(bench: Bench, firm: Firm): Promise<ReadonlyMap<string, readonly ReadPage[]>> {
  const http = createHttpClient({ clock: systemClock, random: Math.random });
  const vipps = createVipps({
    http,
    clock: systemClock,
    random: Math.random,
    baseUrl: bench.simulatorUrl,
    system: TEST_SYSTEM,
  });
  const access = vipps.withKeys(bench.keys);
  const held = new Map<string, readonly ReadPage[]>();
  for (const topic of TOPICS) {
    const pages: ReadPage[] = [];
    for await (const page of access.feed({ ledgerId: firm.ledger.ledgerId, topic })) {
      pages.push({ entries: page.entries.map(withContent), cursor: page.cursor, headSeen: page.tryLater });
    }
    held.set(topic, pages);
  }
  http.close();
  return held;
}

/** Part 2: the same pages, already in memory, through writePages. */
async function writeHeld(firm: Firm, held: ReadonlyMap<string, readonly ReadPage[]>): Promise<number> {
  let written = 0;
  for (const topic of TOPICS) {
    let feed = await withTenant(firm.ctx.database, firm.ctx, (tx) =>
      findActiveFeed(tx, firm.ledger.id, topic),
    );
    const pages = held.get(topic) ?? [];
    for (let start = 0; start < pages.length; start += PAGES_AHEAD_MAX) {
      if (feed === undefined) throw new Error("the feed is gone");
      const result = await writePages(firm.ctx, {
        feed,
        ledger: firm.ledger,
        pages: pages.slice(start, start + PAGES_AHEAD_MAX),
      });
      if (result === undefined) throw new Error("the feed moved");
      written += result.written;
      feed = result.feed;
    }
  }
  return written;
}

function print(name: string, figure: Figure): void {
  const rate = Math.round(figure.rate).toLocaleString("en");
  console.log(
    `${name.padEnd(46)} ${rate.padStart(9)} entries/s  (${figure.entries.toLocaleString("en")} in ${figure.seconds.toFixed(1)} s; ${figure.ownMicros.toFixed(1)} µs of our processor each)`,
  );
}

function printRatio(name: string, value: number, goal: number): void {
  console.log(
    `${name.padEnd(46)} ${value.toFixed(2).padStart(9)}  goal ${goal.toFixed(2)}: ${value >= goal ? "met" : "missed"}`,
  );
}

async function main(): Promise<void> {
  const wanted = readEntryCount(process.argv.slice(2));
  const bench = await openBench(wanted);
  try {
    const first = await bench.openFirm("whole");
    await bench.settle();
    const memory = sampleMemory();
    const whole = await timed(() => syncWhole(first));
    print("1 simulator, HTTP, followFeed, PostgreSQL", whole);
    console.log(memory.stop());
    if (wanted > COMPARED_MAX) {
      await first.close();
      return;
    }
    const second = await bench.openFirm("database");
    const held = await holdPages(bench, second);
    await bench.settle();
    const database = await timed(() => writeHeld(second, held));
    print("2 writePages, pages in memory", database);
    await second.close();
    const rows = await readRows(first.adminUrl);
    await first.close();
    await bench.settle();
    const plain = await timed(() => writeRows(second.adminUrl, rows));
    print("3 plain COPY, the same columns and indexes", plain);
    printRatio("2/3", database.rate / plain.rate, GOALS.database);
    printRatio("1/3", whole.rate / plain.rate, GOALS.whole);
  } finally {
    await bench.close();
  }
}

await main();
