import { inspect } from "node:util";

import { describe, expect, it } from "vitest";

import {
  codeOf,
  collect,
  DATE,
  ENTRY,
  FEED,
  LEDGER,
  paths,
  world,
} from "@/lib/providers/vipps/scripted-connection";

describe("a page of the feed", () => {
  it("is asked for after the cursor, people's data each time anew", async () => {
    const { access, sent } = world([{ body: { items: [], cursor: "a", tryLater: true } }]);
    await access.feedPage({ ...FEED, ledgerId: "3/2", cursor: "eyJh+/I=", personal: true });
    await access.feedPage({ ...FEED, cursor: "" });
    expect(paths(sent)).toEqual([
      "/report/v2/ledgers/3%2F2/funds/feed?cursor=eyJh%2B%2FI%3D&includeGDPRSensitiveData=true",
      "/report/v2/ledgers/302321/funds/feed",
    ]);
  });

  it("says how large pages are when the provider does", async () => {
    const body = { items: [ENTRY], cursor: "a", tryLater: false };
    const sized = world([{ body, headers: { "vipps-feed-page-size": "1000" } }]);
    expect(await sized.access.feedPage(FEED)).toMatchObject({
      cursor: "a",
      tryLater: false,
      pageSize: 1_000,
    });
    expect(Object.keys(await world([{ body }]).access.feedPage(FEED))).not.toContain("pageSize");
  });

  it.each([
    ["no cursor", { items: [], tryLater: true }, "provider_answer_invalid"],
    ["an empty cursor", { items: [], cursor: "", tryLater: true }, "provider_answer_invalid"],
    ["a cursor that is a number", { items: [], cursor: 1, tryLater: true }, "provider_answer_invalid"],
    ["no items", { cursor: "a", tryLater: true }, "provider_answer_invalid"],
    ["tryLater as text", { items: [], cursor: "a", tryLater: "true" }, "provider_answer_invalid"],
    ["no tryLater", { items: [], cursor: "a" }, "provider_answer_invalid"],
    ["a list instead", [], "provider_answer_invalid"],
    ["a page of HTML", "<html>", "provider_unavailable"],
    ["half an answer", '{"items":[{"pspRef', "provider_unavailable"],
    ["nothing", "", "provider_unavailable"],
  ])("is refused with %s", async (_name, body, code) => {
    const { access } = world([{ body }]);
    expect(await codeOf(access.feedPage(FEED))).toBe(code);
  });

  it("whose JSON is broken says so without quoting it", async () => {
    const error: unknown = await world([{ body: '{"name":"Ola' }])
      .access.feedPage(FEED)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "provider_unavailable", retryAfterMs: 0 });
    expect(inspect(error, { depth: 9 })).not.toContain("Ola");
  });
});

describe("a report by date", () => {
  it("is read through all its pages, people's data each time anew", async () => {
    const { access, sent } = world([
      { body: { items: [ENTRY], cursor: "a", hasMore: true, tryLater: false } },
      { body: { items: [ENTRY], hasMore: false, tryLater: false } },
    ]);
    expect(await access.reportByDate({ ...DATE, personal: true })).toMatchObject({
      ready: true,
      entries: [{}, {}],
    });
    expect(paths(sent)).toEqual([
      "/report/v2/ledgers/302321/funds/dates/2022-10-01?includeGDPRSensitiveData=true",
      "/report/v2/ledgers/302321/funds/dates/2022-10-01?cursor=a&includeGDPRSensitiveData=true",
    ]);
  });

  it("keeps paging while it says tryLater, and is not ready then", async () => {
    const { access } = world([
      { body: { items: [ENTRY], cursor: "a", hasMore: true, tryLater: true } },
      { body: { items: [ENTRY], hasMore: false, tryLater: false } },
    ]);
    expect(await access.reportByDate(DATE)).toMatchObject({ ready: false, entries: [{}, {}] });
  });

  it("ends by hasMore where it is given, and by the cursor where it is not", async () => {
    const given = world([{ body: { items: [ENTRY], cursor: "a", hasMore: false, tryLater: false } }]);
    expect((await given.access.reportByDate(DATE)).entries).toHaveLength(1);
    const absent = world([
      { body: { items: [ENTRY], cursor: "a", tryLater: false } },
      { body: { items: [ENTRY], tryLater: false } },
    ]);
    expect((await absent.access.reportByDate(DATE)).entries).toHaveLength(2);
  });

  it("that answers 404 is for the listing to explain", async () => {
    const { access } = world([{ status: 404, body: "No such ledgerId" }]);
    expect(await access.reportByDate(DATE)).toEqual({ ready: false, entries: [], notFound: true });
    expect(await codeOf(world([{ status: 403 }]).access.reportByDate(DATE))).toBe("access_lost");
    const gateway = world([{ status: 404, body: { statusCode: 404, message: "Resource not found" } }]);
    expect(await codeOf(gateway.access.reportByDate(DATE))).toBe("provider_unavailable");
  });

  it.each([
    ["more without a cursor", { items: [], hasMore: true, tryLater: false }],
    ["the same cursor on each page", { items: [], hasMore: true, cursor: "a", tryLater: false }],
    ["hasMore as text", { items: [], hasMore: "false", tryLater: false }],
    ["no tryLater", { items: [], hasMore: false }],
  ])("is refused with %s", async (_name, body) => {
    expect(await codeOf(world([{ body }]).access.reportByDate(DATE))).toBe("provider_answer_invalid");
  });
});

