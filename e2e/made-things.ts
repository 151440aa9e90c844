import { randomUUID } from "node:crypto";

import { expect } from "@playwright/test";
import type { APIRequestContext } from "@playwright/test";

import type { Things } from "./foreign-things";
import { makeIssue, makePerson, makeRow, makeSession } from "./people";
import type { LedgerJson, List, PayoutJson } from "./stack";

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
    openItem: await makeRow(
      tenant,
      `with account as (insert into bank_account (tenant_id, id, country, created_at) values ($1, $2, 'NO', now()) returning id)
       insert into open_item (tenant_id, id, account, kind, at, currency, expected, booked, payouts, lines)
       select $1, $2, id, 'line', '2026-01-01', 'NOK', 0, 100, '{}', '{}' from account`,
    ),
    session: await makeSession(tenant),
  };
}
