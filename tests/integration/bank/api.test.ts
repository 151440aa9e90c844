import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { GET as getDocument } from "@/app/api/v1/openapi.json/route";
import { POST as link } from "@/app/api/v1/bank-accounts/[id]/link/route";
import { GET as listLines } from "@/app/api/v1/bank-accounts/[id]/lines/route";
import { POST as rename } from "@/app/api/v1/bank-accounts/[id]/rename/route";
import { GET as getAccount } from "@/app/api/v1/bank-accounts/[id]/route";
import { GET as listAccounts } from "@/app/api/v1/bank-accounts/route";
import { POST as setKind } from "@/app/api/v1/bank-lines/[id]/kind/route";
import { GET as getSettings, POST as setSettings } from "@/app/api/v1/bank-settings/route";
import { POST as remove } from "@/app/api/v1/bank-statements/[id]/remove/route";
import { POST as preview } from "@/app/api/v1/bank-statements/preview/route";
import { GET as listFiles, POST as receive } from "@/app/api/v1/bank-statements/route";
import type { Handler } from "@/lib/server/route";
import type { ServiceContext } from "@/lib/services/context";
import { createToken } from "@/lib/services/tokens/create-token";
import { newAccountNumber } from "@/tests/factories/books";
import { call, createAnswerCheck, useServices } from "@/tests/integration/api/support";
import type { Answer } from "@/tests/integration/api/support";
import { camtOf, newShop, PAID_ALL } from "@/tests/integration/bank/support";
import type { Shop } from "@/tests/integration/bank/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shop: Shop;
let token: string;
let check: ReturnType<typeof createAnswerCheck>;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shop = await newShop(ctx);
  token = (await createToken(ctx, { name: "bank", scopes: ["read", "reconcile"] })).token;
  check = createAnswerCheck((await getDocument().json()) as Record<string, unknown>);
}, 60_000);

afterAll(() => world.close());

type Posted = Readonly<{ body: BodyInit; query?: Record<string, string>; token?: string; type?: string }>;

/** Posts bytes, as they are or as a form. */
async function post(handler: Handler, { body, query = {}, type, ...asked }: Posted): Promise<Answer> {
  const request = new Request(`http://localhost/api/v1/any?${new URLSearchParams(query).toString()}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${asked.token ?? token}`,
      ...(type !== undefined && { "content-type": type }),
    },
    body,
  });
  const response = await handler(request, { params: Promise.resolve({}) });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as Record<string, unknown>,
  };
}

function form(
  files: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const [name, content] of Object.entries(files)) data.append("file", new File([content], name));
  return data;
}

type Items = { items: Record<string, unknown>[]; nextCursor: string | null };