describe("the listing", () => {
  it("is read through all its pages, the filter sent once", async () => {
    const { access, sent } = world([
      { body: { items: [LEDGER], cursor: "a=" } },
      { body: { items: [{ ...LEDGER, ledgerId: "302322" }], cursor: "" } },
    ]);
    const pages = await collect(access.listLedgers({ settlesForRecipientHandles: "NO:57860" }));
    expect(pages.flat().map((ledger) => ledger.ledgerId)).toEqual(["302321", "302322"]);
    expect(paths(sent)).toEqual([
      "/settlement/v1/ledgers?settlesForRecipientHandles=NO%3A57860",
      "/settlement/v1/ledgers?cursor=a%3D",
    ]);
  });

  it("is whole, each ledger once, or it is a failure", async () => {
    const twice = world([{ body: { items: [LEDGER], cursor: "a" } }, { body: { items: [LEDGER] } }]);
    expect(await twice.access.listAllLedgers()).toHaveLength(1);
    const broken = world([{ body: { items: [LEDGER], cursor: "a" } }, { status: 503 }]);
    expect(await codeOf(broken.access.listAllLedgers())).toBe("provider_unavailable");
  });

  it("gives units with several handles once for each", async () => {
    const salesUnits = [
      { name: "ACME", recipientHandle: ["NO:1", "NO:2"], businessIdentifier: LEDGER.owner },
      { name: "Two", recipientHandle: "api:3" },
      { name: null, recipientHandle: null, businessIdentifier: null },
    ];
    const [ledger] = await world([{ body: { items: [{ ...LEDGER, salesUnits }] } }]).access.listAllLedgers();
    expect(ledger).toEqual({
      ledgerId: "302321",
      currency: "NOK",
      owner: LEDGER.owner,
      payoutAccount: LEDGER.payoutBankAccount,
      settlesFor: ["api:123455", "NO:57860"],
      salesUnits: [
        { name: "ACME", recipientHandle: "NO:1", businessIdentifier: LEDGER.owner },
        { name: "ACME", recipientHandle: "NO:2", businessIdentifier: LEDGER.owner },
        { name: "Two", recipientHandle: "api:3" },
        { name: "", recipientHandle: "" },
      ],
    });
  });

  it("takes the form of the rendered specification, units beside the ledgers", async () => {
    const body = {
      cursor: "",
      ledgers: [LEDGER, { ...LEDGER, ledgerId: "302322", settlesForRecipientHandles: null }],
      salesUnits: [{ name: "ACME", recipientHandle: ["NO:57860"] }],
    };
    const ledgers = await world([{ body }]).access.listAllLedgers();
    expect(ledgers.map((ledger) => ledger.salesUnits)).toEqual([
      [{ name: "ACME", recipientHandle: "NO:57860" }],
      [],
    ]);
  });

  it.each([
    ["no list", { cursor: "" }, "items"],
    ["a number for an id", { items: [{ ...LEDGER, ledgerId: 302_321 }] }, "items.0.ledgerId"],
    ["an id that walks away", { items: [{ ...LEDGER, ledgerId: ".." }] }, "items.0.ledgerId"],
  ])("is refused with %s", async (_name, body, field) => {
    const { access } = world([{ body }]);
    await expect(access.listAllLedgers()).rejects.toMatchObject({
      code: "provider_answer_invalid",
      fields: [{ field }],
    });
  });

  it("keeps a ledger whose account or owner is not known yet: it must not hide the others", async () => {
    const { access } = world([
      {
        body: {
          items: [LEDGER, { ...LEDGER, ledgerId: "302322", payoutBankAccount: null, owner: undefined }],
        },
      },
    ]);
    const [, unknown] = await access.listAllLedgers();
    expect(unknown).toMatchObject({ payoutAccount: { scheme: "", id: "" }, owner: { scheme: "", id: "" } });
  });

  it("is refused with a cursor that repeats", async () => {
    const { access } = world([{ body: { items: [LEDGER], cursor: "a" } }]);
    expect(await codeOf(access.listAllLedgers())).toBe("provider_answer_invalid");
  });
});
