import { MINUTE_MS, type Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { invariant } from "@/lib/core/invariant";
import type { HttpAnswer, HttpClient } from "@/lib/platform/http";
import { createTokenSource } from "@/lib/platform/token-source";
import type { VippsAccess, VippsKeys } from "@/lib/providers/vipps/access";
import { refusalOf, type Call } from "@/lib/providers/vipps/refusals";
import { createReportApi } from "@/lib/providers/vipps/report-api";
import { requestToken } from "@/lib/providers/vipps/token";

export type { DateReport, FeedPage, VippsAccess, VippsKeys } from "@/lib/providers/vipps/access";

/** Who calls, as the partner declares it; each at most 30 characters of printable ASCII. */
export type VippsSystem = Readonly<{
  name: string;
  version: string;
  pluginName: string;
  pluginVersion: string;
}>;

export type VippsDependencies = Readonly<{
  http: HttpClient;
  clock: Clock;
  random: () => number;
  /** `https://api.vipps.no`, or the simulator's. */
  baseUrl: string;
  system: VippsSystem;
  /** The provider has announced that it will move; default `/miami/v1/token`. */
  tokenPath?: string;
}>;

export type Vipps = Readonly<{
  /** Proves keys with one new token, which is thrown away. Throws: keys_rejected, provider_unavailable, provider_rejected. */
  proveKeys: (keys: VippsKeys, signal?: AbortSignal) => Promise<void>;
  /** A client for one set of keys. The same keys give the same client, so that they share one token. */
  withKeys: (keys: VippsKeys) => VippsAccess;
}>;

const TOKEN_PATH = "/miami/v1/token";
/** Feeds whose new token was refused at once come back after one to two of these, not all together. */
const UNAUTHORIZED_WAIT_MS = MINUTE_MS;
/** Sets of keys whose token is kept; the one unused for longest is forgotten. */
const CLIENTS_MAX = 1_000;

/** Makes the client of the Vipps MobilePay APIs. Connections are shared over all keys, tokens are not. */
export function createVipps(deps: VippsDependencies): Vipps {
  const systemHeaders = toSystemHeaders(deps.system);
  const origin = deps.baseUrl.replace(/\/+$/, "");
  const tokenUrl = `${origin}${deps.tokenPath ?? TOKEN_PATH}`;
  const clients = new Map<string, Readonly<{ clientSecret: string; access: VippsAccess }>>();

  function createAccess(keys: VippsKeys): VippsAccess {
    const tokens = createTokenSource(
      () => requestToken({ http: deps.http, url: tokenUrl, systemHeaders, keys }),
      deps.clock,
    );
    return createReportApi({
      call: async (call, { path, signal }, read) => {
        for (let attempt = 1; ; attempt += 1) {
          const token = await tokens.get(signal);
          const outcome = await deps.http.send(
            {
              method: "GET",
              url: `${origin}${path}`,
              headers: { ...systemHeaders, accept: "application/json", authorization: `Bearer ${token}` },
              ...(signal === undefined ? {} : { signal }),
            },
            (answer) => (answer.status === 401 ? { refused: answer } : { value: read(answer) }),
          );
          if (outcome.refused === undefined) return outcome.value;
          if (attempt === 2) throw stillUnauthorized(outcome.refused, call);
          tokens.drop(token);
        }
      },
    });
  }

  function stillUnauthorized(answer: HttpAnswer, call: Call): AppError {
    const waitMs = Math.ceil(UNAUTHORIZED_WAIT_MS * (1 + deps.random()));
    return new AppError("provider_unavailable", refusalOf(answer, call).message, {
      retryAfterMs: Math.max(answer.retryAfterMs, waitMs),
    });
  }

  return {
    proveKeys: async (keys, signal) => {
      await requestToken({
        http: deps.http,
        url: tokenUrl,
        systemHeaders,
        keys,
        ...(signal === undefined ? {} : { signal }),
      });
    },
    withKeys: (keys) => {
      const known = clients.get(keys.clientId);
      const access = known?.clientSecret === keys.clientSecret ? known.access : createAccess(keys);
      // Deleting first makes it the youngest: a Map keeps the order of insertion.
      clients.delete(keys.clientId);
      clients.set(keys.clientId, { clientSecret: keys.clientSecret, access });
      const [oldest] = clients.keys();
      if (clients.size > CLIENTS_MAX && oldest !== undefined) clients.delete(oldest);
      return access;
    },
  };
}

function toSystemHeaders(system: VippsSystem): Readonly<Record<string, string>> {
  const headers = {
    "Vipps-System-Name": system.name,
    "Vipps-System-Version": system.version,
    "Vipps-System-Plugin-Name": system.pluginName,
    "Vipps-System-Plugin-Version": system.pluginVersion,
  };
  for (const [name, value] of Object.entries(headers)) {
    invariant(/^[\x20-\x7e]{1,30}$/.test(value), `${name} is 1 to 30 characters of printable ASCII`);
  }
  return headers;
}
