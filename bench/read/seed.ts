import { Client } from "pg";

/** Synthetic books, made where they are kept: every row by generate_series, with the balances and sums that belong to it. */

export type SeedSizes = Readonly<{ merchants: number; small: number; large: number }>;

const DAYS = 2_920; // eight years
const FIRM_DAYS = 400;
const CHUNK_DAYS = 100;
export const LAST_DATE = "2026-11-20";

export type SeededLedger = Readonly<{
  ledger: string;
  merchant: string;
  entries: number;
  perDay: number;
  days: number;
}>;
export type Seeded = Readonly<{ tenant: string; small: SeededLedger; large: SeededLedger }>;

type Progress = (text: string) => void;

/**
 * Seeds one firm: many merchants with a year of sums each, and two ledgers of the given numbers of entries. As
 * superuser, without triggers and foreign keys, and with the indexes of entries made afterwards: minutes, not hours.
 */
export async function seed(superuserUrl: string, sizes: SeedSizes, progress: Progress): Promise<Seeded> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query("set maintenance_work_mem = '512MB'");
    return await seedWith(client, sizes, progress);
  } finally {
    await client.end();
  }
}

async function seedWith(client: Client, sizes: SeedSizes, progress: Progress): Promise<Seeded> {
  const tenant = idOf("firm", 0);
  await client.query("insert into tenant (tenant_id, slug, name) values ($1, 'bench', 'Bench')", [tenant]);
  await seedLedgers(client, tenant, sizes.merchants + 2);
  await seedFirm(client, tenant, sizes.merchants);
  progress(`${String(sizes.merchants)} merchants with ${String(FIRM_DAYS)} days each`);
  const indexes = await dropEntryIndexes(client);
  const ledgers: SeededLedger[] = [];
  for (const [place, entries] of [sizes.small, sizes.large].entries()) {
    const number = sizes.merchants + 1 + place;
    const perDay = Math.max(3, Math.round(entries / DAYS));
    const ledger = {
      ledger: idOf("ledger", number),
      merchant: idOf("merchant", number),
      entries: perDay * DAYS,
      perDay,
      days: DAYS,
    };
    await seedEntries(client, { tenant, ...ledger }, progress);
    ledgers.push(ledger);
  }
  for (const index of indexes) await client.query(index);
  progress("indexes made");
  await client.query("vacuum (analyze)");
  const [small, large] = ledgers;
  if (small === undefined || large === undefined) throw new Error("two ledgers");
  return { tenant, small, large };
}

const KINDS = { firm: 1, merchant: 2, ledger: 3, funds: 4, fees: 5, payout: 6 } as const;

/** The n-th made-up id of a kind. */
function idOf(kind: keyof typeof KINDS, number: number): string {
  return `0193${String(KINDS[kind]).padStart(4, "0")}-0000-7000-8000-${String(number).padStart(12, "0")}`;
}

/** The same, in SQL, of an expression. */
function idIn(kind: keyof typeof KINDS, expression: string): string {
  return `('0193${String(KINDS[kind]).padStart(4, "0")}-0000-7000-8000-' || lpad((${expression})::text, 12, '0'))::uuid`;
}

async function seedLedgers(client: Client, tenant: string, count: number): Promise<void> {
  const numbers = "generate_series(1, $2::int) n";
  const statements = [
    `insert into merchant (tenant_id, id, name, country, business_scheme, business_id) select $1, ${idIn("merchant", "n")}, 'Merchant ' || md5(n::text), 'NO', 'business:NO:ORG', (910000000 + n)::text from ${numbers}`,
    `insert into ledger (tenant_id, id, ledger_id, credential_id, currency, country, books_from, status) select $1, ${idIn("ledger", "n")}, (300000 + n)::text, ${idIn("firm", "9")}, 'NOK', 'NO', '2026-01-01', 'active' from ${numbers}`,
    `insert into ledger_version (tenant_id, ledger, version, valid_from, owner_scheme, owner_id, payout_scheme, payout_id, settles_for, sales_units)
       select $1, ${idIn("ledger", "n")}, 1, now(), 'business:NO:ORG', n::text, 'BBAN:NO', n::text, '{NO:57860}', '[{"name":"Torget","recipientHandle":"NO:57860"}]' from ${numbers}`,
    `insert into ledger_merchant (tenant_id, ledger, merchant) select $1, ${idIn("ledger", "n")}, ${idIn("merchant", "n")} from ${numbers}`,
    ...(["funds", "fees"] as const).map(
      (topic) =>
        `insert into ledger_topic (tenant_id, ledger, topic, active_copy) select $1, ${idIn("ledger", "n")}, '${topic}', ${idIn(topic, "n")} from ${numbers}`,
    ),
    ...(["funds", "fees"] as const).map(
      (
        topic,
      ) => `insert into feed (tenant_id, ledger, topic, copy, next_sequence, first_balance, head_balance, last_ledger_date, last_entry_at, head_seen_at)
         select $1, ${idIn("ledger", "n")}, '${topic}', ${idIn(topic, "n")}, 100001, 0, 0, '${LAST_DATE}', '${LAST_DATE}', '2026-11-21 10:30+00' from ${numbers}`,
    ),
  ];
  for (const statement of statements) await client.query(statement, [tenant, count]);
}

