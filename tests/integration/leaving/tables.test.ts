import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { BANK_FILES } from "@/lib/store/export-bank";
import { FIRM_FILES } from "@/lib/store/export-firm";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

/** Tables whose rows leave in a file that is made from one of the product's own lists. */
const IN_LISTS = [
  "entry",
  "day",
  "day_sum",
  "payout",
  "issue",
  "audit_event",
  "installation.membership",
] as const;

/** Tables that no file of a firm's own export has, and why. */
const STAYS: Readonly<Record<string, string>> = {
  tenant: "the firm itself: its name is that of the file",
  // How the copy is kept, not what it holds
  ledger_topic: "which reading of a feed is in use",
  feed: "our place in a feed that only this installation reads",
  ledger_word: "an index of words for the search",
  payout_cover: "follows from the entries",
  expected_grant_word: "an index of words for the search",
  onboarding_batch: "how a take-in went; what was taken in is in the audit trail",
  onboarding_item: "how a take-in went; what was taken in is in the audit trail",
  match_ledger: "follows from the parts of matches",
  open_item: "worked out from everything else",
  reconcile_due: "what is to be matched anew in the next seconds",
  leaving_export: "the files themselves",
  digest_setting: "when each of the firm's people wants a letter from this installation",
  firm_deletion: "asked for and undone: both stand in the audit trail",
  // What proves the trail in this installation; `audit head` hands out the head, which proves it elsewhere
  audit_seal: "the chain over the audit trail, whose head is exported by itself",
  audit_head: "the chain over the audit trail, whose head is exported by itself",
  // Personal data of payers never leave in a file (decision 0010)
  entry_person: "personal data of payers",
  person_date: "which dates' payers have been asked for",
  "installation.person_look": "counts looks at payers of the last hours; each is in the audit trail",
  // Keys, and ways in
  "installation.api_token": "a way in, of which only a hash is kept",
  "installation.credential": "a secret of the firm, sealed for this installation",
  "installation.invitation": "a way in; whom it was sent to stands in the audit trail",
  // What the installation holds for all firms
  "installation.discovered_ledger": "what Vipps MobilePay lists; what was taken in is in ledgers",
};

test("every table that holds a firm's rows leaves with the firm, or it is said why not", async () => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attname = 'tenant_id' and not a.attisdropped and n.nspname in ('public', 'installation') and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  await client.end();
  const told = [
    ...[...FIRM_FILES, ...BANK_FILES].map(({ table }) => table),
    ...IN_LISTS,
    ...Object.keys(STAYS),
  ];
  expect(told.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

test("what a table's file does not have is said by its columns, never by a table that grew", async () => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped and a.attname <> 'tenant_id' and c.relname = any($1::text[])`,
    [[...FIRM_FILES, ...BANK_FILES].map(({ table }) => table)],
  );
  await client.end();
  const files = new Map([...FIRM_FILES, ...BANK_FILES].map((file) => [file.table, file]));
  const left = rows.filter(({ table, column }) => {
    const file = files.get(table);
    const said = [...(file?.columns ?? []).map(({ sql }) => sql), ...(file?.key ?? []).map(([sql]) => sql)];
    return !said.some((sql) => new RegExp(`\\br\\.${column}\\b`).test(sql));
  });
  expect(left.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(
    [
      // Keys of copies and credentials, and names that are stored twice.
      "bank_account.version",
      "bank_account.worked_from",
      "bank_account_number.key",
      "bank_line_source.account",
      "chain_break.content",
      "chain_break.copy",
      "chain_break.ordinal",
      "expected_grant.first_letter_at",
      "expected_grant.next_letter_at",
      "expected_grant.owner_digits",
      "ledger.credential_id",
      "ledger.stage",
      "ledger.stage_since",
      "ledger.status_before",
      "merchant.responsible_id",
      "person_setting.failures",
      "person_setting.held",
      "person_setting.key_sealed",
      "person_setting.next_read_at",
      "person_setting.purge_at",
      "work_note.assigned_id",
    ].toSorted(),
  );
});
