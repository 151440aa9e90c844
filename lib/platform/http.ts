import { isUtf8 } from "node:buffer";
import http from "node:http";
import https from "node:https";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

import { HOUR_MS, SECOND_MS, type Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";

const CONNECT_MS = 5 * SECOND_MS;
/** From the request to the last byte of its answer, however slowly the bytes drip. */
const WHOLE_MS = 30 * SECOND_MS;
const BODY_BYTES_MAX = 64 * 1024 * 1024;
const ATTEMPTS_MAX = 4;
/** No attempt begins later than this after the first one. The queue takes over from there. */
const RETRY_WINDOW_MS = 15 * SECOND_MS;
const BACKOFF_BASE_MS = 500;
const BACKOFF_MAX_MS = 8 * SECOND_MS;
const RETRY_AFTER_MAX_MS = HOUR_MS;
const SOCKETS_PER_HOST_MAX = 64;
const SOCKETS_IDLE_MAX = 16;
const SOCKET_IDLE_MS = 30 * SECOND_MS;

export type HttpRequest = Readonly<{
  method: "GET" | "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}>;

/** A complete answer of any status, its body decoded. */
export type HttpAnswer = Readonly<{
  status: number;
  text: string;
  /** A header's value by its lower-case name. */
  header: (name: string) => string | undefined;
  /** What `Retry-After` asks for, in milliseconds, at most an hour; 0 when it is absent or unreadable. */
  retryAfterMs: number;
}>;

export type HttpClient = Readonly<{
  /**
   * Sends a request that may safely be sent twice, and lets `read` judge the answer. What `read` throws as a
   * transient AppError is tried again, as is a lost connection: a few times, for about 15 seconds in all.
   * Redirects are not followed: they would carry a token to another host.
   * Throws: what `read` throws, provider_unavailable, provider_answer_invalid, the reason of the signal.
   */
  send: <T>(request: HttpRequest, read: (answer: HttpAnswer) => T) => Promise<T>;
  /** Closes all connections. */
  close: () => void;
}>;

export type HttpLimits = Readonly<{
  /** Time for a new connection, TLS included. */
  connectMs: number;
  /** Time for one attempt, from the request to the last byte. */
  wholeMs: number;
  /** Size of a body, before and after decompression. */
  bodyBytes: number;
  attempts: number;
  retryWindowMs: number;
}>;

export type HttpDependencies = Readonly<{
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  limits?: Partial<HttpLimits>;
}>;

const unzip = promisify(gunzip);

/**
 * Makes a client that keeps its connections open between requests. node:http and not fetch: it lets us bound
 * connecting and bodies, and costs less a page (bench/vipps-client.ts).
 */
export function createHttpClient({ clock, random, limits: given }: HttpDependencies): HttpClient {
  const limits: HttpLimits = {
    connectMs: CONNECT_MS,
    wholeMs: WHOLE_MS,
    bodyBytes: BODY_BYTES_MAX,
    attempts: ATTEMPTS_MAX,
    retryWindowMs: RETRY_WINDOW_MS,
    ...given,
  };
  const pool = {
    keepAlive: true,
    maxSockets: SOCKETS_PER_HOST_MAX,
    maxFreeSockets: SOCKETS_IDLE_MAX,
    timeout: Math.max(SOCKET_IDLE_MS, limits.wholeMs),
    scheduling: "lifo",
  } as const;
  const plainAgent = new http.Agent(pool);
  const secureAgent = new https.Agent(pool);

  async function sendOnce(request: HttpRequest): Promise<HttpAnswer> {
    const url = new URL(request.url);
    const message = await exchange(
      request,
      url,
      limits,
      url.protocol === "https:" ? secureAgent : plainAgent,
    );
    return {
      status: message.status,
      text: await decode(message, url.host, limits.bodyBytes),
      header: (name) => headerOf(message.headers, name),
      retryAfterMs: readRetryAfter(message.headers["retry-after"], clock.nowMs()),
    };
  }

  return {
    send: async (request, read) => {
      const startedMs = clock.nowMs();
      for (let attempt = 1; ; attempt += 1) {
        try {
          request.signal?.throwIfAborted();
          return read(await sendOnce(request));
        } catch (error) {
          if (!(error instanceof AppError) || error.retryAfterMs === undefined) throw error;
          const waitMs = Math.max(error.retryAfterMs, fullJitterMs(attempt, random));
          const isOver = clock.nowMs() - startedMs + waitMs > limits.retryWindowMs;
          if (attempt >= limits.attempts || isOver) throw error;
          await clock.sleep(waitMs, request.signal);
        }
      }
    },
    close: () => {
      plainAgent.destroy();
      secureAgent.destroy();
    },
  };
}

/** `Retry-After` in seconds or as an HTTP date, in milliseconds from now, bounded; 0 when it says nothing. */
export function readRetryAfter(value: string | undefined, nowMs: number): number {
  if (value === undefined) return 0;
  const text = value.trim();
  const askedMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * SECOND_MS : Date.parse(text) - nowMs;
  return Number.isNaN(askedMs) ? 0 : Math.min(Math.max(Math.ceil(askedMs), 0), RETRY_AFTER_MAX_MS);
}

/** Any wait up to a doubling bound, so that clients that failed together do not return together. */
function fullJitterMs(attempt: number, random: () => number): number {
  return random() * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** (attempt - 1));
}

function headerOf(headers: http.IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

type Message = Readonly<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>;

function exchange(request: HttpRequest, url: URL, limits: HttpLimits, agent: http.Agent): Promise<Message> {
  const { signal } = request;
  return new Promise((resolve, reject) => {
    const isSecure = url.protocol === "https:";
    const outgoing = (isSecure ? https : http).request(url, {
      agent,
      method: request.method,
      headers: { "accept-encoding": "gzip", ...request.headers },
    });
    let connectTimer: NodeJS.Timeout | undefined;
    const wholeTimer = setTimeout(
      () => giveUp(`no whole answer within ${limits.wholeMs} ms`),
      limits.wholeMs,
    );

    function settle(): void {
      clearTimeout(wholeTimer);
      clearTimeout(connectTimer);
      signal?.removeEventListener("abort", onAbort);
    }
    function fail(error: unknown): void {
      settle();
      reject(error);
      outgoing.destroy();
    }
    function giveUp(why: string, cause?: unknown): void {
      // A parse error carries the packet, which is part of a body.
      const isSafe = !(cause instanceof Error && "rawPacket" in cause);
      const options = { retryAfterMs: 0, ...(isSafe ? { cause } : {}) };
      fail(new AppError("provider_unavailable", `${url.host}: ${why}`, options));
    }
    function onAbort(): void {
      fail(signal?.reason);
    }

    signal?.addEventListener("abort", onAbort, { once: true });
    outgoing.on("error", (cause) => giveUp("no answer", cause));
    outgoing.once("socket", (socket) => {
      if (!socket.connecting || outgoing.destroyed) return;
      connectTimer = setTimeout(
        () => giveUp(`no connection within ${limits.connectMs} ms`),
        limits.connectMs,
      );
      socket.once(isSecure ? "secureConnect" : "connect", () => clearTimeout(connectTimer));
    });
    outgoing.once("response", (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > limits.bodyBytes) fail(tooLarge(url.host, limits.bodyBytes));
        else chunks.push(chunk);
      });
      incoming.on("error", (cause) => giveUp("the answer was cut off", cause));
      incoming.once("close", () => {
        if (!incoming.complete) giveUp("the answer was cut off");
      });
      incoming.once("end", () => {
        settle();
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size),
        });
      });
    });
    outgoing.end(request.body);
  });
}

async function decode(message: Message, host: string, bytesMax: number): Promise<string> {
  const encoding = message.headers["content-encoding"] ?? "identity";
  let body = message.body;
  if (encoding === "gzip" && body.length > 0) {
    body = await unzip(body, { maxOutputLength: bytesMax }).catch((cause: unknown) => {
      if (isTooLong(cause)) throw tooLarge(host, bytesMax);
      throw garbled(host, cause);
    });
  } else if (encoding !== "identity" && encoding !== "gzip") {
    throw garbled(host);
  }
  // Bytes that are no UTF-8 would silently become U+FFFD, and then another content than they had.
  if (!isUtf8(body)) throw garbled(host);
  return body.toString("utf8");
}

function isTooLong(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
}

function tooLarge(host: string, bytesMax: number): AppError {
  return new AppError("provider_answer_invalid", `${host}: the answer is longer than ${bytesMax} bytes`);
}

function garbled(host: string, cause?: unknown): AppError {
  return new AppError("provider_unavailable", `${host}: the answer cannot be decoded`, {
    cause,
    retryAfterMs: 0,
  });
}
