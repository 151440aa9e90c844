import { randomUUID } from "node:crypto";

import { expect } from "@playwright/test";
import type { APIRequestContext } from "@playwright/test";

import type { SURFACE } from "@/lib/contracts/surface";
import type { LedgerJson, List, PayoutJson } from "@/e2e/stack";

import { makeIssue, makePerson, makeRow, makeSession } from "./people";

/** One of everything that a firm has and that an address or a body can name, and which lines name it how. */

export type Line = keyof typeof SURFACE;
export type Things = Readonly<Record<Thing, string>>;
export type Thing =
  | "ledger"
  | "merchant"
  | "payout"
  | "issue"
  | "member"
  | "merchantPerson"
  | "invitation"
  | "merchantInvitation"
  | "keys"
  | "token"
  | "batch"
  | "expected"
  | "export"
  | "match"
  | "pattern"
  | "bankAccount"
  | "bankFile"
  | "bankLine"
  | "session";

type Json = Readonly<Record<string, unknown>>;
export type Naming = Readonly<{
  thing: Thing;
  /** The part of the path that is its id; absent: the body or the query names it. */
  part?: string;
  /** Other parts of the path, which are one's own. */
  own?: Readonly<Record<string, Thing>>;
  /** What is posted: right in all but the id, so that it is the id that is refused. */
  body?: (id: string, ours: Things) => Json;
  query?: (id: string) => string;
}>;

const byId = (thing: Thing, body: Json = {}): Naming => ({ thing, part: "id", body: () => body });
const reads = (thing: Thing): Naming => ({ thing, part: "id" });
const page = (thing: Thing, part: string, own: Readonly<Record<string, Thing>> = {}): Naming => ({
  thing,
  part,
  own,
});
const asked = (thing: Thing, name: string): Naming => ({ thing, query: (id) => `${name}=${id}` });
const told = (thing: Thing, body: (id: string, ours: Things) => Json): Naming => ({ thing, body });

const IN_DAYS = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const KEEPING = { purpose: "members", purposeNote: "A test", retentionDays: 90 };
const PAIR = { clientId: "matrix", clientSecret: "never stored" };

