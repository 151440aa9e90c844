import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { Client } from "pg";

import { readingContext } from "@/bench/reading-context";
import { BoardQuery, ExpectedQuery, STAGES } from "@/lib/contracts/onboarding";
import { createDatabase } from "@/lib/platform/database/database";
import type { Database } from "@/lib/platform/database/database";
import { migrate } from "@/lib/platform/database/migrate";
import type { ServiceContext } from "@/lib/services/context";
import { countBoard, listBoard } from "@/lib/services/onboarding/list-board";
import { listExpected } from "@/lib/services/onboarding/list-expected";
import { MIGRATIONS_FOLDER } from "@/scripts/services/folders";
import { removePostgres, startPostgres } from "@/scripts/services/postgres";

/** Server time of the onboarding board's pages, for a firm of 100 ledgers and one of 10,000, and their ratio. */

const NOW_MS = Date.parse("2026-11-21T11:00:00Z");
const WARM_RUNS = 5;
const { values } = parseArgs({
  options: {
    small: { type: "string", default: "100" },
    large: { type: "string", default: "10000" },
    iterations: { type: "string", default: "200" },
  },
});

type Firm = Readonly<{ tenant: string; ledgers: number }>;

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "avstemt-bench-"));
  chmodSync(dataDir, 0o755); // the server's account must pass through it
  const postgres = await startPostgres({ dataDir, durable: false });
  try {
    await migrate({ adminUrl: postgres.adminUrl, folder: MIGRATIONS_FOLDER });
    const url = new URL(postgres.superuserUrl);
    url.pathname = new URL(postgres.adminUrl).pathname;
    const firms = [
      { tenant: idOf(1, 1), ledgers: Number(values.small) },
      { tenant: idOf(1, 2), ledgers: Number(values.large) },
    ];
    const client = new Client({ connectionString: url.href });
    await client.connect();
    for (const [place, firm] of firms.entries()) await seed(client, firm, place + 1);
    await client.query("vacuum (analyze)");
    await client.end();
    const database = createDatabase({ url: postgres.appUrl, connectionsMax: 4 });
    await run(database, firms);
    await database.close();
  } finally {
    await removePostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Two in five new, two in five live, the rest first syncs, lost and ignored; every one a merchant that is waited for as well. */
async function seed(client: Client, { tenant, ledgers }: Firm, firm: number): Promise<void> {
  const id = (kind: number, number: string): string =>
    `('0193${String(kind).padStart(4, "0")}-0000-7000-8${String(firm).padStart(3, "0")}-' || lpad((${number})::text, 12, '0'))::uuid`;
  const all = "generate_series(1, $2::int) n";
  const status =
    "(array['new','new','active','active','active','revoked','ignored','new','active','new'])[1 + n % 10]";
  await client.query("insert into tenant (tenant_id, slug, name) values ($1, $2, 'Bench')", [
    tenant,
    `bench-${String(firm)}`,
  ]);
  const topics = ["funds", "fees"] as const;
  const statements = [
    `insert into merchant (tenant_id, id, name, country, business_scheme, business_id) select $1, ${id(2, "n")}, 'Butikk ' || md5(n::text), 'NO', 'business:NO:ORG', (910000000 + n)::text from ${all}`,
    `insert into ledger (tenant_id, id, ledger_id, credential_id, currency, country, books_from, status, stage, stage_since)
       select $1, ${id(3, "n")}, (300000 + n)::text, $1::uuid, 'NOK', 'NO', '2026-01-01', ${status},
         case ${status} when 'active' then case when n % 20 = 4 then 'first-sync' else 'live' end else ${status} end, '2026-11-21'::timestamptz - n * interval '1 minute' from ${all}`,
    `insert into ledger_version (tenant_id, ledger, version, valid_from, owner_scheme, owner_id, payout_scheme, payout_id, settles_for, sales_units)
       select $1, ${id(3, "n")}, 1, now(), 'business:NO:ORG', (910000000 + n)::text, 'BBAN:NO', n::text, array['NO:' || (50000 + n)],
         jsonb_build_array(jsonb_build_object('name', 'Torget ' || md5(n::text), 'recipientHandle', 'NO:' || (50000 + n))) from ${all}`,
    `insert into ledger_merchant (tenant_id, ledger, merchant) select $1, ${id(3, "n")}, ${id(2, "n")} from ${all} where ${status} in ('active', 'revoked')`,
    ...topics.flatMap((topic, place) => [
      `insert into ledger_topic (tenant_id, ledger, topic, active_copy) select $1, ${id(3, "n")}, '${topic}', ${id(4 + place, "n")} from ${all}`,
      `insert into feed (tenant_id, ledger, topic, copy, next_sequence, head_seen_at, last_ledger_date)
         select $1, ${id(3, "n")}, '${topic}', ${id(4 + place, "n")}, 1001, case when n % 20 <> 4 then now() end, '2026-11-20' from ${all}`,
    ]),
    `insert into expected_grant (tenant_id, id, country, owner_scheme, owner_id, owner_digits, name, language, created_at, created_by)
       select $1, ${id(6, "n")}, 'NO', 'business:NO:ORG', (810000000 + n)::text, (810000000 + n)::text, 'Ventet ' || md5(n::text), 'nb', '2026-11-01'::timestamptz + n * interval '1 second', 'Bench' from ${all}`,
  ];
  for (const statement of statements) await client.query(statement, [tenant, ledgers]);
}

async function run(database: Database, firms: readonly Firm[]): Promise<void> {
  console.log(`\nserver time in ms, warm, ${values.iterations} runs each\n`);
  const sizes = firms.map(({ ledgers }) => String(ledgers).padStart(17)).join(" ");
  console.log(`${"ledgers".padEnd(38)} ${sizes}   ratio`);
  console.log(`${"".padEnd(38)}      p50      p95       p50      p95    of p50`);
  const asks = firms.map((firm) => asksOf(readingContext(database, firm.tenant, NOW_MS), firm));
  for (const name of Object.keys(asks[0] ?? {})) {
    const [small, large] = await measureBeside(asks.flatMap((of) => of[name] ?? []));
    if (small === undefined || large === undefined) continue;
    console.log(
      `${name.padEnd(38)} ${toText(small.p50)} ${toText(small.p95)}  ${toText(large.p50)} ${toText(large.p95)}   ${(large.p50 / small.p50).toFixed(2)}`,
    );
  }
}

/** What the board asks, each time at another place of it. */
function asksOf(ctx: ServiceContext, { ledgers }: Firm): Record<string, () => Promise<unknown>> {
  let turn = 0;
  const place = (): number => 1 + (turn = (turn + 7_919) % ledgers);
  const board = (query: Record<string, unknown>) => (): Promise<unknown> =>
    listBoard(ctx, BoardQuery.parse({ limit: 20, ...query }));
  const since = new Date(Date.parse("2026-11-21T00:00:00Z") - (ledgers / 2) * 60_000).toISOString();
  const middle = Buffer.from(JSON.stringify({ since, id: idOf(3, 1) })).toString("base64url");
  return {
    ...Object.fromEntries(STAGES.map((stage) => [`first page: ${stage}`, board({ stage })])),
    "a page in the middle: new": board({ stage: "new", cursor: middle }),
    "search: ledger id": () => board({ stage: "new", search: String(300_000 + place()) })(),
    "search: organisation number": () => board({ stage: "live", search: String(910_000_000 + place()) })(),
    "search: handle": () => board({ stage: "live", search: `NO:${String(50_000 + place())}` })(),
    "waiting: first page": () => listExpected(ctx, ExpectedQuery.parse({ limit: 20 })),
    "waiting: search": () =>
      listExpected(ctx, ExpectedQuery.parse({ limit: 20, search: String(810_000_000 + place()) })),
    "counts of all columns": () => countBoard(ctx),
  };
}

type Figure = Readonly<{ p50: number; p95: number }>;

/** Times of several things, turn about: what else the machine does falls on all of them alike. */
async function measureBeside(asks: readonly (() => Promise<unknown>)[]): Promise<Figure[]> {
  const times: number[][] = asks.map(() => []);
  for (let index = -WARM_RUNS; index < Number(values.iterations); index += 1) {
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

function idOf(kind: number, number: number): string {
  return `0193${String(kind).padStart(4, "0")}-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

function toText(ms: number): string {
  return ms.toFixed(2).padStart(8);
}

await main();
