/** A client as small as can be: the simulator is tested through HTTP, as the platform would be. */
import { startSimulator, type Simulator, type SimulatorOptions } from "../../simulator/server";

export const SYSTEM_HEADERS = {
  "Vipps-System-Name": "tests",
  "Vipps-System-Version": "1.0.0",
  "Vipps-System-Plugin-Name": "tests",
  "Vipps-System-Plugin-Version": "1.0.0",
} as const;

export const NOW = Date.parse("2026-06-10T10:00:00Z");

type Json = Readonly<Record<string, unknown>>;
export type Entry = Readonly<{
  pspReference: string;
  time: string;
  ledgerDate: string;
  entryType: string;
  reference?: string;
  currency: string;
  amount: number;
  balanceBefore: number;
  balanceAfter: number;
  recipientHandle: string | null;
}>;
export type Page = Readonly<{ items: Entry[]; cursor?: string; tryLater: boolean; hasMore?: boolean }>;
type TruthTopic = Readonly<{
  count: number;
  sum: number;
  firstBalance: number | null;
  headBalance: number | null;
  lastLedgerDate: string | null;
  lastTime: string | null;
  closedThrough: string | null;
  days: {
    ledgerDate: string;
    count: number;
    sum: number;
    byType: Record<string, { count: number; amount: number }>;
  }[];
}>;
export type TruthLedger = Readonly<{
  ledgerId: string;
  merchant: string;
  country: string;
  grantedTo: string[];
  payoutBankAccount: Readonly<{ scheme: string; id: string }>;
  topics: Readonly<{ funds: TruthTopic; fees: TruthTopic }>;
  payouts: { ledgerDate: string; pspReference: string; amount: number; aborted: boolean }[];
}>;

export type Client = Readonly<{
  url: string;
  close: () => Promise<void>;
  token: (clientId?: string) => Promise<string>;
  get: (path: string, clientId?: string) => Promise<Response>;
  page: (path: string, clientId?: string) => Promise<Page>;
  /** A whole feed, to its head. */
  feed: (ledgerId: string, topic: string) => Promise<{ entries: Entry[]; cursor: string }>;
  control: (method: string, path: string, body?: unknown) => Promise<Json>;
  truth: () => Promise<TruthLedger[]>;
  truthOf: (merchant: string) => Promise<TruthLedger>;
}>;

const SEED = 7;

export async function openSimulator(options: Partial<SimulatorOptions> = {}): Promise<Client> {
  const simulator = await startSimulator({
    seed: SEED,
    merchants: 3,
    days: 30,
    nowMs: () => NOW,
    ...options,
  });
  return clientOf(simulator, options.seed ?? SEED);
}

function clientOf(simulator: Simulator, seed: number): Client {
  const { url } = simulator;
  const tokens = new Map<string, string>();
  const token = async (clientId = "firm-nordfjord"): Promise<string> => {
    const response = await requestToken(url, { clientId, clientSecret: `${clientId}-secret-${seed}` });
    const { access_token } = (await response.json()) as { access_token: string };
    return access_token;
  };
  const get = async (path: string, clientId = "firm-nordfjord"): Promise<Response> => {
    const known = tokens.get(clientId) ?? (await token(clientId));
    tokens.set(clientId, known);
    return fetch(url + path, { headers: { ...SYSTEM_HEADERS, Authorization: `Bearer ${known}` } });
  };
  const control = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(`${url}/_control${path}`, {
      method,
      ...(body === undefined ? {} : { body: text }),
    });
    return (await response.json()) as Json;
  };
  const page = async (path: string, clientId?: string): Promise<Page> =>
    (await (await get(path, clientId)).json()) as Page;
  const truth = async (): Promise<TruthLedger[]> =>
    ((await control("GET", "/truth")) as unknown as { ledgers: TruthLedger[] }).ledgers;
  return {
    url,
    close: simulator.close,
    token,
    get,
    page,
    control,
    truth,
    feed: async (ledgerId, topic) => {
      const entries: Entry[] = [];
      let cursor = "";
      for (;;) {
        const read = await page(
          `/report/v2/ledgers/${ledgerId}/${topic}/feed?cursor=${encodeURIComponent(cursor)}`,
        );
        entries.push(...read.items);
        cursor = read.cursor ?? "";
        if (read.tryLater) return { entries, cursor };
      }
    },
    truthOf: async (merchant) => {
      const found = (await truth()).find((ledger) => ledger.merchant.startsWith(merchant));
      if (found === undefined) throw new Error(`no ledger of ${merchant}`);
      return found;
    },
  };
}

export function requestToken(
  url: string,
  credential: Readonly<{ clientId: string; clientSecret: string }>,
  changes: Readonly<{ headers?: Record<string, string>; body?: string }> = {},
): Promise<Response> {
  return fetch(`${url}/miami/v1/token`, {
    method: "POST",
    headers: {
      ...SYSTEM_HEADERS,
      Authorization: `Basic ${btoa(`${credential.clientId}:${credential.clientSecret}`)}`,
      "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
      ...changes.headers,
    },
    body: changes.body ?? "grant_type=client_credentials",
  });
}
