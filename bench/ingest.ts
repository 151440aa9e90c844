/**
 * How fast a first sync is, against the fastest that PostgreSQL takes the same rows:
 * `npm run -s bench:ingest -- [--entries N]`. All on one durable embedded PostgreSQL, each part on a table of its
 * own, in rounds: a machine that is busy for a while is so for every part. Above 500,000 entries only the first
 * part runs, to show its memory.
 */
import { AppError } from "@/lib/core/errors";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";
import { systemClock } from "@/lib/platform/clock";
import { createHttpClient } from "@/lib/platform/http";
import { createVipps } from "@/lib/providers/vipps/client";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { PAGES_AHEAD_MAX } from "@/lib/services/ledgers/pages-ahead";
import { writePages } from "@/lib/services/ledgers/write-pages";
import type { ReadPage } from "@/lib/services/ledgers/write-pages";
import { findActiveFeed } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";
import { createRowWriter, openPlainTable } from "@/bench/ingest/copy";
import { createStopwatch, printRatio } from "@/bench/ingest/figure";
import { sampleMemory } from "@/bench/ingest/memory";
import { openBench } from "@/bench/ingest/stage";
import type { Bench, Firm } from "@/bench/ingest/stage";
import { TEST_SYSTEM } from "@/tests/factories/services";

const ENTRIES_DEFAULT = 300_000;
const COMPARED_MAX = 500_000;
const ROUND_PAGES = 40;
const GOALS = { database: 0.5, whole: 0.35 } as const;

function readEntryCount(args: readonly string[]): number {
  const place = args.indexOf("--entries");
  if (place === -1) return ENTRIES_DEFAULT;
  const count = Number(args[place + 1]);
  if (!Number.isInteger(count) || count < 1) throw new AppError("invalid_input", "--entries: a whole number");
  return count;
}

/** Part 1: simulator process → HTTP → followFeed → PostgreSQL, so many pages. */
async function syncPages(firm: Firm, topic: Topic, pagesMax: number): Promise<number> {
  const report = await followFeed(firm.ctx, { ledger: firm.ledger.id, topic }, { pagesMax });
  if (report.outcome !== "more" && report.outcome !== "head")
    throw new Error(`the sync ended as ${report.outcome}`);
  return report.entriesWritten;
}

/** Part 2: the same pages, already in memory, through writePages. */
async function writeHeld(firm: Firm, topic: Topic, pages: readonly ReadPage[]): Promise<number> {
  let feed = await withTenant(firm.ctx.database, firm.ctx, (tx) => findActiveFeed(tx, firm.ledger.id, topic));
  let written = 0;
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
  return written;
}

/** Every page of a topic, read and hashed beforehand. */
async function holdPages(bench: Bench, firm: Firm, topic: Topic): Promise<readonly ReadPage[]> {
  const http = createHttpClient({ clock: systemClock, random: Math.random });
  const vipps = createVipps({
    http,
    clock: systemClock,
    random: Math.random,
    baseUrl: bench.simulatorUrl,
    system: TEST_SYSTEM,
  });
  const pages: ReadPage[] = [];
  for await (const page of vipps.withKeys(bench.keys).feed({ ledgerId: firm.ledger.ledgerId, topic })) {
    pages.push({ entries: page.entries.map(withContent), cursor: page.cursor, headSeen: page.tryLater });
  }
  http.close();
  return pages;
}

async function compare(bench: Bench): Promise<void> {
  const first = await bench.openFirm("whole");
  const second = await bench.openFirm("database");
  const table = await openPlainTable(second.superuserUrl);
  const toRows = createRowWriter();
  const whole = createStopwatch();
  const database = createStopwatch();
  const plain = createStopwatch();
  await bench.settle();
  for (const topic of TOPICS) {
    const held = await holdPages(bench, second, topic);
    for (let start = 0; start < held.length; start += ROUND_PAGES) {
      const pages = held.slice(start, start + ROUND_PAGES);
      const rows = toRows(topic, pages);
      const count = pages.reduce((sum, page) => sum + page.entries.length, 0);
      await whole.round(() => syncPages(first, topic, pages.length));
      await database.round(() => writeHeld(second, topic, pages));
      await plain.round(async () => {
        await table.copy(rows);
        return count;
      });
    }
  }
  await plain.round(async () => {
    await table.end();
    return 0;
  });
  await first.close();
  await second.close();
  whole.print("1 simulator, HTTP, followFeed, PostgreSQL");
  database.print("2 writePages, pages in memory");
  plain.print("3 plain COPY, the same columns and indexes");
  printRatio("2/3", database.rate() / plain.rate(), GOALS.database);
  printRatio("1/3", whole.rate() / plain.rate(), GOALS.whole);
}

/** A whole first sync, and the memory it takes. */
async function watchMemory(bench: Bench): Promise<void> {
  const firm = await bench.openFirm("whole");
  const whole = createStopwatch();
  const memory = sampleMemory();
  for (const topic of TOPICS) {
    for (;;) {
      const written = await whole.round(() => syncPages(firm, topic, 500));
      if (written === 0) break;
    }
  }
  whole.print("1 simulator, HTTP, followFeed, PostgreSQL");
  console.log(memory.stop());
  await firm.close();
}

async function main(): Promise<void> {
  const wanted = readEntryCount(process.argv.slice(2));
  const bench = await openBench(wanted);
  try {
    await (wanted > COMPARED_MAX ? watchMemory(bench) : compare(bench));
  } finally {
    await bench.close();
  }
}

await main();
