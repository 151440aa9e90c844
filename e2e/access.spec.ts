import { request } from "@playwright/test";
import type { APIRequestContext } from "@playwright/test";

import { SURFACE } from "@/lib/contracts/surface";
import type { LedgerJson, List, PayoutJson } from "@/e2e/stack";
import { can, PERMISSIONS } from "@/lib/domain/access/permissions";
import type { ActorRole, Permission } from "@/lib/domain/access/permissions";
import { makeIssue, makePerson, makeToken, revokeSessions, signInAs } from "./people";
import { expect, test } from "./signed-in";

/**
 * Everything that can be asked for, as everybody: allowed or refused exactly as the table of permissions says. A
 * page or route without a line does not compile; one that is added is asked here by itself.
 */

const OURS = "nordfjord-regnskap";
const THEIRS = "oresund-bogforing";
const NEVER = "018f0000-0000-7000-8000-00000000dead";

type Who = Readonly<{
  name: string;
  web: APIRequestContext;
  /** What they are in our firm; undefined: nothing. */
  role?: ActorRole;
  isLimited?: boolean;
  isOperator?: boolean;
  /** Neither a session nor a token that holds. */
  isStranger?: boolean;
}>;

type World = Readonly<{ who: readonly Who[]; ours: Samples; theirs: Samples }>;
/** Ids of one firm, by the resource in whose path they stand. */
type Samples = Readonly<{ slug: string; ids: Readonly<Record<string, string>> }>;

async function samplesOf(web: APIRequestContext, slug: string): Promise<Samples> {
  const first = async <T extends { id: string }>(path: string): Promise<T> => {
    let item: T | undefined;
    await expect(async () => {
      const answer = await web.get(`/api/v1${path}`, { headers: { "avstemt-tenant": slug } });
      [item] = ((await answer.json()) as List<T>).items;
      expect(item).toBeDefined();
    }).toPass({ timeout: 120_000 });
    if (item === undefined) throw new Error(`${slug} has nothing at ${path}`);
    return item;
  };
  const payout = await first<PayoutJson>("/payouts?limit=1");
  const ledger = await first<LedgerJson>(`/ledgers?merchantId=${payout.merchantId ?? ""}&limit=1`);
  return {
    slug,
    ids: {
      ledgers: ledger.id,
      merchants: payout.merchantId ?? "",
      payouts: payout.id,
      issues: await makeIssue(slug, ledger.id),
      members: (await first<{ id: string }>("/members?limit=1")).id,
      // A merchant's own page stands right below the firm: /my/{firm}/{merchant}.
      [slug]: payout.merchantId ?? "",
    },
  };
}

async function makeWorld(): Promise<World> {
  const owner = await signInAs(await makePerson("Matrix owner", [{ tenant: OURS, role: "owner" }]));
  const other = await signInAs(await makePerson("Matrix other", [{ tenant: THEIRS, role: "owner" }]));
  const ours = await samplesOf(owner, OURS);
  const theirs = await samplesOf(other, THEIRS);
  const merchantIds = [ours.ids["merchants"] ?? ""];
  const member = async (role: ActorRole, isLimited = false): Promise<Who> => ({
    name: isLimited ? `limited ${role}` : role,
    web: await signInAs(
      await makePerson(`Matrix ${role}`, [{ tenant: OURS, role, ...(isLimited && { merchantIds }) }]),
    ),
    role,
    isLimited,
  });
  const gone = await makePerson("Matrix gone", [{ tenant: OURS, role: "owner" }]);
  const goneWeb = await signInAs(gone);
  await revokeSessions(gone);
  const baseURL = process.env["E2E_URL"] ?? "";
  return {
    ours,
    theirs,
    who: [
      { name: "anonymous", web: await request.newContext({ baseURL }), isStranger: true },
      { name: "revoked session", web: goneWeb, isStranger: true },
      { name: "owner", web: owner, role: "owner" },
      await member("admin"),
      await member("accountant"),
      await member("accountant", true),
      await member("viewer"),
      await member("merchant", true),
      { name: "another firm's owner", web: other },
      {
        name: "operator",
        web: await signInAs(await makePerson("Matrix operator", [], true)),
        isOperator: true,
      },
      { name: "token", web: await makeToken(OURS), role: "token" },
      { name: "limited token", web: await makeToken(OURS, { merchantIds }), role: "token", isLimited: true },
      { name: "expired token", web: await makeToken(OURS, { isExpired: true }), isStranger: true },
    ],
  };
}

test.describe.configure({ mode: "default" });
let world: World;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  world = await makeWorld();
});

type Line = keyof typeof SURFACE;
const LINES = Object.keys(SURFACE) as Line[];

function isPermission(needed: string): needed is Permission {
  return needed in PERMISSIONS;
}

/** The line's address in a firm. What the path names is the firm's own thing, or `id` where that is given. */
function addressOf(line: Line, samples: Samples, id?: string): string {
  const path = line.replace(/^\w+ /, "");
  return path
    .replace("[tenant]", samples.slug)
    .replaceAll(
      /([^/]+)\/\[\w+\]/g,
      (_, resource: string) => `${resource}/${id ?? samples.ids[resource] ?? NEVER}`,
    )
    .replaceAll(/\[[.\w]+\]/g, id ?? NEVER);
}

