import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { readingContext } from "@/bench/reading-context";
import { seed } from "@/bench/read/seed";
import type { Seeded, SeededLedger } from "@/bench/read/seed";
import {
  DaysQuery,
  EntriesQuery,
  MerchantsQuery,
  PaymentsQuery,
  PayoutsQuery,
} from "@/lib/contracts/queries";
import { createDatabase } from "@/lib/platform/database/database";
import type { Database } from "@/lib/platform/database/database";
import { migrate } from "@/lib/platform/database/migrate";
import type { ServiceContext } from "@/lib/services/context";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";
import { getOverview } from "@/lib/services/overview/get-overview";
import { findPayments } from "@/lib/services/payments/find-payments";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { MIGRATIONS_FOLDER } from "@/scripts/services/folders";
import { removePostgres, startPostgres } from "@/scripts/services/postgres";

/** Server time of the reading verbs: the overview of a large firm, and pages of a ledger at two sizes. */

const NOW_MS = Date.parse("2026-11-21T11:00:00Z");
const RATIO_GOAL = 1.2;
const WARM_RUNS = 20;

const { values } = parseArgs({
  options: {
    merchants: { type: "string", default: "1000" },
    small: { type: "string", default: "1000000" },
    large: { type: "string", default: "10000000" },
    iterations: { type: "string", default: "200" },
    /** Keeps the rows there, and finds them there the next time. */
    "data-dir": { type: "string" },
  },
});

async function main(): Promise<void> {
  const sizes = {
    merchants: Number(values.merchants),
    small: Number(values.small),
    large: Number(values.large),
  };
  const kept = values["data-dir"];
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), "avstemt-bench-"));
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755); // the server's account must pass through it
  const postgres = await startPostgres({ dataDir, durable: false });
  try {
    await migrate({ adminUrl: postgres.adminUrl, folder: MIGRATIONS_FOLDER });
    const seeded = await seedOnce(dataDir, () =>
      seed(onDatabase(postgres.superuserUrl, postgres.adminUrl), sizes, (text) => console.error(text)),
    );
    const database = createDatabase({ url: postgres.appUrl, connectionsMax: 4 });
    await run(database, seeded, sizes.merchants);
    await database.close();
  } finally {
    if (kept === undefined) {
      await removePostgres(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    } else {
      await postgres.stop();
    }
  }
}

async function seedOnce(dataDir: string, make: () => Promise<Seeded>): Promise<Seeded> {
  const note = join(dataDir, "seeded.json");
  if (existsSync(note)) return JSON.parse(readFileSync(note, "utf8")) as Seeded;
  const seeded = await make();
  writeFileSync(note, JSON.stringify(seeded));
  return seeded;
}

/** The superuser's URL of the migrated database. */
function onDatabase(superuserUrl: string, adminUrl: string): string {
  const url = new URL(superuserUrl);
  url.pathname = new URL(adminUrl).pathname;
  return url.href;
}

type Figure = Readonly<{ p50: number; p95: number }>;

async function run(database: Database, seeded: Seeded, merchants: number): Promise<void> {
  const ctx = readingContext(database, seeded.tenant, NOW_MS);
  const iterations = Number(values.iterations);
  console.log(`\nserver time in ms, warm, ${String(iterations)} runs each\n`);
  console.log(`firm of ${String(merchants)} merchants`.padEnd(46), "     p50      p95");
  const firm: Readonly<Record<string, () => Promise<unknown>>> = {
    "overview: figures": () => getOverview(ctx),
    "overview: first 100, worst first": () => listMerchants(ctx, MerchantsQuery.parse({})),
    "overview: first 100, by name": () => listMerchants(ctx, MerchantsQuery.parse({ sort: "name" })),
    "payouts: newest 100": () => listPayouts(ctx, PayoutsQuery.parse({})),
    "payouts: in transit": () => listPayouts(ctx, PayoutsQuery.parse({ status: "in-transit" })),
  };
  for (const [name, ask] of Object.entries(firm)) {
    const [figure] = await measureBeside([ask], Math.min(iterations, 60));
    if (figure !== undefined) console.log(name.padEnd(46), toText(figure.p50), toText(figure.p95));
  }
  const { small, large } = seeded;
  console.log(
    `\n${"ledger".padEnd(38)} ${String(small.entries).padStart(18)} ${String(large.entries).padStart(18)}   ratio`,
  );
  console.log(`${"".padEnd(38)}      p50      p95       p50      p95    of p95`);
  const asks = [await ledgerAsks(ctx, small), await ledgerAsks(ctx, large)];
  for (const name of Object.keys(asks[0] ?? {})) {
    const [first, second] = await measureBeside(
      asks.flatMap((of) => of[name] ?? []),
      iterations,
    );
    if (first === undefined || second === undefined) continue;
    const ratio = second.p95 / first.p95;
    console.log(
      `${name.padEnd(38)} ${toText(first.p50)} ${toText(first.p95)}  ${toText(second.p50)} ${toText(second.p95)}   ${ratio.toFixed(2)}${ratio > RATIO_GOAL ? " > 1.2" : ""}`,
    );
  }
}

