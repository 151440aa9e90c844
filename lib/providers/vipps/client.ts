import type { Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { HttpClient } from "@/lib/platform/http";
import type { VippsAccess, VippsKeys } from "@/lib/providers/vipps/access";

export type {
  DatePage,
  DateReport,
  DateRequest,
  FeedPage,
  FeedRequest,
  ListedLedger,
  ListedSalesUnit,
  SchemedId,
  VippsAccess,
  VippsKeys,
} from "@/lib/providers/vipps/access";

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

export function createVipps(deps: VippsDependencies): Vipps {
  throw new AppError("provider_unavailable", `not built yet: ${deps.baseUrl}`);
}