/** Lines that name a firm's thing by its id. A line with a part in its path that has no entry here fails the test. */
export const NAMINGS: Readonly<Partial<Record<Line, readonly Naming[]>>> = {
  "POST /api/account/sessions/close": [told("session", (id) => ({ id }))],
  "GET /api/exports/[id]": [reads("export")],
  "GET /api/v1/bank-accounts": [asked("merchant", "merchantId")],
  "GET /api/v1/bank-accounts/[id]": [reads("bankAccount")],
  "GET /api/v1/bank-accounts/[id]/lines": [reads("bankAccount")],
  "POST /api/v1/bank-accounts/[id]/link": [byId("bankAccount", { number: "DE89370400440532013000" })],
  "POST /api/v1/bank-accounts/[id]/rename": [byId("bankAccount", { name: "A test" })],
  "POST /api/v1/bank-lines/[id]/kind": [byId("bankLine", { kind: "ignored" })],
  "GET /api/v1/bank-statements": [asked("bankAccount", "accountId")],
  "POST /api/v1/bank-statements/[id]/remove": [byId("bankFile")],
  "GET /api/v1/fees": [asked("merchant", "merchantId")],
  "GET /api/v1/issues": [asked("merchant", "merchantId"), asked("member", "assigned")],
  "GET /api/v1/issues/[id]": [reads("issue")],
  "POST /api/v1/issues/[id]/acknowledge": [byId("issue", { reason: "A test" })],
  "POST /api/v1/issues/[id]/assign": [
    byId("issue", { assignedId: null }),
    { thing: "member", own: { id: "issue" }, body: (id) => ({ assignedId: id }) },
  ],
  "POST /api/v1/issues/[id]/snooze": [byId("issue", { until: IN_DAYS })],
  "POST /api/v1/issues/[id]/unsnooze": [byId("issue")],
  "POST /api/v1/issues/bulk": [
    told("issue", (id) => ({ ids: [id], until: IN_DAYS, assignedId: "me" })),
    told("member", (id, { issue }) => ({ ids: [issue], assignedId: id })),
  ],
  "GET /api/v1/issues/counts": [asked("merchant", "merchantId")],
  "POST /api/v1/invitations": [
    told("merchant", (id) => ({
      email: "matrix@people.example",
      role: "accountant",
      merchantIds: [id],
      language: "en",
    })),
  ],
  "POST /api/v1/invitations/[id]/resend": [byId("invitation"), byId("merchantInvitation")],
  "POST /api/v1/invitations/[id]/withdraw": [byId("invitation"), byId("merchantInvitation")],
  "POST /api/v1/keys": [told("keys", (id) => ({ ...PAIR, replaces: id }))],
  "POST /api/v1/keys/trial": [told("keys", (id) => ({ ...PAIR, replaces: id }))],
  "GET /api/v1/keys/[id]/ledgers": [reads("keys")],
  "POST /api/v1/keys/[id]/remove": [byId("keys", { confirmation: "firm-oresund" })],
  "GET /api/v1/ledgers": [asked("merchant", "merchantId")],
  "GET /api/v1/ledgers/[id]": [reads("ledger")],
  "GET /api/v1/ledgers/[id]/days": [reads("ledger")],
  "GET /api/v1/ledgers/[id]/entries": [
    reads("ledger"),
    { thing: "payout", own: { id: "ledger" }, query: (id) => `payoutId=${id}` },
  ],
  "GET /api/v1/ledgers/[id]/payers": [reads("ledger")],
  "POST /api/v1/ledgers/[id]/pause": [byId("ledger")],
  "POST /api/v1/ledgers/[id]/resume": [byId("ledger")],
  "POST /api/v1/ledgers/[id]/payer": [byId("ledger", { sequence: 1, pspReference: "1" })],
  "POST /api/v1/ledgers/[id]/persons/turn-on": [byId("ledger", KEEPING)],
  "POST /api/v1/ledgers/[id]/persons/change": [byId("ledger", KEEPING)],
  "POST /api/v1/ledgers/[id]/persons/turn-off": [byId("ledger")],
  "DELETE /api/v1/matches/[id]": [byId("match")],
  "POST /api/v1/matches/[id]/undo": [byId("match", { reason: "A test" })],
  "POST /api/v1/reconciliation/patterns/[id]/revoke": [byId("pattern")],
  "GET /api/v1/members/[id]": [reads("member")],
  "POST /api/v1/members/[id]/change": [
    byId("member", { role: "viewer" }),
    {
      thing: "merchant",
      own: { id: "member" },
      body: (id) => ({ role: "accountant", merchantIds: [id] }),
    },
  ],
  "POST /api/v1/members/[id]/remove": [byId("member")],
  "POST /api/v1/members/[id]/transfer": [byId("member", { firmName: "Nordfjord Regnskap" })],
  "GET /api/v1/merchants/[id]": [reads("merchant")],
  "GET /api/v1/merchants/[id]/days": [reads("merchant")],
  "POST /api/v1/ledgers/[id]/clearing-balance": [byId("ledger", { ledgerDate: "2026-11-01", balance: 1 })],
  "GET /api/v1/merchants/[id]/clearing-balances": [reads("merchant")],
  "GET /api/v1/merchants/[id]/report": [{ ...reads("merchant"), query: () => "format=csv" }],
  "GET /api/v1/merchants/[id]/vouchers": [reads("merchant")],
  "GET /api/v1/payouts/[id]/report": [{ ...reads("payout"), query: () => "format=csv" }],
  "GET /api/v1/merchants/[id]/invitations": [reads("merchant")],
  "GET /api/v1/merchants/[id]/people": [reads("merchant")],
  "GET /api/v1/merchants/[id]/summary": [reads("merchant")],
  "POST /api/v1/merchants/[id]/hand-over": [byId("merchant", { toWhom: "Nobody" })],
  "POST /api/v1/merchants/[id]/take-back": [byId("merchant")],
  "POST /api/v1/merchants/[id]/people": [
    byId("merchant", { email: "matrix@people.example", language: "en" }),
  ],
  "POST /api/v1/merchants/[id]/people/[userId]/remove": [
    { thing: "merchant", part: "id", own: { userId: "merchantPerson" }, body: () => ({}) },
    { thing: "merchantPerson", part: "userId", own: { id: "merchant" }, body: () => ({}) },
  ],
  "POST /api/v1/onboarding": [
    told("ledger", (id) => ({ ledgers: [id] })),
    told("member", (id, { ledger }) => ({ ledgers: [ledger], responsibleId: id })),
  ],
  "GET /api/v1/onboarding/batches/[id]": [reads("batch")],
  "POST /api/v1/onboarding/batches": [
    told("ledger", (id) => ({ ledgers: [id] })),
    told("member", (id, { ledger }) => ({ ledgers: [ledger], responsibleId: id })),
  ],
  "POST /api/v1/onboarding/expected/[id]/ask": [byId("expected")],
  "POST /api/v1/onboarding/expected/[id]/stop": [byId("expected")],
  "POST /api/v1/onboarding/expected/[id]/withdraw": [byId("expected")],
  "POST /api/v1/onboarding/ignore": [told("ledger", (id) => ({ ledgers: [id], reason: "A test" }))],
  "POST /api/v1/onboarding/take-back": [told("ledger", (id) => ({ ledgers: [id] }))],
  "GET /api/v1/payouts": [asked("merchant", "merchantId"), asked("ledger", "ledgerId")],
  "GET /api/v1/payouts/[id]": [reads("payout")],
  "POST /api/v1/tokens": [told("merchant", (id) => ({ name: "matrix", merchantIds: [id] }))],
  "POST /api/v1/tokens/[id]/revoke": [byId("token")],
  // Keys of a firm are not the installation's.
  "POST /api/operator/keys/confirm": [told("keys", (id) => ({ credentialId: id, reason: "A test" }))],
  "POST /api/operator/ledgers/assign": [
    told("keys", (id) => ({ credentialId: id, ledgerId: "1", firm: "nordfjord-regnskap" })),
  ],
  "POST /api/operator/ledgers/unassign": [
    told("keys", (id) => ({ credentialId: id, ledgerId: "1", firm: "nordfjord-regnskap" })),
  ],
  "/my/[tenant]/[merchantId]": [page("merchant", "merchantId")],
  "/my/[tenant]/[merchantId]/payouts": [page("merchant", "merchantId")],
  "/my/[tenant]/[merchantId]/sales": [page("merchant", "merchantId")],
  "/my/[tenant]/[merchantId]/payouts/[payoutId]": [
    page("merchant", "merchantId", { payoutId: "payout" }),
    page("payout", "payoutId", { merchantId: "merchant" }),
  ],
  "/[tenant]/documents/accounts/[accountId]": [page("bankAccount", "accountId")],
  "/[tenant]/issues/[issueId]": [page("issue", "issueId")],
  "/[tenant]/ledgers/[ledgerId]": [page("ledger", "ledgerId")],
  "/[tenant]/merchants/[merchantId]": [page("merchant", "merchantId")],
  "/[tenant]/payouts/[payoutId]": [page("payout", "payoutId")],
  "/[tenant]/settings/members/[userId]": [page("member", "userId")],
};

