import { request } from "@playwright/test";
import type { APIRequestContext } from "@playwright/test";

import { OPERATIONS } from "@/lib/contracts/operations";
import { SURFACE } from "@/lib/contracts/surface";
import { can, PERMISSIONS } from "@/lib/domain/access/permissions";
import type { ActorRole, Permission } from "@/lib/domain/access/permissions";
import { countIds, NAMINGS, partsOf } from "./foreign-things";
import type { Line, Naming, Things } from "./foreign-things";
import { makeThings } from "./made-things";
import { makePerson, makeToken, revokeSessions, signInAs } from "./people";
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

type World = Readonly<{ who: readonly Who[]; ours: Things; theirs: Things; other: APIRequestContext }>;

async function makeWorld(): Promise<World> {
  const owner = await signInAs(await makePerson("Matrix owner", [{ tenant: OURS, role: "owner" }]));
  const other = await signInAs(await makePerson("Matrix other", [{ tenant: THEIRS, role: "owner" }]));
  const ours = await makeThings(owner, OURS);
  const theirs = await makeThings(other, THEIRS);
  const merchantIds = [ours.merchant];
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
    other,
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

const LINES = Object.keys(SURFACE) as Line[];

function isPermission(needed: string): needed is Permission {
  return needed in PERMISSIONS;
}

type Parts = Readonly<Record<string, string>>;

/** The line's address in our firm; `parts` are what its path names. */
function addressOf(line: Line, parts: Parts): string {
  return line
    .replace(/^\w+ /, "")
    .replaceAll(/\[([.\w]+)\]/g, (_, part: string) => (part === "tenant" ? OURS : (parts[part] ?? NEVER)));
}

/** Our own things, where the line's path names some. */
function ownParts(line: Line): Parts {
  const named = NAMINGS[line] ?? [];
  return Object.fromEntries(
    named.flatMap(({ part, thing }) => (part === undefined ? [] : [[part, world.ours[thing]]])),
  );
}

type Answer = Readonly<{ status: number; location: string; body: string }>;

/** Refused by everybody who reads it. */
const UNREADABLE = { "no-such-field": 1 };

/** Asks as the browser does. */
async function ask(
  { web, role }: Who,
  line: Line,
  { address, body = UNREADABLE }: Readonly<{ address: string; body?: object }>,
  tenant = OURS,
): Promise<Answer> {
  const [method = "GET"] = line.startsWith("/") ? ["GET"] : line.split(" ");
  const headers: Record<string, string> =
    role === "token" ? {} : { "avstemt-tenant": tenant, "avstemt-account": "1", "avstemt-operator": "1" };
  const response = await web.fetch(address, {
    method,
    maxRedirects: 0,
    headers,
    ...(method === "GET" ? {} : { data: body }),
  });
  const text = await response.text();
  // A page that has begun to stream says "not found" in what follows its first bytes.
  const isNotFound = text.includes("NEXT_HTTP_ERROR_FALLBACK;404");
  return {
    status: isNotFound ? 404 : response.status(),
    location: new URL(response.headers()["location"] ?? "", "http://here").pathname,
    body: text,
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
      world.who.map(async (who) => ({
        who,
        answer: await ask(who, line, { address: addressOf(line, ownParts(line)) }),
      })),
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

test("every line whose path, query or body names something says what, and its samples are there", async () => {
  const unnamed = LINES.filter((line) => isGuarded(line)).flatMap((line) =>
    partsOf(line)
      .filter((part) => NAMINGS[line]?.some((naming) => naming.part === part) !== true)
      .map((part) => `${line} names no ${part}`),
  );
  expect(unnamed).toEqual([]);
  const untold = OPERATIONS.flatMap((operation) => {
    const line = `${operation.method.toUpperCase()} /api/v1${operation.path.replaceAll(/\{(\w+)\}/g, "[$1]")}`;
    const count =
      NAMINGS[line as Line]?.filter(
        ({ body, part, query }) => part === undefined || (body !== undefined && query !== undefined),
      ).length ?? 0;
    return count < countIds(operation)
      ? [`${line} takes ${String(countIds(operation))} ids and has ${String(count)}`]
      : [];
  });
  expect(untold).toEqual([]);
  for (const firm of [world.ours, world.theirs])
    expect(Object.entries(firm).filter(([, id]) => !/^[0-9a-f-]{36}$/.test(id))).toEqual([]);
  // Their owner reads each of theirs, so that what is compared below is there.
  const owner: Who = { name: "their owner", web: world.other, role: "owner" };
  const missing: string[] = [];
  for (const line of LINES.filter((of) => of.startsWith("GET ") && isPermission(SURFACE[of]))) {
    for (const { part, thing } of NAMINGS[line] ?? []) {
      if (part === undefined || thing === "export") continue; // a file is handed out to who asked for it
      const address = addressOf(line, { [part]: world.theirs[thing] });
      const answer = await ask(owner, line, { address }, THEIRS);
      if (answer.status !== 200) missing.push(`${line}: ${String(answer.status)}`);
    }
  }
  expect(missing).toEqual([]);
});

/** Whether somebody must be somebody for it. */
function isGuarded(line: Line): boolean {
  return SURFACE[line] !== "anyone";
}

/** Ledgers that are not there are none to change; issues that are not there are named, and left. */
const UNCHANGED: ReadonlySet<string> = new Set([
  '{"changed":0}',
  '{"items":[],"gone":["ID"]}',
  '{"matches":[],"gone":["ID"]}',
]);

/** One line asked for by a foreign id and by one that never was; what is wrong with the answers. */
async function compare(asker: Who, line: Line, naming: Naming): Promise<string | undefined> {
  const { ours, theirs } = world;
  const { part, thing, own = {}, body, query } = naming;
  const others = Object.fromEntries(Object.entries(own).map(([name, of]) => [name, ours[of]]));
  const askFor = async (id: string): Promise<Answer> => {
    const path = addressOf(line, { ...others, ...(part !== undefined && { [part]: id }) });
    const address = query === undefined ? path : `${path}?${query(id)}`;
    const answer = await ask(asker, line, { address, ...(body && { body: body(id, ours) }) });
    const text = answer.body.replaceAll(/"requestId":"[^"]*"/g, "").replaceAll(id, "ID");
    return { ...answer, body: line.startsWith("/") ? "" : text };
  };
  const [foreign, never] = await Promise.all([askFor(theirs[thing]), askFor(NEVER)]);
  const isSame = foreign.status === never.status && foreign.body === never.body;
  // What a path names is not there. What a body names is refused, or nothing comes of it; a narrowed list is empty.
  const isRefused = part === undefined ? foreign.status >= 400 : foreign.status === 404;
  const isMeant = isRefused || (part === undefined && (query !== undefined || UNCHANGED.has(foreign.body)));
  if (isSame && isMeant) return undefined;
  return `${line} (${thing}) as ${asker.name}: ${String(foreign.status)} ${foreign.body}, never ${String(never.status)} ${never.body}`;
}

test("what belongs to another firm answers as what never existed", async () => {
  test.setTimeout(240_000);
  const wrong: (string | undefined)[] = [];
  for (const line of LINES) {
    const askers = world.who.filter(
      (who) =>
        who.isStranger !== true &&
        isAllowed(who, SURFACE[line]) &&
        !(line.startsWith("/") && who.role === "token"),
    );
    for (const naming of NAMINGS[line] ?? [])
      wrong.push(...(await Promise.all(askers.map((asker) => compare(asker, line, naming)))));
  }
  expect(wrong.filter((of) => of !== undefined)).toEqual([]);
});