/** What people ask of one ledger, each time at another place of it. */
async function ledgerAsks(
  ctx: ServiceContext,
  of: SeededLedger,
): Promise<Record<string, () => Promise<unknown>>> {
  const { ledger: id, merchant } = of;
  let turn = 0;
  const place = (span: number): number => (turn = (turn + 7_919) % span);
  const dateAt = (index: number): string =>
    new Date(Date.parse("2026-11-20") - index * 86_400_000).toISOString().slice(0, 10);
  const { items: payouts } = await listPayouts(ctx, PayoutsQuery.parse({ ledgerId: id, limit: 500 }));
  const payoutId = (): string => payouts[place(payouts.length)]?.id ?? "";
  const entries = (query: Record<string, unknown>): Promise<unknown> =>
    listEntries(ctx, { ...EntriesQuery.parse(query), id });
  const first = await listEntries(ctx, { ...EntriesQuery.parse({ limit: 1 }), id });
  const { copy } = JSON.parse(Buffer.from(first.nextCursor ?? "", "base64url").toString()) as {
    copy: string;
  };
  const cursorAt = (sequence: number): string =>
    Buffer.from(JSON.stringify({ copy, sequence })).toString("base64url");
  const order = (): string => {
    const day = place(of.days);
    return `order-${id.slice(-4)}-${String(day)}-${String(place(of.perDay - 1))}`;
  };
  return {
    "entries: first page": () => entries({}),
    "entries: newest page": () => entries({ order: "newest" }),
    "entries: a page in the middle": () => entries({ cursor: cursorAt(place(of.entries)) }),
    "entries: of one date": () => {
      const date = dateAt(place(of.days));
      return entries({ from: date, to: date });
    },
    "entries: of a month": () => {
      const index = place(of.days - 31);
      return entries({ from: dateAt(index + 30), to: dateAt(index) });
    },
    "entries: captures of one sales unit": () => entries({ kind: "capture", recipientHandle: "api:123456" }),
    "entries: payouts, newest": () => entries({ kind: "payout", order: "newest" }),
    "entries: by reference": () => entries({ reference: order() }),
    "entries: what a payout carries": () => entries({ payoutId: payoutId() }),
    "days: newest page": () => listDays(ctx, { ...DaysQuery.parse({ order: "newest" }), id }),
    "days: first page": () => listDays(ctx, { ...DaysQuery.parse({}), id }),
    "payout explained": () => explainPayout(ctx, { id: payoutId() }),
    "payment by reference, whole firm": () => findPayments(ctx, PaymentsQuery.parse({ reference: order() })),
    "merchant: summary of the month": () => summarizeMerchant(ctx, { id: merchant }),
    "merchant: 90 days": () => listMerchantDays(ctx, { id: merchant }),
  };
}

/** Times of several things, turn about: what else the machine does falls on all of them alike. */
async function measureBeside(
  asks: readonly (() => Promise<unknown>)[],
  iterations: number,
): Promise<Figure[]> {
  const times: number[][] = asks.map(() => []);
  for (let index = -WARM_RUNS; index < iterations; index += 1) {
    for (const [place, ask] of asks.entries()) {
      const started = performance.now();
      await ask();
      if (index >= 0) times[place]?.push(performance.now() - started);
    }
  }
  return times.map((of) => {
    const sorted = of.toSorted((left, right) => left - right);
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { p50: at(0.5), p95: at(0.95) };
  });
}

function toText(ms: number): string {
  return ms.toFixed(1).padStart(8);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
