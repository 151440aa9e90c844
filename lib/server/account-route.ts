import { randomUUID } from "node:crypto";

import { z } from "zod";

import { ACCOUNT_HEADER } from "@/lib/contracts/account";
import type { AccountRoute, DoorRoute } from "@/lib/contracts/surface";
import { AppError } from "@/lib/core/errors";
import { guardAttempt } from "@/lib/server/attempt-guard";
import type { AttemptKind } from "@/lib/server/attempt-guard";
import { currentSessionId } from "@/lib/server/auth";
import { countAnswer } from "@/lib/server/figures";
import { readPayload } from "@/lib/server/payload";
import { problemResponse } from "@/lib/server/problem-response";
import { visitorOf } from "@/lib/server/visitor";
import type { Services } from "@/lib/services/context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { readSession } from "@/lib/services/identity/read-session";
import type { Visitor } from "@/lib/services/identity/visitor";
import { sharedServices } from "@/lib/services/wiring";

type Handler = (request: Request) => Promise<Response>;

type Schemas<I extends z.ZodObject, O extends z.ZodType> = Readonly<{ input: I; output: O }>;

/**
 * A route of a signed-in person's own account. `guard`: attempts are counted, since a password is asked for. Only
 * pages of ours can call it: another site can neither set the header nor send JSON.
 */
export function accountRoute<I extends z.ZodObject, O extends z.ZodType>(
  _line: AccountRoute,
  spec: Schemas<I, O> &
    Readonly<{
      guard?: AttemptKind;
      run: (ctx: AccountContext & Visitor, input: z.output<I>) => Promise<z.output<O>>;
    }>,
): Handler {
  return answering(spec, async (request) => {
    const services = sharedServices();
    const sessionId = await currentSessionId();
    const session = sessionId === undefined ? undefined : await readSession(services, sessionId);
    if (sessionId === undefined || session === undefined)
      throw new AppError("unauthenticated", "sign in first");
    const visitor = visitorOf(request.headers);
    return (input) => {
      const work = () => spec.run({ ...services, ...visitor, sessionId }, input);
      if (spec.guard === undefined) return work();
      return guardAttempt(spec.guard, { account: session.userId, address: visitor.address }, work);
    };
  });
}

/** A route for people who cannot sign in, or follow a link. `accountOf`: whose attempts are counted. */
export function doorRoute<I extends z.ZodObject, O extends z.ZodType>(
  _line: DoorRoute,
  spec: Schemas<I, O> &
    Readonly<{
      guard: AttemptKind;
      accountOf: (input: z.output<I>) => string;
      run: (services: Services, input: z.output<I> & Visitor) => Promise<z.output<O>>;
    }>,
): Handler {
  return answering(spec, (request) => {
    const visitor = visitorOf(request.headers);
    return Promise.resolve((input) =>
      guardAttempt(spec.guard, { account: spec.accountOf(input), address: visitor.address }, () =>
        spec.run(sharedServices(), { ...input, ...visitor }),
      ),
    );
  });
}

function answering<I extends z.ZodObject, O extends z.ZodType>(
  { input, output }: Schemas<I, O>,
  /** Lets the asker in, before anything that was sent is read; then does the work. */
  admit: (request: Request) => Promise<(input: z.output<I>) => Promise<z.output<O>>>,
): Handler {
  const known = new Set(Object.keys(input.shape));
  const answer = async (request: Request): Promise<Response> => {
    const requestId = randomUUID();
    try {
      assertOwnPage(request);
      const work = await admit(request);
      const asked = input.parse(await readPayload(request, {}, known));
      const body: unknown = z.encode(output, await work(asked));
      return Response.json(body, { headers: { "cache-control": "no-store", "x-request-id": requestId } });
    } catch (error) {
      return problemResponse(error, { id: requestId, log: sharedServices().log });
    }
  };
  return async (request) => {
    const startedMs = performance.now();
    return countAnswer(request.method, await answer(request), startedMs);
  };
}

/** Throws: forbidden, when another site could have sent this. */
function assertOwnPage(request: Request): void {
  const { headers } = request;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const isOwn =
    headers.has(ACCOUNT_HEADER) &&
    (headers.get("content-type") ?? "").startsWith("application/json") &&
    (site === null || site === "same-origin") &&
    (origin === null || origin === new URL(sharedServices().publicUrl).origin);
  if (!isOwn) throw new AppError("forbidden", "this is for pages of Avstemt only");
}
