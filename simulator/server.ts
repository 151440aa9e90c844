/** The simulator as an HTTP server. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { serverError, type Answer } from "./answers";
import { answerApi, kindOfPath } from "./api";
import { answerControl } from "./control";
import { createCore, type Core, type SimulatorOptions } from "./core";
import { replacementFor } from "./fault-answers";
import type { Fault } from "./faults";

export type { SimulatorOptions } from "./core";

export type Simulator = Readonly<{ url: string; close: () => Promise<void> }>;

const API_BODY_MAX_BYTES = 64 * 1024;
const CONTROL_BODY_MAX_BYTES = 512 * 1024 * 1024;
const CONTROL_PREFIX = "/_control/";

/** Starts a simulator. Its data are a function of seed, first day and clock; its faults of seed and request number. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const core = createCore(options);
  let counter = 0;
  const server = createServer((request, response) => {
    counter += 1;
    handle(core, { request, response, counter }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
      response.end(String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => {
          if (error === undefined) resolve();
          else reject(error);
        });
        server.closeAllConnections();
      }),
  };
}

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse; counter: number }>;

async function handle(core: Core, { request, response, counter }: Exchange): Promise<void> {
  const method = request.method ?? "GET";
  const url = new URL(request.url ?? "/", "http://simulator");
  if (url.pathname.startsWith(CONTROL_PREFIX)) {
    const body = await readBody(request, CONTROL_BODY_MAX_BYTES);
    await answerControl(core, { method, url, body }, response);
    return;
  }
  const kind = kindOfPath(url.pathname);
  const path = url.pathname + url.search;
  if (core.outage === "hang") {
    core.log.record(kind, { method, path, status: null, fault: null });
    return;
  }
  if (core.outage === "refuse") {
    core.log.record(kind, { method, path, status: null, fault: null });
    request.socket.destroy();
    return;
  }
  const body = await readBody(request, API_BODY_MAX_BYTES);
  const fault = core.faults.next(kind, `${method} ${path}`);
  const answer =
    core.outage === "500"
      ? serverError(counter)
      : (replacementFor(fault, counter, url.pathname) ??
        answerApi(core, { method, url, headers: request.headers, body, fault: fault?.kind }));
  core.log.record(kind, { method, path, status: answer.status, fault: fault?.kind ?? null });
  await deliver(response, answer, fault);
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Buffer)) continue;
    length += bytes.length;
    if (length > maxBytes) throw new RangeError(`body is larger than ${maxBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

const TRUNCATED_SHARE = 0.6;

/** Sends the answer, in the way that the fault says. */
async function deliver(response: ServerResponse, answer: Answer, fault: Fault | undefined): Promise<void> {
  let bytes = Buffer.from(answer.body);
  if (fault?.kind === "truncated") bytes = bytes.subarray(0, Math.floor(bytes.length * TRUNCATED_SHARE));
  if (fault?.kind === "slow-first-byte") await pause(fault.delayMs);
  response.writeHead(answer.status, {
    "Content-Type": answer.contentType,
    "Content-Length": bytes.length,
    ...answer.headers,
  });
  if (fault?.kind !== "cut" && fault?.kind !== "slow-body") {
    response.end(bytes);
    return;
  }
  const half = Math.ceil(bytes.length / 2);
  response.write(bytes.subarray(0, half));
  if (fault.kind === "cut") {
    // Let the first half leave before the connection goes, so that the client has seen a 200.
    setImmediate(() => response.destroy());
    return;
  }
  await pause(fault.delayMs);
  response.end(bytes.subarray(half));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
