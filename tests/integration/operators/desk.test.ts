import { afterAll, beforeAll, expect, test } from "vitest";

import { EventsQuery, FirmsQuery, InboxQuery } from "@/lib/contracts/operators";
import type { InboxItem } from "@/lib/contracts/operators";
import { DAY_MS } from "@/lib/core/clock";
import type { CredentialId } from "@/lib/core/ids";
import { RESERVED_SLUGS } from "@/lib/domain/access/slug";
import type { ServiceContext } from "@/lib/services/context";
import { newId } from "@/lib/core/ids";
import { readSession } from "@/lib/services/identity/read-session";
import { acceptInvitation } from "@/lib/services/invitations/accept-invitation";
import { assignLedgerToFirm, unassignLedger } from "@/lib/services/operators/assign-ledger";
import type { OperatorContext } from "@/lib/services/operators/context";
import { createFirm } from "@/lib/services/operators/create-firm";
import { listEvents } from "@/lib/services/operators/list-events";
import { listFirms } from "@/lib/services/operators/list-firms";
import { listInbox } from "@/lib/services/operators/list-inbox";
import { renewOwner } from "@/lib/services/operators/renew-owner";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import { openIssue } from "@/lib/store/issues";
import { takeMail } from "@/lib/store/mail";
import { withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";
import { mailSecret } from "@/lib/services/mail/post-mail";
import { listLedgers } from "@/tests/factories/firm";
import { linkToken, takeLetters } from "@/tests/factories/letters";
import { listing, openOperatorWorld } from "@/tests/integration/operators/world";
import type { OperatorWorld } from "@/tests/integration/operators/world";

let world: OperatorWorld;
let ola: OperatorContext;
let credentialId: CredentialId;
let nord: ServiceContext;
let vest: ServiceContext;
let nordSlug: string;
let vestSlug: string;

beforeAll(async () => {
  world = await openOperatorWorld();
  credentialId = await world.keys();
  nord = await world.newFirm("nord");
  vest = await world.newFirm("vest");
  ola = await world.person("ola", { isOperator: true });
  await world.list(credentialId, [
    listing("1001", { ownerId: "910000001", unit: "Kaffe & Kake" }),
    listing("1002", { ownerId: "910000001", unit: "Kaffe 100% Bergen" }),
    listing("1003", { ownerId: "920000002", unit: "ØRSTA Sykkel_verksted" }),
  ]);
  const firms = (await listFirms(ola, FirmsQuery.parse({}))).items;
  nordSlug = firms.find(({ name }) => name === "nord")?.slug ?? "";
  vestSlug = firms.find(({ name }) => name === "vest")?.slug ?? "";
}, 60_000);

afterAll(() => world.close());

const inbox = async (query: Partial<InboxQuery> = {}): Promise<readonly InboxItem[]> =>
  (await listInbox(ola, InboxQuery.parse(query))).items;
const ids = (items: readonly InboxItem[]): string[] => items.map(({ ledgerId }) => ledgerId);
const audit = (ctx: ServiceContext) =>
  withTenant(ctx.database, ctx, (tx) =>
    tx.query(
      "select actor_kind, actor_name, action, subject_id, before, after from audit_event order by at, action",
    ),
  );
const at = (firm: string, ledgerId: string) => ({ credentialId, ledgerId, firm });

// One ledger's way through the inbox: each step needs the one before.
test("a ledger is assigned, stands on the firm's board, goes back, and stays once it is taken in", async () => {
  expect(ids(await inbox())).toEqual(["1001", "1002", "1003"]);
  expect(await assignLedgerToFirm(ola, at(nordSlug, "1001"))).toEqual({ slug: nordSlug, name: "nord" });
  expect((await listLedgers(nord)).map(({ ledgerId, status }) => [ledgerId, status])).toEqual([
    ["1001", "new"],
  ]);
  expect(await listLedgers(vest)).toEqual([]);
  // Again is no change, and no second line in any trail.
  await assignLedgerToFirm(ola, at(nordSlug, "1001"));
  expect(await audit(nord)).toEqual([
    {
      actor_kind: "operator",
      actor_name: ola.person.name,
      action: "ledger.assigned",
      subject_id: "1001",
      before: null,
      after: { firm: nordSlug },
    },
  ]);
  await expect(assignLedgerToFirm(ola, at(vestSlug, "1001"))).rejects.toMatchObject({ code: "conflict" });

  // The other ledger of the owner is proposed for the same firm, in words: nothing is assigned by itself.
  const [second, third, first] = await inbox();
  expect(second).toMatchObject({ ledgerId: "1002", firm: null, proposed: { slug: nordSlug, name: "nord" } });
  expect(third).toMatchObject({ ledgerId: "1003", firm: null, proposed: null });
  expect(first).toMatchObject({ ledgerId: "1001", firm: { slug: nordSlug }, isTakenIn: false });

  await expect(unassignLedger(ola, at(vestSlug, "1001"))).rejects.toMatchObject({ code: "not_found" });
  await unassignLedger(ola, at(nordSlug, "1001"));
  expect(await listLedgers(nord)).toEqual([]);
  expect(ids(await inbox({ state: "waiting" }))).toEqual(["1001", "1002", "1003"]);

  await assignLedgerToFirm(ola, at(vestSlug, "1001"));
  await onboardLedgers(vest, { ledgers: (await listLedgers(vest)).map(({ id }) => id) });
  await expect(unassignLedger(ola, at(vestSlug, "1001"))).rejects.toMatchObject({ code: "conflict" });
  expect(await inbox({ state: "assigned" })).toMatchObject([
    { ledgerId: "1001", firm: { slug: vestSlug }, isTakenIn: true },
  ]);
  const firms = await listFirms(ola, FirmsQuery.parse({ search: "VES" }));
  expect(firms.items).toMatchObject([{ slug: vestSlug, assigned: 1, ledgers: 1, takenIn: 1 }]);

  const log = (await listEvents(ola, { limit: 10 })).items;
  expect(log.map(({ action, subject, firm }) => [action, subject, firm])).toContainEqual([
    "ledger.unassigned",
    "1001",
    nordSlug,
  ]);
  expect(log.filter(({ action }) => action === "ledger.assigned")).toHaveLength(2);
  for (const line of log) expect(line).toMatchObject({ actorName: "ola", address: "192.0.2.7" });
});

test("what other rows of the firm speak of stays there, as a ledger whose access was lost", async () => {
  await assignLedgerToFirm(ola, at(nordSlug, "1003"));
  const [ledger] = await listLedgers(nord);
  if (ledger === undefined) throw new Error("the ledger is not on the board");
  await withTenant(nord.database, nord, (tx) =>
    openIssue(tx, {
      kind: "payout-account-changed",
      subjectType: "ledger",
      subjectId: ledger.id,
      ledger: ledger.id,
      facts: {},
      nowMs: world.clock.nowMs(),
    }),
  );
  await unassignLedger(ola, at(nordSlug, "1003"));
  expect((await listLedgers(nord)).map(({ ledgerId, status }) => [ledgerId, status])).toEqual([
    ["1003", "revoked"],
  ]);
  // Given to it again, it is new again.
  await assignLedgerToFirm(ola, at(nordSlug, "1003"));
  expect((await listLedgers(nord)).map(({ status }) => status)).toEqual(["new"]);
});

test("a ledger that is missing waits until it is back", async () => {
  world.clock.advance(3_600_000);
  await world.list(credentialId, [listing("1001"), listing("1003", { unit: "ØRSTA Sykkel" })]);
  expect(await inbox({ state: "waiting" })).toMatchObject([
    { ledgerId: "1002", missingSince: "2026-11-21T12:00:00.000000Z" },
  ]);
  await expect(assignLedgerToFirm(ola, at(nordSlug, "1002"))).rejects.toMatchObject({ code: "conflict" });
  await expect(assignLedgerToFirm(ola, at(nordSlug, "none"))).rejects.toMatchObject({ code: "not_found" });
  await expect(assignLedgerToFirm(ola, at("no-such-firm", "1002"))).rejects.toMatchObject({
    code: "not_found",
  });
});

test("the inbox is searched by owner, ledger and sales unit, as it is written", async () => {
  expect(ids(await inbox({ search: "kaffe" }))).toEqual(["1002"]);
  expect(ids(await inbox({ search: "100%" }))).toEqual(["1002"]);
  expect(ids(await inbox({ search: "910000001" }))).toEqual(["1002"]);
  expect(ids(await inbox({ search: "1003" }))).toEqual(["1003"]);
  expect(ids(await inbox({ search: "ørsta" }))).toEqual(["1003"]);
  expect(await inbox({ search: "_" })).toEqual([]);
});

test("a firm is made with an owner who signs in here, and who is told by mail", async () => {
  const ida = await world.person("ida");
  await createFirm(ola, { name: " Ny Regnskap ", slug: "ny-regnskap", ownerEmail: ida.person.name });
  await createFirm(ola, { name: "Østlandet", slug: "ostlandet", ownerEmail: ida.person.name });
  const found = await listFirms(ola, FirmsQuery.parse({ search: "østl" }));
  expect(found.items.map(({ slug }) => slug)).toEqual(["ostlandet"]);
  const session = await readSession(world.services, ida.sessionId);
  expect(session?.memberships).toMatchObject([
    { slug: "ny-regnskap", tenantName: "Ny Regnskap", role: "owner", scope: { kind: "firm" } },
    { slug: "ostlandet" },
  ]);
  const tenantId = session?.memberships[0]?.tenantId ?? nord.tenantId;
  expect(await audit({ ...nord, tenantId })).toMatchObject([
    { actor_kind: "operator", action: "firm.created", after: { slug: "ny-regnskap", name: "Ny Regnskap" } },
    { actor_kind: "operator", action: "member.added", subject_id: ida.person.id, after: { role: "owner" } },
  ]);
  const [mail] = await withSystem(world.services.database, (tx) =>
    takeMail(tx, { nowMs: world.clock.nowMs(), leaseSeconds: 1, limit: 10 }),
  );
  const letter = world.services.secrets.open(mail?.sealed ?? "", mailSecret(mail?.id ?? ""));
  expect(JSON.parse(letter)).toMatchObject({
    to: ida.person.name,
    name: "firm-created",
    values: { firm: "Ny Regnskap", link: "https://avstemt.example/ny-regnskap" },
  });
  expect(world.services.rung.at(-1)).toMatchObject({ name: "mail.send" });
});

test("a firm's first owner may be new here: the link of the letter makes them so", async () => {
  await createFirm(ola, { name: "Nær", slug: "naer", ownerEmail: "Nina@naer.example", language: "nb" });
  const letters = await takeLetters(world.services);
  const letter = letters.find(({ to }) => to === "nina@naer.example");
  expect(letter).toMatchObject({ name: "invitation", language: "nb", values: { firm: "Nær" } });
  const accepted = await acceptInvitation(world.services, {
    token: linkToken(letter),
    name: "Nina",
    password: "fire epler i kurven",
    sessionId: undefined,
  });
  expect(accepted).toEqual({ tenant: "naer", role: "owner" });
  const found = await listFirms(ola, FirmsQuery.parse({ search: "nær" }));
  expect(found.items.map(({ slug }) => slug)).toEqual(["naer"]);
  // Nobody else is invited to own a firm.
  await expect(
    withTenant(nord.database, nord, (tx) =>
      tx.query(
        "select installation.invite($1, 'x@example.com', 'owner', null, 'en', '\\x00', 'x', null, now(), now(), 9)",
        [newId<"invitation">(world.clock.nowMs())],
      ),
    ),
  ).rejects.toThrow("nobody is invited to own a firm");
});

test("a first owner who let the link run out is sent another, to the same mailbox, six times in all", async () => {
  await createFirm(ola, { name: "Sen", slug: "sen", ownerEmail: "siv@sen.example", language: "nb" });
  const old = linkToken((await takeLetters(world.services)).find(({ to }) => to === "siv@sen.example"));
  const waiting = async () =>
    (await listFirms(ola, FirmsQuery.parse({ search: "sen" }))).items.find(({ slug }) => slug === "sen")
      ?.ownerLinkEnds ?? null;
  const first = await waiting();
  expect(Date.parse(first ?? "")).toBe(world.clock.nowMs() + 7 * DAY_MS);
  world.clock.advance(8 * DAY_MS);
  ola = await world.again(ola);
  const accept = (token: string) =>
    acceptInvitation(world.services, {
      token,
      name: "Siv",
      password: "fire epler i kurven",
      sessionId: undefined,
    });
  await expect(accept(old)).rejects.toMatchObject({ code: "not_found" });
  const ida = await world.person("ida-again", { firm: nord });
  await expect(renewOwner(ida, { firm: "sen" })).rejects.toMatchObject({ code: "not_found" });
  await expect(renewOwner(ola, { firm: nordSlug })).rejects.toMatchObject({ code: "conflict" });
  await expect(renewOwner(ola, { firm: "no-such-firm" })).rejects.toMatchObject({ code: "not_found" });

  let token = "";
  for (let sent = 2; sent <= 6; sent += 1) {
    await renewOwner(ola, { firm: "sen" });
    const letter = (await takeLetters(world.services)).find(({ to }) => to === "siv@sen.example");
    expect(letter).toMatchObject({ name: "invitation", language: "nb" });
    if (token !== "") await expect(accept(token)).rejects.toMatchObject({ code: "not_found" });
    token = linkToken(letter);
  }
  await expect(renewOwner(ola, { firm: "sen" })).rejects.toMatchObject({ code: "rate_limited" });
  const { items } = await listEvents(ola, EventsQuery.parse({}));
  expect(items.filter(({ action }) => action === "firm.owner-asked-again")).toHaveLength(5);
  expect(await accept(token)).toEqual({ tenant: "sen", role: "owner" });
  expect(await waiting()).toBeNull();
});

test("a firm is not made of what cannot be, and nothing is left of the attempt", async () => {
  const ida = await world.person("ida");
  const operator = await world.person("per", { isOperator: true });
  const good = { name: "Regnskap", slug: "regnskap", ownerEmail: ida.person.name };
  for (const [change, field] of [
    [{ slug: "settings" }, "slug"],
    [{ slug: "R" }, "slug"],
    [{ name: " " }, "name"],
    [{ ownerEmail: "nobody" }, "ownerEmail"],
    // Else whoever assigns ledgers could make themselves their reader.
    [{ ownerEmail: operator.person.name }, "ownerEmail"],
  ] as const) {
    await expect(createFirm(ola, { ...good, ...change })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ field }],
    });
  }
  await expect(createFirm(ola, { ...good, slug: nordSlug })).rejects.toMatchObject({ code: "conflict" });
  expect(
    (await listFirms(ola, FirmsQuery.parse({ search: "regnskap" }))).items.map(({ slug }) => slug),
  ).toEqual(["ny-regnskap"]);
  expect((await readSession(world.services, ida.sessionId))?.memberships).toEqual([]);
});

test("the database itself refuses every reserved slug", async () => {
  for (const slug of RESERVED_SLUGS) {
    await expect(
      withSystem(world.admin, (tx) =>
        tx.execute("insert into tenant (tenant_id, slug, name) values (gen_random_uuid(), $1, 'x')", [slug]),
      ),
    ).rejects.toMatchObject({ constraint: "tenant_slug_reserved" });
  }
});