describe("posting statements", () => {
  test("answers 201 with counts, and 200 for the same file again", async () => {
    const file = camtOf(shop.account, PAID_ALL);
    const created = await post(receive, { body: file, query: { name: "juni.xml" }, type: "application/xml" });
    expect([created.status, check("/bank-statements", "post", created)]).toEqual([201, undefined]);
    expect(created.json()).toMatchObject({
      duplicate: false,
      file: { name: "juni.xml", format: "camt", source: "api", statements: 1, lines: 3, known: 0 },
      accounts: [expect.any(String)],
    });
    const again = await post(receive, { body: file });
    expect([again.status, check("/bank-statements", "post", again)]).toEqual([200, undefined]);
    expect(again.json()).toMatchObject({ duplicate: true, file: { name: "juni.xml" } });
  });

  test("takes several files in one form, each by itself", async () => {
    const account = newAccountNumber();
    const of = (id: string): string => camtOf(account, PAID_ALL, { id });
    const broken = of("c").slice(0, -60);
    const answer = await post(receive, {
      body: form({ "a.xml": of("a"), "æ b.xml": of("b"), "c.xml": broken }),
    });
    expect([answer.status, check("/bank-statements", "post", answer)]).toEqual([201, undefined]);
    expect((answer.json() as Items).items).toMatchObject([
      { duplicate: false, file: { name: "a.xml", known: 0 } },
      { duplicate: false, file: { name: "æ b.xml", known: 3 } },
      { name: "c.xml", fault: { reason: expect.any(String) as string, line: expect.any(Number) as number } },
    ]);
    const one = await post(receive, { body: form({ "a.xml": of("a") }) });
    expect([one.status, one.json()]).toMatchObject([200, { duplicate: true, file: { name: "a.xml" } }]);
    const none = await post(receive, { body: form({ "c.xml": broken, "d.xml": broken }) });
    expect([none.status, check("/bank-statements", "post", none)]).toEqual([422, undefined]);
  });

  test("says of a CSV file whose it is and how it is laid out, beside it or before it in the form", async () => {
    const csv = "Dato;Forklaring;Rentedato;Ut fra konto;Inn på konto\n04.11.2026;Kort;04.11.2026;;12,50\n";
    const account = newAccountNumber();
    const shown = await post(preview, { body: csv, query: { name: "bank.csv", account } });
    expect([shown.status, check("/bank-statements/preview", "post", shown)]).toEqual([200, undefined]);
    expect(shown.json()).toMatchObject({
      format: "csv",
      isSure: true,
      lines: [{ amount: 1_250 }],
      csv: { bank: "DNB" },
    });
    const { layout } = shown.json()["csv"] as { layout: object };
    const taken = await post(receive, {
      body: form({ "bank.csv": csv }, { account, layout: JSON.stringify(layout) }),
    });
    expect([taken.status, taken.json()]).toMatchObject([201, { file: { format: "csv", lines: 1 } }]);
    const whose = await post(receive, { body: csv.replace("12,50", "13,50") });
    expect(whose.json()).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([
        expect.objectContaining({ field: "expected", reason: "account" }),
      ]) as unknown,
    });
  });

  test("names what is wrong: fields of the file, of the address, of the form", async () => {
    const problem = async (posted: Posted): Promise<Record<string, unknown>> => {
      const answer = await post(receive, posted);
      expect(check("/bank-statements", "post", answer)).toBeUndefined();
      return answer.json();
    };
    expect(await problem({ body: "words" })).toMatchObject({
      status: 422,
      type: "/problems/invalid-input",
      errors: [
        { field: "line", message: "1" },
        { field: "column" },
        { field: "found" },
        { field: "expected" },
      ],
    });
    expect(await problem({ body: "x", query: { nmae: "x" } })).toMatchObject({
      errors: [{ field: "nmae", message: "is not known here" }],
    });
    expect(await problem({ body: "x", query: { layout: "{" } })).toMatchObject({
      errors: [{ field: "layout" }],
    });
    expect(await problem({ body: form({}, { colour: "red" }) })).toMatchObject({
      errors: [{ field: "colour" }],
    });
    expect(await problem({ body: form({}) })).toMatchObject({ status: 422 });
    expect(await problem({ body: "--x", type: "multipart/form-data; boundary=x" })).toMatchObject({
      status: 422,
    });
  });

  test("is for tokens that may, and for the whole firm only", async () => {
    const file = camtOf(shop.account, PAID_ALL, { id: "tokens" });
    const reader = (await createToken(ctx, { name: "read", scopes: ["read"] })).token;
    const limited = (
      await createToken(ctx, { name: "one", scopes: ["read", "reconcile"], merchantIds: [shop.merchantId] })
    ).token;
    for (const refused of [reader, limited])
      expect((await post(receive, { body: file, token: refused })).status).toBe(403);
    expect((await post(receive, { body: file, token: "avst_nothing" })).status).toBe(401);
    expect((await post(preview, { body: file, token: reader })).status).toBe(403);
    const accounts = await call(listAccounts, { token: limited });
    expect((accounts.json() as Items).items).toHaveLength(1);
    expect(((await call(listFiles, { token: limited })).json() as Items).items).toEqual([]);
    // What changes accounts is for people.
    expect((await call(setSettings, { token, method: "POST", body: { keepTexts: "all" } })).status).toBe(403);
  });
});

test("every answer is as the served document says", async () => {
  const account = ((await call(listAccounts, { token })).json() as Items).items.find(
    (item) => Number(item["ledgers"]) > 0,
  );
  const params = { id: String(account?.["id"]) };
  const asked: readonly [string, Handler, Record<string, string>?, Record<string, string>?][] = [
    ["/bank-statements", listFiles, {}, { limit: "1" }],
    ["/bank-accounts", listAccounts],
    ["/bank-accounts/{id}", getAccount, params],
    ["/bank-accounts/{id}/lines", listLines, params, { kind: "settlement", amount: "10000" }],
    ["/bank-settings", getSettings],
  ];
  for (const [path, handler, of = {}, query = {}] of asked) {
    const answer = await call(handler, { token, params: of, query });
    expect([path, answer.status, check(path, "get", answer)]).toEqual([path, 200, undefined]);
  }
  const pages: unknown[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = (
      await call(listFiles, { token, query: { limit: "2", ...(cursor !== undefined && { cursor }) } })
    ).json() as Items;
    pages.push(...page.items.map((item) => item["id"]));
    cursor = page.nextCursor;
  }
  expect(new Set(pages).size).toBe(pages.length);
  for (const [path, handler] of [
    ["/bank-accounts/{id}/link", link],
    ["/bank-accounts/{id}/rename", rename],
    ["/bank-lines/{id}/kind", setKind],
    ["/bank-statements/{id}/remove", remove],
  ] as const) {
    const answer = await call(handler, { token, method: "POST", params, body: {} });
    expect([path, answer.status, check(path, "post", answer)]).toEqual([path, 403, undefined]);
  }
});
