import { afterAll, beforeAll, expect, test } from "vitest";

import { makeMatch } from "@/lib/services/reconciliation/make-match";
import { reconcileDue } from "@/lib/services/reconciliation/reconcile-due";
import { unrejectPair } from "@/lib/services/reconciliation/reject-pair";
import { reflectListing } from "@/lib/services/ledgers/reflect-listing";
import { undoMatch } from "@/lib/services/reconciliation/undo-match";
import { lockBankAccount } from "@/lib/store/bank-accounts";
import { findCurrentVersion, findLedger } from "@/lib/store/ledgers";
import { findMatches, listMatches } from "@/lib/store/matches-read";
import type { MatchRow } from "@/lib/store/matches-read";
import { withTenant } from "@/lib/store/tenant";
import { withClient } from "@/scripts/services/postgres-roles";
import { apiEntries, createTestLedger, newAccountNumber, writeEntries } from "@/tests/factories/books";
import { booking } from "@/tests/factories/statement-files/bookings";
import { asSystem } from "@/tests/factories/statements";
import {
  camtOf,
  date,
  newShop,
  paid,
  PAID_ALL,
  receive,
  receiveAndMatch,
  untilWaiting,
  workOf,
} from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

test("an account that cannot be matched holds no other back, and is matched when it can be", async () => {
  const ctx = await world.newFirm();
  const broken = await newShop(ctx);
  const sound = await newShop(ctx);
  await receive(ctx, camtOf(broken.account, PAID_ALL)); // due first
  await receive(ctx, camtOf(sound.account, PAID_ALL));
  const inDatabase = (sql: string): Promise<unknown> =>
    withClient(world.database.adminUrl, (client) => client.query(sql));
  await inDatabase(`create function refuse() returns trigger language plpgsql as $$ begin
      if exists (select from bank_account_number n where n.account = new.account and n.number = '${broken.account}') then
        raise exception 'refused'; end if; return new; end $$`);
  await inDatabase("create trigger refuse before insert on match for each row execute function refuse()");
  const receivedOf = async (ledger: string): Promise<number> => {
    const rows = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ n: bigint }>(
        "select count(*) as n from payout where tenant_id = $1 and ledger = $2 and settled = 'received'",
        [tx.tenantId, ledger],
      ),
    );
    return Number(rows[0]?.n ?? 0n);
  };

  await expect(reconcileDue(asSystem(ctx))).rejects.toThrow();
  expect([await receivedOf(broken.ledger), await receivedOf(sound.ledger)]).toEqual([0, 3]);

  await inDatabase("drop function refuse cascade");
  await reconcileDue(asSystem(ctx));
  expect([await receivedOf(broken.ledger), await receivedOf(sound.ledger)]).toEqual([3, 3]);
});

test("money that came to another account is matched by a person, and is missing on its own no more", async () => {
  const ctx = await world.newFirm();
  const meant = await newShop(ctx);
  const other = await newShop(ctx);
  const elsewhere = booking(10_000n, { date: date("2026-11-04"), text: "Vipps Mobilepay As" });
  await receiveAndMatch(ctx, camtOf(meant.account, PAID_ALL.slice(1)));
  await receiveAndMatch(ctx, camtOf(other.account, [...PAID_ALL, elsewhere]));
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ payout: string; line: string }>(
      `select p.id as payout, l.id as line from payout p, bank_line l where p.tenant_id = $1 and l.tenant_id = $1
         and p.ledger = $2 and p.amount = -10000 and l.amount = 10000 and l.matched = 0`,
      [ctx.tenantId, meant.ledger],
    ),
  );
  const missing = async (): Promise<readonly string[]> =>
    (await workOf(ctx)).filter((work) => work.startsWith("missing"));
  const before = await missing();
  const id = await makeMatch(ctx, {
    payoutIds: [rows[0]?.payout ?? ""],
    lines: [{ id: rows[0]?.line ?? "" }],
  });
  await reconcileDue(asSystem(ctx));
  expect(before).toContain("missing 2026-11-02 10000 0");
  expect((await missing()).length).toBe(before.length - 1);
  await undoMatch(ctx, { id });
  await reconcileDue(asSystem(ctx));
  expect(await missing()).toEqual(before);
});

