import { describe, expect, it } from "vitest";

import type { FeedPage } from "@/lib/providers/vipps/access";
import {
  codeOf,
  collect,
  ENTRY,
  FEED,
  paths,
  world,
  type Scripted,
} from "@/lib/providers/vipps/scripted-connection";

describe("following a feed", () => {
  const page = (cursor: string, tryLater = false): Scripted => ({
    body: { items: [ENTRY], cursor, tryLater },
  });
  const empty = (cursor: string, tryLater = true): Scripted => ({ body: { items: [], cursor, tryLater } });

  it.each<[string, Scripted[], string[]]>([
    ["a page that says so", [page("a"), page("b", true)], ["a", "b"]],
    ["an empty page", [page("a"), empty("b", false)], ["a", "b"]],
    ["a page that does not move", [page("a"), page("a")], ["a", "a"]],
  ])("ends at %s", async (_name, script, cursors) => {
    const pages = await collect(world(script).access.feed(FEED));
    expect(pages.map((each: FeedPage) => each.cursor)).toEqual(cursors);
  });

  it("refuses cursors that go in a circle", async () => {
    const { access } = world([page("a"), page("b"), page("a")]);
    expect(await codeOf(collect(access.feed(FEED)))).toBe("provider_answer_invalid");
  });

  it("asks for the next page while one is being stored, and throws its failure in its turn", async () => {
    const { access, sent } = world([page("a"), { status: 503 }]);
    const pages = access.feed({ ...FEED, personal: true })[Symbol.asyncIterator]();
    expect((await pages.next()).done).toBe(false);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(paths(sent)).toEqual([
      "/report/v2/ledgers/302321/funds/feed?includeGDPRSensitiveData=true",
      "/report/v2/ledgers/302321/funds/feed?cursor=a&includeGDPRSensitiveData=true",
    ]);
    expect(await codeOf(pages.next())).toBe("provider_unavailable");
  });

  it("calls off what is under way when the caller stops", async () => {
    const { access, sent } = world([page("a"), page("b"), page("c")]);
    for await (const each of access.feed(FEED)) if (each.cursor === "a") break;
    expect(sent.at(-1)?.signal?.aborted).toBe(true);
  });

  it("stops by the signal", async () => {
    const reason = new Error("stopping");
    const { access } = world([page("a")]);
    await expect(collect(access.feed({ ...FEED, signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  });
});
