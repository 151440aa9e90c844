import { AppError } from "@/lib/core/errors";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { HttpAnswer, HttpRequest } from "@/lib/platform/http";
import {
  createVipps,
  type Vipps,
  type VippsAccess,
  type VippsDependencies,
} from "@/lib/providers/vipps/client";

export type Scripted = Readonly<{ status?: number; body?: unknown; headers?: Record<string, string> }>;

/** What the tests of this folder share: a connection that speaks from a script. */
export const KEYS = { clientId: "firm", clientSecret: "s3cret" };
export const SYSTEM = { name: "avstemt", version: "0.1.0", pluginName: "avstemt-web", pluginVersion: "1" };
export const ENTRY = {
  pspReference: "1",
  time: "2022-10-01T14:33:00.824993Z",
  ledgerDate: "2022-10-01",
  entryType: "capture",
  currency: "NOK",
  amount: 1,
  balanceBefore: 0,
  balanceAfter: 1,
};
export const LEDGER = {
  ledgerId: "302321",
  currency: "NOK",
  payoutBankAccount: { scheme: "BBAN:NO", id: "86011117947" },
  owner: { scheme: "business:NO:ORG", id: "987654321" },
  settlesForRecipientHandles: ["api:123455", "NO:57860"],
};
export const FEED = { ledgerId: "302321", topic: "funds" } as const;
export const DATE = { ...FEED, ledgerDate: parseLedgerDate("2022-10-01") };

/** A connection that answers tokens by itself, and all else from the script, the last answer again and again. */
export function world(
  script: readonly Scripted[],
  tokenAnswers: readonly Scripted[] = [],
  more: Partial<VippsDependencies> = {},
): {
  sent: HttpRequest[];
  tokens: () => number;
  vipps: Vipps;
  access: VippsAccess;
} {
  const sent: HttpRequest[] = [];
  let tokenCount = 0;
  let count = 0;
  const http = {
    close: () => {},
    send: async <T>(request: HttpRequest, read: (answer: HttpAnswer) => T): Promise<T> => {
      request.signal?.throwIfAborted();
      if (request.method === "POST") {
        tokenCount += 1;
        const token = { access_token: `token-${tokenCount}`, token_type: "Bearer", expires_in: 900 };
        sent.push(request);
        return read(toAnswer(tokenAnswers[tokenCount - 1] ?? { body: token }));
      }
      sent.push(request);
      const scripted = script[Math.min(count, script.length - 1)] ?? {};
      count += 1;
      return read(toAnswer(scripted));
    },
  };
  const clock = { nowMs: () => 0, sleep: async () => {} };
  const vipps = createVipps({
    http,
    clock,
    random: () => 0.5,
    baseUrl: "https://api.test/",
    system: SYSTEM,
    ...more,
  });
  return { sent, tokens: () => tokenCount, vipps, access: vipps.withKeys(KEYS) };
}

function toAnswer({ status = 200, body = "", headers = {} }: Scripted): HttpAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, text, header: (name) => headers[name], retryAfterMs: 0 };
}

export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : `no AppError: ${String(error)}`;
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

export const paths = (sent: readonly HttpRequest[]): string[] =>
  sent
    .filter((request) => request.method === "GET")
    .map((request) => request.url.replace("https://api.test", ""));