/** A year of days, sums and payouts for each merchant: what an overview is made from. */
async function seedFirm(client: Client, tenant: string, merchants: number): Promise<void> {
  const dates = `generate_series(1, $2::int) n cross join generate_series(0, ${String(FIRM_DAYS - 1)}) d`;
  const date = `('${LAST_DATE}'::date - d)`;
  const sums: readonly (readonly ["funds" | "fees", string, string, number])[] = [
    ["funds", "NO:57860", "capture", 90_000],
    ["funds", "api:123456", "capture", 45_000],
    ["funds", "", "fees-retained", -1_500],
    ["funds", "", "payout-scheduled", -133_500],
    ["fees", "NO:57860", "capture-fee", -1_500],
    ["fees", "", "fees-retained", 1_500],
  ];
  for (const [topic, handle, type, amount] of sums) {
    await client.query(
      `insert into day_sum (tenant_id, ledger, topic, copy, ledger_date, recipient_handle, entry_type, amount, count, carried_amount, carried_count)
       select $1, ${idIn("ledger", "n")}, '${topic}', ${idIn(topic, "n")}, ${date}, '${handle}', '${type}', ${String(amount)}, 50, ${String(amount)}, 50 from ${dates}`,
      [tenant, merchants],
    );
  }
  for (const topic of ["funds", "fees"] as const) {
    await client.query(
      `insert into day (tenant_id, ledger, topic, copy, ledger_date, entry_count, first_sequence, last_sequence, proof)
       select $1, ${idIn("ledger", "n")}, '${topic}', ${idIn(topic, "n")}, ${date}, 250, (${String(FIRM_DAYS)} - d) * 250 + 1, (${String(FIRM_DAYS)} - d + 1) * 250,
         case when d < 30 then 'equal-so-far' else 'verified' end from ${dates}`,
      [tenant, merchants],
    );
  }
  await client.query(
    `insert into payout (tenant_id, id, ledger, ledger_date, content, ordinal, psp_reference, payout_number, reference, currency, amount, settled)
     select $1, ${idIn("payout", `n * 1000::bigint + d`)}, ${idIn("ledger", "n")}, ${date}, decode(md5(n || '/' || d), 'hex'), 1, (300000 + n) || '-' || (2000000 + d), (2000000 + d)::text, '', 'NOK', -133500, 'open' from ${dates}`,
    [tenant, merchants],
  );
  await client.query(
    `insert into issue (tenant_id, id, kind, subject_type, subject_id, severity, ledger, facts, opened_at)
     select $1, ${idIn("firm", "100 + n")}, 'payout-account-changed', 'ledger', n::text, 'warning', ${idIn("ledger", "n * 7")}, '{"ledgerId":"1"}', now() from generate_series(1, greatest(1, $2::int / 50)) n`,
    [tenant, merchants],
  );
}

