import { createHash, randomBytes, randomUUID } from "node:crypto";

import { expect, request } from "@playwright/test";
import type { APIRequestContext } from "@playwright/test";
import { Client } from "pg";

import { TOKEN_SCOPES } from "@/lib/domain/access/permissions";
import { hashPassword } from "@/lib/platform/password";
import { readEnvFile } from "@/lib/platform/env-file";

/** People of every kind, made in the running product's own database, and signed in as people are. */

const PASSWORD = "four plain words here";

export async function withAdmin<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const env = readEnvFile(process.env["E2E_DATA_DIR"] ?? "");
  const client = new Client({ connectionString: env["DATABASE_ADMIN_URL"] });
  await client.connect();
  try {
    await client.query("set role avstemt_identity");
    return await work(client);
  } finally {
    await client.end();
  }
}

/** What a firm's own transaction may do, in the running product's database. `tenantId` is the firm's. */
export async function withFirm<T>(
  tenant: string,
  work: (client: Client, tenantId: string) => Promise<T>,
): Promise<T> {
  const env = readEnvFile(process.env["E2E_DATA_DIR"] ?? "");
  const client = new Client({ connectionString: env["DATABASE_URL"] });
  await client.connect();
  try {
    const { rows } = await client.query<{ tenant_id: string }>(
      "select tenant_id from installation.find_tenant($1)",
      [tenant],
    );
    const tenantId = rows[0]?.tenant_id ?? "";
    await client.query("begin");
    await client.query(
      "select set_config('app.tenant_id', $1, true), set_config('app.scope', 'firm', true)",
      [tenantId],
    );
    const done = await work(client, tenantId);
    await client.query("commit");
    return done;
  } finally {
    await client.end();
  }
}

/** A row of the firm's, by a statement that takes the firm and the new row's id; the id. */
export function makeRow(tenant: string, statement: string): Promise<string> {
  return withFirm(tenant, async (client, tenantId) => {
    const id = randomUUID();
    await client.query(statement, [tenantId, id]);
    return id;
  });
}

/** An open issue about a ledger, of a kind that checks neither open nor close; its id. */
export function makeIssue(tenant: string, ledger: string): Promise<string> {
  return withFirm(tenant, async (client, tenantId) => {
    const id = randomUUID();
    await client.query(
      `insert into issue (tenant_id, id, kind, subject_type, subject_id, severity, ledger, facts, opened_at)
       values ($1, $2, 'payout-abort-unlinked', 'entry', $4, 'info', $3, '{}', now())`,
      [tenantId, id, ledger, id],
    );
    return id;
  });
}

type Place = Readonly<{ tenant: string; role: string; merchantIds?: readonly string[] }>;

/** A new person with these places; their e-mail. */
export async function makePerson(
  name: string,
  places: readonly Place[],
  isOperator = false,
): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(/\W+/g, "-")}.${randomBytes(4).toString("hex")}@people.example`;
  const hash = await hashPassword(PASSWORD);
  await withAdmin(async (client) => {
    const id = randomUUID();
    await client.query(
      "insert into installation.app_user (id, email, name, password_hash) values ($1, $2, $3, $4)",
      [id, email, name, hash],
    );
    for (const { tenant, role, merchantIds } of places) {
      await client.query(
        "insert into installation.membership (tenant_id, user_id, role, merchant_ids) select tenant_id, $1, $2, $3::uuid[] from public.tenant where slug = $4",
        [id, role, merchantIds ?? null, tenant],
      );
    }
    if (isOperator) await client.query("insert into installation.operator (user_id) values ($1)", [id]);
  });
  return email;
}

/** Signs in over HTTP, without a browser: the cookies are in what is returned. */
export async function signInAs(email: string): Promise<APIRequestContext> {
  const web = await request.newContext({
    ...(process.env["E2E_URL"] && { baseURL: process.env["E2E_URL"] }),
  });
  const { csrfToken } = (await (await web.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await web.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password: PASSWORD, json: "true" },
    maxRedirects: 0,
  });
  expect([email, answer.status()]).toEqual([email, 200]);
  return web;
}

/** A session of somebody of the firm who is nobody else in the tests. */
export async function makeSession(tenant: string): Promise<string> {
  const email = await makePerson("Matrix guest", [{ tenant, role: "viewer" }]);
  await signInAs(email);
  return withAdmin(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      "select s.id from installation.user_session s join installation.app_user u on u.id = s.user_id where u.email = $1",
      [email],
    );
    return rows[0]?.id ?? "";
  });
}

/** Ends every session of the person, as signing out everywhere does. */
export async function revokeSessions(email: string): Promise<void> {
  await withAdmin((client) =>
    client.query(
      "update installation.user_session s set revoked_at = now() from installation.app_user u where u.id = s.user_id and u.email = $1",
      [email],
    ),
  );
}

type TokenSettings = Readonly<{ merchantIds?: readonly string[]; isExpired?: boolean }>;

/** An API token of a firm for everything that tokens may do, as the product stores it. */
export async function makeToken(tenant: string, settings: TokenSettings = {}): Promise<APIRequestContext> {
  const token = `avst_${randomBytes(32).toString("base64url")}`;
  await withAdmin((client) =>
    client.query(
      `insert into installation.api_token (id, tenant_id, name, token_hash, merchant_ids, created_at, expires_at, scopes)
       select $1, tenant_id, 'matrix', $2, $3::uuid[], now() - interval '2 days', $4::timestamptz, $6::text[] from public.tenant where slug = $5`,
      [
        randomUUID(),
        createHash("sha256").update(token).digest(),
        settings.merchantIds ?? null,
        settings.isExpired === true ? new Date(Date.now() - 86_400_000).toISOString() : null,
        tenant,
        TOKEN_SCOPES,
      ],
    ),
  );
  return request.newContext({
    ...(process.env["E2E_URL"] && { baseURL: process.env["E2E_URL"] }),
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
}
