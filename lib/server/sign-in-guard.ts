import { readEnv } from "@/lib/platform/env";
import { createRateLimiter } from "@/lib/platform/rate-limit";
import type { RateLimiter } from "@/lib/platform/rate-limit";
import { sharedServices } from "@/lib/services/wiring";

const WINDOW_SECONDS = 15 * 60;
const ATTEMPTS_PER_ACCOUNT = 10;
const ATTEMPTS_PER_ADDRESS = 60;

type Guards = Readonly<{ account: RateLimiter; address: RateLimiter }>;
let guards: Promise<Guards> | undefined;

/** Counts attempts per account and address, over all web processes. Throws: rate_limited, and what `work` throws. */
export async function guardSignIn<T>(
  who: Readonly<{ email: string; address: string }>,
  work: () => Promise<T>,
): Promise<T> {
  guards ??= openGuards().catch((error: unknown) => {
    guards = undefined;
    throw error;
  });
  const { account, address } = await guards;
  const key = who.email.trim().toLowerCase();
  await address.take(who.address);
  await account.take(key);
  const result = await work();
  await account.reset(key);
  return result;
}

async function openGuards(): Promise<Guards> {
  const env = readEnv();
  const { log } = sharedServices();
  const limit = (points: number) => ({ points, durationSeconds: WINDOW_SECONDS });
  return {
    account: await createRateLimiter(env, "sign-in/account", limit(ATTEMPTS_PER_ACCOUNT), log),
    address: await createRateLimiter(env, "sign-in/address", limit(ATTEMPTS_PER_ADDRESS), log),
  };
}