/** A ledger of captures and one payout a day, entries with their sums, days and covers. */
async function seedEntries(
  client: Client,
  of: SeededLedger & Readonly<{ tenant: string }>,
  progress: Progress,
): Promise<void> {
  const copy = `(select active_copy from ledger_topic where tenant_id = $1 and ledger = $2 and topic = 'funds')`;
  const key = [of.tenant, of.ledger];
  const date = `('${LAST_DATE}'::date - (${String(of.days)} - 1 - d))`;
  const last = of.perDay - 1;
  for (let from = 0; from < of.days; from += CHUNK_DAYS) {
    const to = Math.min(of.days, from + CHUNK_DAYS) - 1;
    await client.query(
      `insert into entry (tenant_id, ledger, topic, copy, sequence, ledger_date, time, entry_type, psp_reference, reference, recipient_handle, currency, amount, balance_before, balance_after, content, ordinal)
       select $1, $2, 'funds', ${copy}, d::bigint * ${String(of.perDay)} + k + 1, ${date}, ${date} + interval '1 second' * (k * 80000 / ${String(of.perDay)}),
         case when k = ${String(last)} then 'payout-scheduled' when k % 97 = 96 then 'correction' else 'capture' end,
         case when k = ${String(last)} then '${of.ledger.slice(-6)}-' || (2000000 + d) else 'psp-' || md5($2::text || d || '/' || k) end,
         case when k = ${String(last)} then '' else 'order-${of.ledger.slice(-4)}-' || d || '-' || k end,
         case when k = ${String(last)} then '' when k % 3 = 0 then 'api:123456' else 'NO:57860' end, 'NOK',
         case when k = ${String(last)} then ${String(-100 * last)} else 100 end, k * 100, case when k = ${String(last)} then 0 else (k + 1) * 100 end,
         decode(md5($2::text || d || '-' || k), 'hex'), 1
       from generate_series($3::int, $4::int) d cross join generate_series(0, ${String(last)}) k`,
      [...key, from, to],
    );
    progress(`${String((to + 1) * of.perDay)} of ${String(of.entries)} entries`);
  }
  await client.query(
    `insert into day_sum (tenant_id, ledger, topic, copy, ledger_date, recipient_handle, entry_type, amount, count, carried_amount, carried_count)
     select tenant_id, ledger, topic, copy, ledger_date, recipient_handle, entry_type, sum(amount), count(*), sum(amount), count(*)
     from entry where tenant_id = $1 and ledger = $2 group by 1, 2, 3, 4, 5, 6, 7`,
    key,
  );
  await client.query(
    `insert into day (tenant_id, ledger, topic, copy, ledger_date, entry_count, first_sequence, last_sequence, proof)
     select $1, $2, 'funds', ${copy}, ${date}, ${String(of.perDay)}, d::bigint * ${String(of.perDay)} + 1, (d + 1)::bigint * ${String(of.perDay)}, 'verified'
     from generate_series(0, ${String(of.days - 1)}) d`,
    key,
  );
  await client.query(
    `insert into payout (tenant_id, id, ledger, ledger_date, content, ordinal, psp_reference, payout_number, reference, currency, amount, settled)
     select $1, gen_random_uuid(), $2, ledger_date, content, ordinal, psp_reference, split_part(psp_reference, '-', 2), '', 'NOK', amount, 'open'
     from entry where tenant_id = $1 and ledger = $2 and entry_type = 'payout-scheduled'`,
    key,
  );
  await client.query(
    `insert into payout_cover (tenant_id, ledger, copy, payout, sequence, from_date, captures, refunds, fees, payouts, other, breaks, capture_count, refund_count, fee_count, payout_count, other_count, amount, left_before, left_after)
     select p.tenant_id, p.ledger, ${copy}, p.id, d.last_sequence, p.ledger_date, -p.amount, 0, 0, 0, 0, 0, ${String(last)}, 0, 0, 0, 0, p.amount, 0, 0
     from payout p join day d on d.tenant_id = p.tenant_id and d.ledger = p.ledger and d.topic = 'funds' and d.ledger_date = p.ledger_date
     where p.tenant_id = $1 and p.ledger = $2`,
    key,
  );
  await client.query(
    "update feed set next_sequence = $3 where tenant_id = $1 and ledger = $2 and topic = 'funds'",
    [...key, of.entries + 1],
  );
}

/** Secondary indexes are made after the rows: many times as fast. Returns the statements that make them. */
async function dropEntryIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = 'entry'::regclass and not indisprimary",
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map((row) => row.definition);
}
