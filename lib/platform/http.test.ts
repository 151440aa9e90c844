import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";

import { afterEach, describe, expect, it } from "vitest";

import { HOUR_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { createHttpClient, readRetryAfter, type HttpAnswer, type HttpLimits } from "@/lib/platform/http";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closers.push(() => {
    server.close();
    if (server instanceof http.Server) server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** Answers the n-th request with the n-th handler, and all later ones with the last. */
async function serve(
  ...handlers: http.RequestListener[]
): Promise<{ url: string; counts: { connections: number; requests: number } }> {
  const counts = { connections: 0, requests: 0 };
  const server = http.createServer((request, response) => {
    const handler = handlers[Math.min(counts.requests, handlers.length - 1)];
    counts.requests += 1;
    handler?.(request, response);
  });
  server.on("connection", () => (counts.connections += 1));
  return { url: `http://127.0.0.1:${await listen(server)}/`, counts };
}

function client(limits: Partial<HttpLimits> = {}): {
  sleeps: number[];
  get: (url: string, signal?: AbortSignal) => Promise<HttpAnswer>;
} {
  const sleeps: number[] = [];
  let nowMs = Date.parse("2026-11-21T12:00:00Z");
  const clock = {
    nowMs: () => nowMs,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      nowMs += ms;
    },
  };
  const made = createHttpClient({ clock, random: () => 0.5, limits });
  closers.push(made.close);
  return {
    sleeps,
    get: (url, signal) =>
      made.send(
        { method: "GET", url, headers: { authorization: "Bearer s3cret" }, ...(signal ? { signal } : {}) },
        (answer) => {
          if (answer.status < 500) return answer;
          throw new AppError("provider_unavailable", "down", { retryAfterMs: answer.retryAfterMs });
        },
      ),
  };
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${inspect(error)}`);
  return error;
}

const ok: http.RequestListener = (_request, response) => response.end("fine");
const down: http.RequestListener = (_request, response) => response.writeHead(503).end();
const cut: http.RequestListener = (_request, response) => {
  response.writeHead(200, { "content-length": "10" }).write("half");
  setImmediate(() => response.destroy());
};

describe("an exchange", () => {
  it("keeps its connection for the next one", async () => {
    const { url, counts } = await serve(ok);
    const { get } = client();
    for (let count = 0; count < 3; count += 1) expect((await get(url)).text).toBe("fine");
    expect(counts).toEqual({ connections: 1, requests: 3 });
  });

  it("gives status, headers and decoded text of any answer", async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(418, { "x-test": "a", "content-encoding": "gzip" }).end(gzipSync("blåbær")),
    );
    const answer = await client().get(url);
    expect([answer.status, answer.text, answer.header("x-test"), answer.header("x-none")]).toEqual([
      418,
      "blåbær",
      "a",
      undefined,
    ]);
  });

  it("does not follow redirects, which would carry the token elsewhere", async () => {
    const { url, counts } = await serve((_request, response) =>
      response.writeHead(302, { location: "/elsewhere" }).end(),
    );
    expect((await client().get(url)).status).toBe(302);
    expect(counts.requests).toBe(1);
  });
});

describe("trying again", () => {
  it("waits with full jitter, doubling", async () => {
    const { url, counts } = await serve(down, down, down, ok);
    const { get, sleeps } = client();
    expect((await get(url)).text).toBe("fine");
    expect(counts.requests).toBe(4);
    expect(sleeps).toEqual([250, 500, 1_000]);
  });

  it("ends after a bounded number of attempts", async () => {
    const { url, counts } = await serve(down);
    expect((await failureOf(client().get(url))).code).toBe("provider_unavailable");
    expect(counts.requests).toBe(4);
  });

  it("ends when the window is over", async () => {
    const { url, counts } = await serve(down);
    await failureOf(client({ retryWindowMs: 600, attempts: 100 }).get(url));
    expect(counts.requests).toBe(2);
  });

  it("waits as long as it is asked to, and leaves what is longer than the window to the caller", async () => {
    const { url, counts } = await serve(
      (_request, response) => response.writeHead(503, { "retry-after": "2" }).end(),
      (_request, response) => response.writeHead(503, { "retry-after": "120" }).end(),
    );
    const { get, sleeps } = client();
    expect((await failureOf(get(url))).retryAfterMs).toBe(120_000);
    expect(sleeps).toEqual([2_000]);
    expect(counts.requests).toBe(2);
  });

  it("repeats what was cut off in the middle of its body", async () => {
    const { url } = await serve(cut, cut, ok);
    expect((await client().get(url)).text).toBe("fine");
  });

  it("repeats what was refused a connection, and then says so without a secret", async () => {
    const { url } = await serve(ok);
    for (const close of closers.splice(0)) close();
    const error = await failureOf(client().get(url));
    expect([error.code, error.retryAfterMs]).toEqual(["provider_unavailable", 0]);
    expect(inspect(error, { depth: 9 })).not.toContain("s3cret");
  });

  it("does not repeat what cannot get better", async () => {
    const { url, counts } = await serve(ok);
    const { get } = client({ bodyBytes: 3 });
    expect((await failureOf(get(url))).code).toBe("provider_answer_invalid");
    expect(counts.requests).toBe(1);
  });
});

describe("limits", () => {
  it("end a body that drips", async () => {
    const { url } = await serve((_request, response) => {
      const drip = setInterval(() => response.write("."), 10);
      response.on("close", () => clearInterval(drip));
    });
    const error = await failureOf(client({ wholeMs: 100, attempts: 1 }).get(url));
    expect([error.code, error.retryAfterMs]).toEqual(["provider_unavailable", 0]);
  });

  it("end a connection that is never made", async () => {
    const port = await listen(net.createServer((socket) => closers.push(() => socket.destroy())));
    const error = await failureOf(client({ connectMs: 50, attempts: 1 }).get(`https://127.0.0.1:${port}/`));
    expect(error.message).toContain("no connection within 50 ms");
  });

  it("hold for what a body unpacks to", async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    const { url } = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    expect((await failureOf(client({ bodyBytes: 100_000 }).get(url))).code).toBe("provider_answer_invalid");
  });

  it.each([
    ["bytes that are no UTF-8", {}, Buffer.from([0x7b, 0xff, 0x7d])],
    ["a broken gzip", { "content-encoding": "gzip" }, Buffer.from("plain")],
    ["an encoding that was not asked for", { "content-encoding": "br" }, Buffer.from("plain")],
  ])("take %s for an answer that was garbled", async (_name, headers, body) => {
    const { url } = await serve((_request, response) => response.writeHead(200, headers).end(body));
    expect((await failureOf(client({ attempts: 1 }).get(url))).code).toBe("provider_unavailable");
  });

  it("keep what cannot be parsed as HTTP out of the error", async () => {
    const port = await listen(net.createServer((socket) => socket.end("Ola Nordmann\r\n\r\n")));
    const error = await failureOf(client({ attempts: 1 }).get(`http://127.0.0.1:${port}/`));
    expect(error.code).toBe("provider_unavailable");
    expect(inspect(error, { depth: 9 })).not.toContain("Nordmann");
    expect(inspect(error, { depth: 9 })).not.toContain("4f 6c 61");
  });
});

describe("a signal", () => {
  it("stops a request before it is sent", async () => {
    const { url, counts } = await serve(ok);
    const reason = new Error("stopping");
    await expect(client().get(url, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(counts.requests).toBe(0);
  });

  it("stops one that is under way", async () => {
    const reason = new Error("stopping");
    const controller = new AbortController();
    const { url } = await serve(() => controller.abort(reason));
    await expect(client().get(url, controller.signal)).rejects.toBe(reason);
  });
});

describe("Retry-After", () => {
  const nowMs = Date.parse("2026-11-21T12:00:00Z");
  it.each([
    [undefined, 0],
    ["", 0],
    ["soon", 0],
    ["-5", 0],
    ["3", 3_000],
    ["0.5", 500],
    ["999999999999", HOUR_MS],
    ["Sat, 21 Nov 2026 12:01:30 GMT", 90_000],
    ["Sat, 21 Nov 2026 11:00:00 GMT", 0],
    ["Sun, 22 Nov 2026 12:00:00 GMT", HOUR_MS],
  ])("%s asks for %d ms", (value, expected) => {
    expect(readRetryAfter(value, nowMs)).toBe(expected);
  });
});
