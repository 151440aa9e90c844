import { describe, expect, it } from "vitest";

import { createTokenSource, type AccessToken } from "@/lib/platform/token-source";

function world(fetchToken?: (count: number) => Promise<AccessToken>): {
  at: { nowMs: number };
  fetched: () => number;
  source: ReturnType<typeof createTokenSource>;
} {
  const at = { nowMs: 0 };
  let count = 0;
  const source = createTokenSource(
    async () => {
      count += 1;
      return fetchToken === undefined
        ? { value: `token-${count}`, lifetimeMs: 900_000 }
        : await fetchToken(count);
    },
    { nowMs: () => at.nowMs, sleep: async () => {} },
  );
  return { at, fetched: () => count, source };
}

describe("a token", () => {
  it("is fetched once for all who wait", async () => {
    const { source, fetched } = world();
    expect(await Promise.all([source.get(), source.get(), source.get()])).toEqual(Array(3).fill("token-1"));
    expect(fetched()).toBe(1);
  });

  it("is renewed before a tenth of its life is left", async () => {
    const { at, source } = world();
    await source.get();
    at.nowMs = 809_999;
    expect(await source.get()).toBe("token-1");
    at.nowMs = 810_000;
    expect(await source.get()).toBe("token-2");
  });

  it("that was refused is dropped, a newer one is not", async () => {
    const { source, fetched } = world();
    await source.get();
    source.drop("token-1");
    expect(await source.get()).toBe("token-2");
    source.drop("token-1");
    expect(await source.get()).toBe("token-2");
    expect(fetched()).toBe(2);
  });

  it("is asked for again after a failure, which reaches all who waited", async () => {
    const { source } = world(async (count) => {
      if (count === 1) throw new Error("down");
      return { value: "token", lifetimeMs: 1 };
    });
    const outcomes = await Promise.allSettled([source.get(), source.get()]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
    expect(await source.get()).toBe("token");
  });

  it("still arrives for the others when one stops waiting", async () => {
    let deliver = (): void => {};
    const { source, fetched } = world(
      () =>
        new Promise((resolve) => {
          deliver = () => resolve({ value: "token", lifetimeMs: 900_000 });
        }),
    );
    const controller = new AbortController();
    const reason = new Error("stopping");
    const impatient = source.get(controller.signal);
    const patient = source.get();
    controller.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    await expect(source.get(controller.signal)).rejects.toBe(reason);
    deliver();
    expect(await patient).toBe("token");
    expect(fetched()).toBe(1);
  });
});
