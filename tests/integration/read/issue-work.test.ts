import { afterAll, beforeAll, expect, test } from "vitest";

import { IssuesQuery } from "@/lib/contracts/queries";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { ServiceContext } from "@/lib/services/context";
import { acknowledgeIssue } from "@/lib/services/issues/acknowledge-issue";
import { getOverview } from "@/lib/services/overview/get-overview";
import { assignIssue, snoozeIssue, unsnoozeIssue } from "@/lib/services/issues/change-issue";
import { changeIssues } from "@/lib/services/issues/change-issues";
import { countIssues, listPeopleForIssues } from "@/lib/services/issues/count-issues";
import { listIssues } from "@/lib/services/issues/list-issues";
import { openIssue } from "@/lib/store/issues";
import { withTenant } from "@/lib/store/tenant";
import { addTestMember } from "@/tests/factories/members";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** Putting issues off, and looking after them: the verbs, the filters and what limited people may. */

let world: ReadWorld;
let kari: ServiceContext;
let ola: ServiceContext;
/** Sees the Danish shop only. */
let limited: ServiceContext;
let shops: TwoShops;

const DAY_MS = 86_400_000;
const date = parseLedgerDate;

beforeAll(async () => {
  world = await openReadWorld();
  const firm = await world.newFirm();
  shops = await createTwoShops(firm);
  kari = await addTestMember(firm, world.database, { email: "kari@firm.example", role: "accountant" });
  ola = await addTestMember(firm, world.database, { email: "ola@firm.example", role: "admin" });
  await addTestMember(firm, world.database, { email: "vera@firm.example", role: "viewer" });
  const { merchantId } = shops.danish;
  limited = {
    ...(await addTestMember(firm, world.database, {
      email: "line@firm.example",
      role: "accountant",
      merchantIds: [merchantId],
    })),
    scope: { kind: "limited", merchantIds: [merchantId] },
  };
  await withTenant(firm.database, firm, async (tx) => {
    const nowMs = world.clock.nowMs();
    for (const { ledger } of [shops.shop, shops.danish]) {
      await openIssue(tx, {
        kind: "payout-account-changed",
        subjectType: "ledger",
        subjectId: ledger,
        ledger,
        facts: { ledgerId: "1" },
        nowMs,
      });
    }
    const facts = { clientId: "firm" };
    await openIssue(tx, { kind: "keys-rejected", subjectType: "credential", subjectId: "c", facts, nowMs });
  });
}, 60_000);

afterAll(() => world.close());

const list = async (ctx: ServiceContext, query: Record<string, unknown> = {}) =>
  (await listIssues(ctx, IssuesQuery.parse(query))).items;

async function issueOf(ctx: ServiceContext, query: Record<string, unknown>) {
  const [issue] = await list(ctx, query);
  if (issue === undefined) throw new Error("no issue");
  return issue;
}

test("what is put off is out of the list until its morning, and then back by itself", async () => {
  const issue = await issueOf(kari, { kind: "keys-rejected" });
  const put = await snoozeIssue(kari, { id: issue.id, until: date("2026-11-24") });
  expect(put).toMatchObject({ snoozedUntil: "2026-11-24T05:00:00.000000Z", snoozedBy: "kari" });
  expect(await list(kari, { snoozed: "yes" })).toMatchObject([{ id: issue.id }]);
  expect((await list(kari, { snoozed: "no" })).map(({ kind }) => kind)).not.toContain("keys-rejected");
  expect(await countIssues(kari, {})).toMatchObject({ open: 3, snoozed: 1, severities: { critical: 1 } });
  // What is counted beside the menu is what the list shows.
  expect(await getOverview(kari)).toMatchObject({ openIssues: 3 });
  const back = Date.parse("2026-11-24T05:00:00Z");
  world.clock.advance(back - world.clock.nowMs() - 1);
  expect(await list(kari, { snoozed: "yes" })).toHaveLength(1);
  world.clock.advance(1);
  expect(await list(kari, { snoozed: "yes" })).toEqual([]);
  expect(await issueOf(kari, { kind: "keys-rejected", snoozed: "no" })).toMatchObject({
    snoozedUntil: null,
    snoozedBy: null,
  });
  world.clock.set(NOW_MS);
});

