import { afterAll, beforeAll, expect, test } from "vitest";

import { InboxQuery } from "@/lib/contracts/operators";
import type { CredentialId } from "@/lib/core/ids";
import type { OperatorContext } from "@/lib/services/operators/context";
import { listInbox } from "@/lib/services/operators/list-inbox";
import { withSystem } from "@/lib/store/system";
import { listing, openOperatorWorld } from "@/tests/integration/operators/world";
import type { OperatorWorld } from "@/tests/integration/operators/world";

/** Ten thousand ledgers, of two sets of keys, and as many of a firm's own beside them. */

const COUNT = 10_000;
/** The first so many are a firm's, and each of the others has an owner among theirs. */
const ASSIGNED = 5_000;
let world: OperatorWorld;
let operator: OperatorContext;
let first: CredentialId;

beforeAll(async () => {
  world = await openOperatorWorld();
  const firm = await world.newFirm("nord");
  operator = await world.person("ola", { isOperator: true });
  const ids = Array.from({ length: COUNT }, (_, at) => String(at).padStart(5, "0"));
  first = await world.keys("first");
  const second = await world.keys("second");
  await world.list(
    first,
    ids.map((id, at) => listing(id, { ownerId: `8${String(at % ASSIGNED).padStart(8, "0")}` })),
  );
  // The same moment, and the same ledgers: granted twice.
  await world.list(
    second,
    ids.slice(0, 300).map((id) => listing(id)),
  );
  await withSystem(world.admin, (tx) =>
    tx.execute(
      "update installation.discovered_ledger set tenant_id = $1 where credential_id = $2 and ledger_id < '05000'",
      [firm.tenantId, first],
    ),
  );
  await withSystem(world.admin, (tx) => tx.execute("analyze installation.discovered_ledger"));
}, 120_000);

afterAll(() => world.close());

test("every ledger is on one page, once, in order, whatever the pages' size", async () => {
  const seen: string[] = [];
  const order: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listInbox(operator, InboxQuery.parse({ limit: 997, cursor }));
    for (const item of page.items) {
      seen.push(`${item.credentialId}/${item.ledgerId}`);
      order.push(`${item.firm === null ? "0" : "1"}${item.firstSeen}${item.ledgerId}`);
    }
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  expect(seen).toHaveLength(COUNT + 300);
  expect(new Set(seen).size).toBe(seen.length);
  expect(order).toEqual(order.toSorted());
});

test("a page is read from the index, not by sorting what there is", async () => {
  const [row] = await withSystem(world.admin, (tx) =>
    tx.query<{ "QUERY PLAN": unknown }>(
      `explain (format json) select d.ledger_id from installation.discovered_ledger d
       where d.credential_id = (select id from installation.credential limit 1)
         and ((d.tenant_id is not null), d.first_seen, d.ledger_id) >= (false, '-infinity'::timestamptz, '')
       order by (d.tenant_id is not null), d.first_seen, d.ledger_id limit 50`,
    ),
  );
  const plan = JSON.stringify(row);
  expect(plan).toContain("discovered_ledger_inbox");
  expect(plan).not.toContain('"Sort"');
});

test("the firm with a ledger of the same owner is proposed on every row of a full page", async () => {
  const page = await listInbox(operator, InboxQuery.parse({ state: "waiting", limit: 1000 }));
  const own = page.items.filter(({ credentialId }) => credentialId === first);
  expect(own.length).toBeGreaterThan(500);
  expect(own.filter(({ proposed }) => proposed?.name !== "nord")).toEqual([]);
});