/** The parts of a line's path that name something. Links of letters carry a secret, and sign-in its own steps. */
export function partsOf(line: Line): readonly string[] {
  return [...line.matchAll(/\[(\w+)\]/g)].map(([, part = ""]) => part).filter((part) => !OTHER.has(part));
}
const OTHER = new Set(["tenant", "token"]);

/** One of everything, made in the firm as its own people make it. `owner` is signed in as its owner. */
export async function makeThings(owner: APIRequestContext, tenant: string): Promise<Things> {
  const headers = { "avstemt-tenant": tenant };
  const list = async <T>(path: string): Promise<readonly T[]> => {
    const answer = await owner.get(`/api/v1${path}`, { headers });
    expect([path, answer.status()]).toEqual([path, 200]);
    return ((await answer.json()) as List<T>).items; // our own API; its shapes have tests of their own
  };
  const post = async <T>(path: string, data: object): Promise<T> => {
    const answer = await owner.post(`/api/v1${path}`, { headers, data });
    expect([path, answer.status(), await answer.text()]).toEqual([path, 200, expect.anything()]);
    return (await answer.json()) as T;
  };
  let payout: PayoutJson | undefined;
  await expect(async () => {
    [payout] = await list<PayoutJson>("/payouts?limit=1");
    expect(payout).toBeDefined();
  }).toPass({ timeout: 120_000 });
  const merchant = payout?.merchantId ?? "";
  const [ledger] = await list<LedgerJson>(`/ledgers?merchantId=${merchant}&limit=1`);
  let bankAccount: { id: string } | undefined;
  await expect(async () => {
    [bankAccount] = await list<{ id: string }>(`/bank-accounts?merchantId=${merchant}&limit=1`);
    expect(bankAccount).toBeDefined();
  }).toPass({ timeout: 120_000 });
  const person = await makePerson("Matrix customer", [{ tenant, role: "merchant", merchantIds: [merchant] }]);
  const people = await list<{ id: string; email: string }>(`/merchants/${merchant}/people`);
  const unique = randomUUID().slice(0, 8);
  const asked = { email: `asked.${unique}@people.example`, language: "en" };
  await post("/invitations", { ...asked, role: "viewer" });
  await post(`/merchants/${merchant}/people`, { ...asked, email: `customer.${unique}@people.example` });
  const [keys] = await list<{ id: string }>("/keys");
  const [member] = await list<{ id: string }>("/members?limit=1");
  const [invitation] = (await list<{ id: string; email: string }>("/invitations?limit=1000")).filter(
    ({ email }) => email === asked.email,
  );
  const [merchantInvitation] = await list<{ id: string }>(`/merchants/${merchant}/invitations`);
  const token = await post<{ id: string }>("/tokens", { name: `matrix ${unique}` });
  const { expected } = await post<{ expected: { id: string } | null }>("/onboarding/expected", {
    country: "NO",
    organisationNumber: tenant.startsWith("o") ? "987654309" : "812345605",
    name: "Matrix AS",
  });
  return {
    ledger: ledger?.id ?? "",
    merchant,
    payout: payout?.id ?? "",
    issue: await makeIssue(tenant, ledger?.id ?? ""),
    member: member?.id ?? "",
    merchantPerson: people.find(({ email }) => email === person)?.id ?? "",
    invitation: invitation?.id ?? "",
    merchantInvitation: merchantInvitation?.id ?? "",
    keys: keys?.id ?? "",
    token: token.id,
    batch: await makeRow(
      tenant,
      `insert into onboarding_batch (tenant_id, id, created_at, actor_kind, actor_id, actor_name, state, total, finished_at)
       values ($1, $2, now() - interval '2 days', 'user', 'matrix', 'Matrix', 'done', 0, now() - interval '2 days')`,
    ),
    expected: expected?.id ?? "",
    export: await makeRow(
      tenant,
      `insert into leaving_export (tenant_id, id, state, asked_at, asked_by_id, asked_by)
       values ($1, $2, 'failed', now(), 'matrix', 'Matrix')`,
    ),
    match: await makeRow(
      tenant,
      `with made as (insert into match (tenant_id, id, method, maker, made_at, made_by)
         values ($1, $2, 'manual', 'person', now(), 'Matrix') returning id)
       insert into match_part (tenant_id, match, place, kind, amount, currency, reason)
       select $1, id, 0, 'difference', 0, 'NOK', 'Of the matrix' from made`,
    ),
    pattern: await makeRow(
      tenant,
      `with account as (insert into bank_account (tenant_id, id, country, created_at) values ($1, $2, 'NO', now()) returning id)
       insert into match_pattern (tenant_id, id, account, pattern, ledgers, confirmed_at, confirmed_by)
       select $1, $2, id, 'a text of the matrix', '{}', now(), 'Matrix' from account`,
    ),
    bankAccount: bankAccount?.id ?? "",
    bankFile: await makeRow(
      tenant,
      `insert into bank_file (tenant_id, id, sha256, name, format, size_bytes, source, imported_at, imported_by, statements, lines, known, pending)
       values ($1, $2::uuid, decode(md5($2::uuid::text) || md5('matrix'), 'hex'), 'matrix.xml', 'camt', 1, 'api', now(), 'Matrix', 0, 0, 0, 0)`,
    ),
    bankLine: await makeRow(
      tenant,
      `with account as (insert into bank_account (tenant_id, id, country, created_at) values ($1, $2, 'NO', now()) returning id)
       insert into bank_line (tenant_id, id, account, booking_date, currency, amount, bank_reference, kind)
       select $1, $2, id, '2026-01-01', 'NOK', 100, '', 'settlement' from account`,
    ),
    session: await makeSession(tenant),
  };
}