test("it can be brought back before, and is put off for at most 90 days", async () => {
  const { id } = await issueOf(kari, { kind: "keys-rejected" });
  await snoozeIssue(kari, { id, until: date("2027-02-19") });
  expect((await unsnoozeIssue(kari, { id })).snoozedUntil).toBeNull();
  for (const until of ["2026-11-21", "2026-11-20", "2027-02-20"]) {
    await expect(snoozeIssue(kari, { id, until: date(until) })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field: "until" }],
    });
  }
  const audit = await withTenant(kari.database, { ...kari, scope: { kind: "firm" } }, (tx) =>
    tx.query(
      "select actor_name, action, after from audit_event where subject_id = $1 order by action, after ->> 'until'",
      [id],
    ),
  );
  expect(audit).toMatchObject([
    { actor_name: "kari", action: "issue.snoozed", after: { until: "2026-11-24T05:00:00.000Z" } },
    { action: "issue.snoozed", after: { until: "2027-02-19T05:00:00.000Z" } },
    { action: "issue.unsnoozed" },
  ]);
});

test("somebody looks after an issue: it is theirs in the list and in the counts", async () => {
  const { items } = await listPeopleForIssues(kari);
  expect(items.map(({ name }) => name)).toEqual(["kari", "line", "ola"]);
  const { id } = await issueOf(kari, { kind: "keys-rejected" });
  expect(await assignIssue(kari, { id, assignedId: ola.actor.id })).toMatchObject({ assignedName: "ola" });
  expect(await list(ola, { assigned: "me" })).toMatchObject([{ id }]);
  expect(await list(kari, { assigned: "me" })).toEqual([]);
  expect(await list(kari, { assigned: ola.actor.id })).toHaveLength(1);
  expect(await list(kari, { assigned: "nobody" })).toHaveLength(3);
  expect(await countIssues(ola, {})).toMatchObject({ mine: 1, unassigned: 3, open: 4 });
  expect(await assignIssue(kari, { id, assignedId: null })).toMatchObject({ assignedId: null });
  expect(await countIssues(ola, {})).toMatchObject({ mine: 0, unassigned: 4 });
  await expect(
    assignIssue(kari, { id, assignedId: "018f0000-0000-7000-8000-000000000000" }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("two people at once: the last one has it, and the trail says from whom it went", async () => {
  const { id } = await issueOf(kari, { kind: "chain-break" });
  const until = date("2026-11-23");
  await Promise.all([
    assignIssue(kari, { id, assignedId: "me" }),
    assignIssue(ola, { id, assignedId: "me" }),
    changeIssues(kari, { ids: [id], assignedId: kari.actor.id, until }),
    changeIssues(ola, { ids: [id], assignedId: ola.actor.id, until: null }),
  ]);
  const { assignedName } = await issueOf(kari, { kind: "chain-break" });
  const audit = await withTenant(kari.database, { ...kari, scope: { kind: "firm" } }, (tx) =>
    tx.query<{ was: string; now: string }>(
      "select before ->> 'assigned' as was, after ->> 'assigned' as now from audit_event where subject_id = $1 and action = 'issue.assigned'",
      [id],
    ),
  );
  // Each took it from whom it was with: from nobody, and then to and fro.
  const taken = audit.filter(({ was }) => was === "");
  expect(taken).toHaveLength(1);
  expect(audit.filter(({ now }) => now === assignedName).length).toBeGreaterThan(0);
  expect(audit.every(({ was, now }) => was !== now)).toBe(true);
  await changeIssues(kari, { ids: [id], until: null, assignedId: null });
});

test("only who may end issues may put them off or give them away; what is resolved stays as it is", async () => {
  const { id } = await issueOf(kari, { kind: "payout-account-changed", merchantId: shops.shop.merchantId });
  const viewer: ServiceContext = { ...kari, role: "viewer" };
  const until = date("2026-11-23");
  for (const refused of [
    () => snoozeIssue(viewer, { id, until }),
    () => unsnoozeIssue(viewer, { id }),
    () => assignIssue(viewer, { id, assignedId: null }),
    () => changeIssues(viewer, { ids: [id], until }),
    () => listPeopleForIssues(viewer),
  ]) {
    await expect(refused()).rejects.toMatchObject({ code: "forbidden" });
  }
  await acknowledgeIssue(kari, { id, reason: "the merchant confirmed it" });
  await expect(snoozeIssue(kari, { id, until })).rejects.toMatchObject({ code: "conflict" });
  await expect(assignIssue(kari, { id, assignedId: ola.actor.id })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("limited people work on their merchants' issues and see no others; nobody is given what they cannot see", async () => {
  const own = await issueOf(limited, {});
  expect(await list(limited)).toHaveLength(1);
  expect(await countIssues(limited, {})).toMatchObject({ open: 1, unassigned: 1 });
  const others = await issueOf(kari, { kind: "chain-break" });
  for (const refused of [
    () => snoozeIssue(limited, { id: others.id, until: date("2026-11-23") }),
    () => assignIssue(limited, { id: others.id, assignedId: limited.actor.id }),
  ]) {
    await expect(refused()).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await assignIssue(limited, { id: own.id, assignedId: "me" })).toMatchObject({
    assignedName: "line",
  });
  await expect(assignIssue(kari, { id: others.id, assignedId: limited.actor.id })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "assignedId" }],
  });
  const nobody: ServiceContext = { ...limited, scope: { kind: "limited", merchantIds: [] } };
  expect((await listPeopleForIssues(nobody)).items).toEqual([]);
});

test("several at once: all or none, and what was resolved meanwhile is named", async () => {
  const open = await list(kari);
  const [resolved] = await list(kari, { state: "resolved" });
  if (resolved === undefined) throw new Error("a resolved issue");
  const ids = [...open.map(({ id }) => id), resolved.id];
  const done = await changeIssues(kari, { ids, until: date("2026-11-23"), assignedId: kari.actor.id });
  expect(done.gone).toEqual([resolved.id]);
  expect(new Set(done.items.map(({ assignedName }) => assignedName))).toEqual(new Set(["kari"]));
  expect(await countIssues(kari, {})).toMatchObject({ open: 0, snoozed: 3 });
  await expect(changeIssues(kari, { ids, assignedId: limited.actor.id })).rejects.toMatchObject({
    code: "invalid_input",
  });
  expect(await list(kari, { assigned: kari.actor.id })).toHaveLength(3);
  await changeIssues(kari, { ids, until: null, assignedId: null });
  expect(await countIssues(kari, {})).toMatchObject({ open: 3, snoozed: 0, unassigned: 3 });
  world.clock.advance(DAY_MS);
});

test("an issue that opens again after its cause came back is nobody's and not put off", async () => {
  const firm: ServiceContext = { ...kari, scope: { kind: "firm" } };
  const { id } = await issueOf(kari, { merchantId: shops.danish.merchantId });
  await changeIssues(kari, { ids: [id], until: date("2026-11-25"), assignedId: kari.actor.id });
  await acknowledgeIssue(kari, { id, reason: "agreed" });
  await withTenant(firm.database, firm, (tx) =>
    openIssue(tx, {
      kind: "payout-account-changed",
      subjectType: "ledger",
      subjectId: shops.danish.ledger,
      ledger: shops.danish.ledger,
      facts: {},
      nowMs: world.clock.nowMs(),
    }),
  );
  expect(await list(kari, { merchantId: shops.danish.merchantId })).toMatchObject([
    { snoozedUntil: null, assignedId: null },
  ]);
});
