import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { IssuesQuery } from "@/lib/contracts/queries";
import type { Issue } from "@/lib/contracts/shapes";
import type { ServiceContext } from "@/lib/services/context";
import { acknowledgeIssue } from "@/lib/services/issues/acknowledge-issue";
import { assignIssue } from "@/lib/services/issues/change-issue";
import { changeIssues } from "@/lib/services/issues/change-issues";
import { countIssues } from "@/lib/services/issues/count-issues";
import { listIssues } from "@/lib/services/issues/list-issues";
import { changeMember } from "@/lib/services/members/change-member";
import { removeMember } from "@/lib/services/members/remove-member";
import { openIssue } from "@/lib/store/issues";
import { withTenant } from "@/lib/store/tenant";
import { createTestLedger } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { createTestPerson } from "@/tests/factories/people";
import type { TestPerson } from "@/tests/factories/people";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** Issues of whoever leaves the firm, or may look after less of it. */

let world: ReadWorld;
let firm: ServiceContext;
let owner: TestPerson;
let rune: TestPerson;
let kiosk: TestLedger;
let serial = 0;

beforeAll(async () => {
  world = await openReadWorld();
});
afterAll(() => world.close());

/** A firm with an issue at each of two merchants and one of the whole firm, all of them Rune's. */
beforeEach(async () => {
  serial += 1;
  firm = await world.newFirm(`firm-${String(serial)}`);
  owner = await createTestPerson(firm, world.database, { name: "Olga", role: "owner" });
  rune = await createTestPerson(firm, world.database, { name: "Rune", role: "accountant" });
  kiosk = await createTestLedger(firm, { name: "Kiosk" });
  const bakery = await createTestLedger(firm, { name: "Bakeri" });
  await withTenant(firm.database, firm, async (tx) => {
    const nowMs = firm.clock.nowMs();
    for (const { ledger } of [kiosk, bakery]) {
      const about = { subjectType: "ledger", subjectId: ledger, ledger, facts: {}, nowMs };
      await openIssue(tx, { kind: "payout-account-changed", ...about });
    }
    const keys = { kind: "keys-rejected", subjectType: "credential", subjectId: "c" } as const;
    await openIssue(tx, { ...keys, facts: { clientId: "firm" }, nowMs });
  });
  await changeIssues(owner.ctx, { ids: (await list()).map(({ id }) => id), assignedId: rune.userId });
}, 60_000);

const list = async (query: Record<string, unknown> = {}): Promise<readonly Issue[]> =>
  (await listIssues(owner.ctx, IssuesQuery.parse(query))).items;

const namesOf = async (): Promise<Record<string, string | null>> =>
  Object.fromEntries(
    (await list()).map(({ merchantName, assignedName }) => [merchantName ?? "", assignedName]),
  );

const trail = async (): Promise<readonly unknown[]> =>
  withTenant(firm.database, firm, (tx) =>
    tx.query(
      "select actor_name, before, after ->> 'assigned' as now from audit_event where action = 'issue.assigned' and after ->> 'assigned' = ''",
    ),
  );

test("what a person looked after is nobody's once they have left; what has ended says who it was", async () => {
  const [ended] = await list({ merchantId: kiosk.merchantId });
  await acknowledgeIssue(owner.ctx, { id: ended?.id ?? "", reason: "agreed" });
  await removeMember(owner.ctx, { id: rune.userId });
  expect(await namesOf()).toEqual({ Bakeri: null, "": null });
  expect(await countIssues(owner.ctx, {})).toMatchObject({ open: 2, unassigned: 2 });
  expect(await list({ assigned: rune.userId })).toEqual([]);
  expect(await list({ state: "resolved" })).toMatchObject([{ assignedName: "Rune" }]);
  const released = { actor_name: "Olga", before: { assigned: "Rune" }, now: "" };
  expect(await trail()).toEqual([released, released]);
});

test("a removal that is refused leaves their issues with them", async () => {
  const admin = await createTestPerson(firm, world.database, { name: "Arne", role: "admin" });
  await assignIssue(owner.ctx, { id: (await list())[0]?.id ?? "", assignedId: owner.userId });
  await expect(removeMember(admin.ctx, { id: owner.userId })).rejects.toMatchObject({ code: "forbidden" });
  expect(await list({ assigned: owner.userId })).toHaveLength(1);
  expect(await trail()).toEqual([]);
});

test("whoever is limited keeps the issues that they see, and whoever may only look keeps none", async () => {
  const change = (role: "accountant" | "viewer" | "admin", merchantIds: string[] | null) =>
    changeMember(owner.ctx, { id: rune.userId, role, merchantIds });
  await change("admin", null);
  expect(await namesOf()).toEqual({ Kiosk: "Rune", Bakeri: "Rune", "": "Rune" });
  await change("accountant", [kiosk.merchantId]);
  expect(await namesOf()).toEqual({ Kiosk: "Rune", Bakeri: null, "": null });
  await change("viewer", null);
  expect(await namesOf()).toEqual({ Kiosk: null, Bakeri: null, "": null });
  expect(await trail()).toHaveLength(3);
});

test("nobody who has left is given an issue, whichever of the two came first", async () => {
  const ids = (await list()).map(({ id }) => id);
  await changeIssues(owner.ctx, { ids, assignedId: null });
  const people = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      createTestPerson(firm, world.database, { name: `Vikar${String(index)}`, role: "accountant" }),
    ),
  );
  const outcomes = await Promise.allSettled(
    people.flatMap(({ userId }) => [
      changeIssues(owner.ctx, { ids, assignedId: userId }),
      removeMember(owner.ctx, { id: userId }),
    ]),
  );
  const failures = outcomes.flatMap((of) => (of.status === "rejected" ? [of.reason as unknown] : []));
  for (const failure of failures) expect(failure).toMatchObject({ code: "not_found" });
  expect(await namesOf()).toEqual({ Kiosk: null, Bakeri: null, "": null });
});