test("a top-up’s line is matched again when a person takes back that it is none", async () => {
  const ctx = await world.newFirm();
  const account = newAccountNumber();
  const shop = await createTestLedger(ctx, { booksFrom: "2026-11-01", payoutAccount: account });
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries([{ date: "2026-11-02", type: "top-up", amount: 5_000, psp: `${shop.ledgerId}-2000009` }]),
  );
  const out = booking(-5_000n, {
    date: date("2026-11-02"),
    text: "Utb. 2000009 Vippsnr 57860",
    counterparty: "Vipps Mobilepay As",
  });
  await receiveAndMatch(ctx, camtOf(account, [out]));
  const standing = async (): Promise<readonly MatchRow[]> => {
    const matches = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
    return matches.filter(({ undoneAt }) => undoneAt === undefined);
  };
  const [match] = await standing();
  expect(match?.parts.map(({ amount }) => amount)).toEqual([5_000n, -5_000n]);
  await undoMatch(ctx, { id: match?.id ?? "" });
  expect(await standing()).toEqual([]);
  await unrejectPair(ctx, {
    payoutIds: [],
    entries: match?.parts.flatMap(({ entry }) => entry ?? []) ?? [],
    lineIds: match?.parts.flatMap(({ line }) => line ?? []) ?? [],
  });
  expect(await standing()).toHaveLength(1);
});

test("who takes a match back waits for whoever matches the account, and neither is in the other's way", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  await receiveAndMatch(ctx, camtOf(shop.account, PAID_ALL));
  const [match] = await withTenant(ctx.database, ctx, (tx) => listMatches(tx, { limit: 10 }));
  if (match?.account === undefined) throw new Error("nothing was matched");
  const { id, account } = match;
  let undone: Promise<void> | undefined;
  await withTenant(ctx.database, ctx, async (tx) => {
    await lockBankAccount(tx, account);
    undone = undoMatch(ctx, { id });
    await untilWaiting(ctx, 1);
    await tx.execute("update match set note = 'looked at' where tenant_id = $1 and id = $2", [
      tx.tenantId,
      id,
    ]);
  });
  await undone;
  const [after] = await withTenant(ctx.database, ctx, (tx) => findMatches(tx, [id]));
  expect(after).toMatchObject({ note: "looked at", undoneReason: "person" });
});

test("a top-up that the feed brings after the statement finds its line", async () => {
  const ctx = await world.newFirm();
  const account = newAccountNumber();
  const shop = await createTestLedger(ctx, { booksFrom: "2026-11-01", payoutAccount: account });
  const out = booking(-5_000n, { date: date("2026-11-02"), text: "Utb. 2000009 Vippsnr 57860" });
  await receiveAndMatch(ctx, camtOf(account, [out]));
  expect(await workOf(ctx)).toEqual(["line 2026-11-02 0 -5000"]);
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries([{ date: "2026-11-02", type: "top-up", amount: 5_000, psp: `${shop.ledgerId}-2000009` }]),
  );
  await reconcileDue(asSystem(ctx));
  expect(await workOf(ctx)).toEqual([]);
});

test("a handle that a ledger is given after the statement finds the line that names it", async () => {
  const ctx = await world.newFirm();
  const shop = await newShop(ctx);
  const lines = [
    ...PAID_ALL.slice(0, 2),
    paid("2026-11-06", 30_000, "", { text: "Utb. 2000003 Vippsnr 611222" }),
  ];
  await receiveAndMatch(ctx, camtOf(shop.account, lines));
  await reconcileDue(asSystem(ctx));
  expect(await workOf(ctx)).toEqual(["suggestion 2026-11-04 30000 30000"]);
  const { current, ledger } = await withTenant(ctx.database, ctx, async (tx) => ({
    current: await findCurrentVersion(tx, shop.ledger),
    ledger: await findLedger(tx, shop.ledger),
  }));
  if (current === undefined || ledger === undefined) throw new Error("the ledger is not there");
  const { ledgerId, currency, credentialId } = ledger;
  const settlesFor = [...current.settlesFor, "NO:611222"];
  await reflectListing(asSystem(ctx), {
    credentialId,
    listing: { ...current, ledgerId, currency, settlesFor },
  });
  await reconcileDue(asSystem(ctx));
  expect(await workOf(ctx)).toEqual([]);
});
