/** Credentials, tokens, and which credential may read which ledger. */
import { createHmac, timingSafeEqual } from "node:crypto";

import { hashOf } from "./random";

type Credential = Readonly<{ clientSecret: string; enabled: boolean }>;
export type RevokedAnswer = "403" | "404" | "empty";
type Access = "granted" | "none" | RevokedAnswer;

/** 15 minutes (Access Token API guide, POST:/miami/v1/token). */
export const TOKEN_SECONDS = 900;

export type AccessControl = Readonly<{
  credentials: Map<string, Credential>;
  issueToken: (clientId: string, nowMs: number) => string;
  /** The client of a valid token. */
  clientOf: (token: string, nowMs: number) => string | undefined;
  grant: (clientId: string, ledgerId: string, fromMs?: number) => void;
  revoke: (clientId: string, ledgerId: string, answer?: RevokedAnswer) => void;
  access: (clientId: string, ledgerId: string, nowMs: number) => Access;
  listGrants: (nowMs: number) => readonly Readonly<{ clientId: string; ledgerId: string; state: string }>[];
  grantees: (ledgerId: string, nowMs: number) => readonly string[];
}>;

const REVOKED_ANSWERS: readonly RevokedAnswer[] = ["404", "empty", "403"];

export function createAccessControl(seed: number): AccessControl {
  const credentials = new Map<string, Credential>();
  const grants = new Map<string, Map<string, Readonly<{ fromMs: number }> | RevokedAnswer>>();
  let tokenCount = 0;
  const ofClient = (clientId: string): Map<string, Readonly<{ fromMs: number }> | RevokedAnswer> => {
    const held = grants.get(clientId) ?? new Map<string, Readonly<{ fromMs: number }> | RevokedAnswer>();
    grants.set(clientId, held);
    return held;
  };
  const sign = (text: string): string =>
    createHmac("sha256", `simulator-${seed}`).update(text).digest("base64url");

  const access = (clientId: string, ledgerId: string, nowMs: number): Access => {
    const held = grants.get(clientId)?.get(ledgerId);
    if (held === undefined) return "none";
    if (typeof held === "string") return held;
    return held.fromMs <= nowMs ? "granted" : "none";
  };

  return {
    credentials,
    issueToken: (clientId, nowMs) => {
      tokenCount += 1;
      const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
      const head = encode({ typ: "JWT", alg: "HS256" });
      const body = encode({ sub: clientId, exp: Math.floor(nowMs / 1000) + TOKEN_SECONDS, jti: tokenCount });
      return `${head}.${body}.${sign(`${head}.${body}`)}`;
    },
    clientOf: (token, nowMs) => {
      const [head = "", body = "", signature = ""] = token.split(".");
      const given = Buffer.from(signature);
      const expected = Buffer.from(sign(`${head}.${body}`));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const claims: unknown = JSON.parse(Buffer.from(body, "base64url").toString());
      const { sub, exp } = claims as Readonly<{ sub: string; exp: number }>;
      if (exp * 1000 <= nowMs || credentials.get(sub)?.enabled !== true) return undefined;
      return sub;
    },
    grant: (clientId, ledgerId, fromMs = 0) => {
      ofClient(clientId).set(ledgerId, { fromMs });
    },
    // What a revoked grant answers is not documented, and the sources disagree: all three happen.
    revoke: (clientId, ledgerId, answer) => {
      const chosen = answer ?? REVOKED_ANSWERS[hashOf(seed, "revoked", clientId, ledgerId) % 3] ?? "404";
      ofClient(clientId).set(ledgerId, chosen);
    },
    access,
    listGrants: (nowMs) =>
      [...grants].flatMap(([clientId, held]) =>
        [...held].map(([ledgerId, state]) => ({
          clientId,
          ledgerId,
          state: typeof state === "string" ? `revoked-${state}` : state.fromMs <= nowMs ? "granted" : "later",
          ...(typeof state === "string" || state.fromMs === 0
            ? {}
            : { from: new Date(state.fromMs).toISOString() }),
        })),
      ),
    grantees: (ledgerId, nowMs) =>
      [...grants.keys()].filter((clientId) => access(clientId, ledgerId, nowMs) === "granted"),
  };
}
