/** Scripted ledgers, and changes to any ledger, for tests that want full control. */
import { ControlError, requireLedger } from "./control-error";
import type { Core } from "./core";
import type { NotReady } from "./ledger";
import type { LedgerChanges } from "./ledger-book";
import { rawItems, rawMembers } from "./raw-json";
import { isTopic } from "./report-api";
import { createScriptedLedger, handlesIn } from "./scripted-ledger";

/** Adds a ledger, or puts another in its place. Its entries are served verbatim. */
export function addLedger(core: Core, body: string): unknown {
  const members = rawMembers(body);
  const listing = members.get("ledger");
  const ledgerId = listing === undefined ? undefined : value(rawMembers(listing).get("ledgerId"));
  if (listing === undefined || typeof ledgerId !== "string")
    throw new ControlError(400, "ledger.ledgerId is missing");
  const scripted = createScriptedLedger({
    ledgerId,
    listing,
    funds: rawItems(members.get("funds") ?? "[]"),
    fees: rawItems(members.get("fees") ?? "[]"),
    saysTryLaterAtHead: value(members.get("atHead")) !== false,
  });
  core.scripted.set(ledgerId, scripted);
  core.book.ledgers.set(ledgerId, scripted.ledger);
  core.book.changes.set(ledgerId, { closedThrough: null });
  applyChanges(core, ledgerId, members);
  const grantedTo = value(members.get("grantedTo"));
  for (const clientId of Array.isArray(grantedTo) ? grantedTo : [])
    core.access.grant(String(clientId), ledgerId);
  return { ledgerId };
}

export function addEntries(core: Core, ledgerId: string, body: string): unknown {
  const scripted = core.scripted.get(ledgerId);
  if (scripted === undefined) throw new ControlError(404, `no scripted ledger ${ledgerId}`);
  const members = rawMembers(body);
  const topic = value(members.get("topic"));
  if (typeof topic !== "string" || !isTopic(topic))
    throw new ControlError(400, "topic must be 'funds' or 'fees'");
  const entries = rawItems(members.get("entries") ?? "[]");
  scripted.append(topic, entries);
  return { ledgerId, topic, added: entries.length };
}

/** Works for generated ledgers too: they keep their entries, and answer differently. */
export function changeLedger(core: Core, ledgerId: string, body: string): unknown {
  requireLedger(core, ledgerId);
  const members = rawMembers(body);
  applyChanges(core, ledgerId, members);
  const listing = members.get("ledger");
  if (listing !== undefined) {
    core.book.changes.set(ledgerId, {
      ...core.book.changes.get(ledgerId),
      listing,
      handles: handlesIn(listing),
    });
  }
  return { ledgerId };
}

const NOT_READY: readonly NotReady[] = ["404", "tryLater", "tryLaterWithItems"];

function applyChanges(core: Core, ledgerId: string, members: ReadonlyMap<string, string>): void {
  const changes: LedgerChanges = { ...core.book.changes.get(ledgerId) };
  const pageSize = value(members.get("pageSize"));
  if (typeof pageSize === "number" && pageSize >= 1) changes.pageSize = Math.floor(pageSize);
  const closedThrough = value(members.get("closedThrough"));
  if (typeof closedThrough === "string" || closedThrough === null) changes.closedThrough = closedThrough;
  const repeatPages = value(members.get("repeatPages"));
  if (typeof repeatPages === "boolean") changes.repeatPages = repeatPages;
  const refuseCursors = value(members.get("refuseCursors"));
  if (typeof refuseCursors === "boolean") changes.refuseCursors = refuseCursors;
  const notReady = NOT_READY.find((choice) => choice === value(members.get("notReady")));
  if (notReady !== undefined) changes.notReady = notReady;
  const overrides = members.get("dateOverrides");
  if (overrides !== undefined) changes.dateOverrides = parseOverrides(overrides);
  core.book.changes.set(ledgerId, changes);
}

function parseOverrides(text: string): NonNullable<LedgerChanges["dateOverrides"]> {
  const byDate = (raw: string | undefined): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries([...rawMembers(raw ?? "{}")].map(([date, items]) => [date, rawItems(items)]));
  const topics = rawMembers(text);
  return { funds: byDate(topics.get("funds")), fees: byDate(topics.get("fees")) };
}

function value(raw: string | undefined): unknown {
  return raw === undefined ? undefined : JSON.parse(raw);
}