type Answer = Readonly<{ status: number; location: string; body: string }>;

/** Asks as the browser does; what is posted is refused by everybody who reads it. */
async function ask({ web, role }: Who, line: Line, address: string): Promise<Answer> {
  const [method = "GET"] = line.startsWith("/") ? ["GET"] : line.split(" ");
  const headers: Record<string, string> =
    role === "token" ? {} : { "avstemt-tenant": OURS, "avstemt-account": "1" };
  const response = await web.fetch(address, {
    method,
    maxRedirects: 0,
    headers,
    ...(method === "GET" ? {} : { data: { "no-such-field": 1 } }),
  });
  const body = await response.text();
  // A page that has begun to stream says "not found" in what follows its first bytes.
  const isNotFound = body.includes("NEXT_HTTP_ERROR_FALLBACK;404");
  return {
    status: isNotFound ? 404 : response.status(),
    location: new URL(response.headers()["location"] ?? "", "http://here").pathname,
    body,
  };
}

/** What the table says: may this one do what the line needs? */
function isAllowed(who: Who, needed: string): boolean {
  if (needed === "anyone") return true;
  if (who.isStranger === true) return false;
  if (needed === "signed-in") return who.role !== "token";
  if (needed === "operator") return who.isOperator === true;
  if (!isPermission(needed)) throw new Error(`what is ${needed}?`);
  return who.role !== undefined && can(who.role, needed, who.isLimited === true);
}

/** How a line refuses: a page by the door or as not there, the API by the status that says why. */
function refusalOf(who: Who, line: Line): string {
  const isPage = line.startsWith("/");
  const isToken = who.role === "token" || who.name === "expired token";
  if (isPage) return who.isStranger === true || isToken ? "to the door" : "404";
  if (who.isStranger === true) return "401";
  if (isPermission(SURFACE[line]) && who.role === undefined) return "404";
  const needed: string = SURFACE[line];
  return needed === "operator" ? "404" : "403";
}

function outcomeOf(answer: Answer, isPage: boolean): string {
  if (answer.status === 307 || answer.status === 303)
    return answer.location === "/sign-in" ? "to the door" : "allowed";
  if (!isPage && (answer.status === 422 || answer.status === 404)) return "allowed";
  return answer.status < 400 ? "allowed" : String(answer.status);
}

test("everybody is allowed or refused exactly as the table says", async () => {
  test.setTimeout(300_000);
  const wrong: string[] = [];
  for (const line of LINES) {
    const isPage = line.startsWith("/");
    const needed = SURFACE[line];
    if (needed === "anyone") continue; // each has a test of its own: they are no part of a firm
    const answers = await Promise.all(
      world.who.map(async (who) => ({ who, answer: await ask(who, line, addressOf(line, world.ours)) })),
    );
    for (const { who, answer } of answers) {
      const isMeant = isAllowed(who, needed) && !(isPage && who.role === "token");
      const wanted = isMeant ? "allowed" : refusalOf(who, line);
      // Outsiders cannot be told from the API's answer alone whether the firm or the thing is unknown.
      const got = !isMeant && answer.status === 404 ? "404" : outcomeOf(answer, isPage);
      if (got !== wanted)
        wrong.push(`${line} as ${who.name}: ${got} (${String(answer.status)}), wanted ${wanted}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("what belongs to another firm answers as what never existed", async () => {
  test.setTimeout(120_000);
  const { who, ours, theirs } = world;
  const wrong: string[] = [];
  for (const asker of who.filter(({ role, isStranger }) => role !== undefined && isStranger !== true)) {
    for (const line of LINES.filter((of) => /\[(?!tenant|\.)\w+\]/.test(of) && isPermission(SURFACE[of]))) {
      if (!isAllowed(asker, SURFACE[line]) || (line.startsWith("/") && asker.role === "token")) continue;
      const resource = /([^/]+)\/\[(?!tenant)\w+\]/.exec(line)?.[1] ?? "";
      const foreign = theirs.ids[resource];
      if (foreign === undefined) continue;
      const strip = (answer: Answer, id: string): string =>
        line.startsWith("/") ? "" : answer.body.replaceAll(/"requestId":"[^"]*"/g, "").replaceAll(id, "ID");
      const theirAnswer = await ask(asker, line, addressOf(line, ours, foreign));
      const neverAnswer = await ask(asker, line, addressOf(line, ours, NEVER));
      const isSame =
        theirAnswer.status === neverAnswer.status &&
        strip(theirAnswer, foreign) === strip(neverAnswer, NEVER);
      const isRead = line.startsWith("/") || line.startsWith("GET ");
      if (!isSame || (isRead && theirAnswer.status !== 404))
        wrong.push(
          `${line} as ${asker.name}: ${String(theirAnswer.status)}, never ${String(neverAnswer.status)}`,
        );
    }
  }
  expect(wrong).toEqual([]);
});
