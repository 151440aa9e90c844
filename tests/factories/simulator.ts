import type { Topic } from "@/lib/domain/ledger/states";
import { startSimulator } from "@/simulator/server";

/** One entry as the API writes it; amounts in minor units. */
export type WireEntry = Readonly<Record<string, unknown>> &
  Readonly<{
    ledgerDate: string;
    time: string;
    entryType: string;
    amount: number;
    balanceBefore: number;
    balanceAfter: number;
  }>;

export type TruthTopic = Readonly<{
  count: number;
  sum: number;
  firstBalance: number | null;
  headBalance: number | null;
  lastLedgerDate: string | null;
  closedThrough: string | null;
  days: readonly Readonly<{
    ledgerDate: string;
    count: number;
    sum: number;
    byType: Readonly<Record<string, { count: number; amount: number }>>;
  }>[];
}>;

export type TruthLedger = Readonly<{
  ledgerId: string;
  grantedTo: readonly string[];
  topics: Readonly<Record<Topic, TruthTopic>>;
  payouts: readonly Readonly<{
    ledgerDate: string;
    pspReference: string;
    amount: number;
    aborted: boolean;
  }>[];
}>;

export type ScriptedLedger = Readonly<{
  ledgerId: string;
  currency?: string;
  country?: "NO" | "DK" | "FI";
  grantedTo?: readonly string[];
  funds?: readonly WireEntry[];
  fees?: readonly WireEntry[];
  pageSize?: number;
  closedThrough?: string;
}>;

/** A simulator over HTTP, and its control door. */
export type TestSimulator = Readonly<{
  url: string;
  seed: number;
  truth: (ledgerId?: string) => Promise<readonly TruthLedger[]>;
  entries: (ledgerId: string, topic: Topic) => Promise<readonly WireEntry[]>;
  script: (ledger: ScriptedLedger) => Promise<void>;
  append: (ledgerId: string, topic: Topic, entries: readonly WireEntry[]) => Promise<void>;
  control: (method: string, path: string, body?: unknown) => Promise<unknown>;
  close: () => Promise<void>;
}>;

export async function createTestSimulator(
  options: Readonly<{
    merchants?: number;
    days?: number;
    seed?: number;
    from?: string;
    nowMs?: () => number;
    faults?: "none" | "mild" | "hostile";
    entriesPerDay?: number;
  }> = {},
): Promise<TestSimulator> {
  const seed = options.seed ?? 7;
  const simulator = await startSimulator({ port: 0, merchants: 1, days: 0, ...options, seed });
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${simulator.url}/_control${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`control ${method} ${path}: ${String(response.status)} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    url: simulator.url,
    seed,
    control,
    close: simulator.close,
    truth: async (ledgerId) => {
      const answer = (await control(
        "GET",
        `/truth${ledgerId === undefined ? "" : `?ledgerId=${ledgerId}`}`,
      )) as { ledgers: TruthLedger[] };
      return answer.ledgers;
    },
    entries: async (ledgerId, topic) =>
      (await control("GET", `/entries?ledgerId=${ledgerId}&topic=${topic}`)) as WireEntry[],
    script: async (ledger) => {
      await control("POST", "/ledgers", {
        ledger: listingOf(ledger),
        grantedTo: ledger.grantedTo ?? ["firm-nordfjord"],
        funds: ledger.funds ?? [],
        fees: ledger.fees ?? [],
        ...(ledger.pageSize === undefined ? {} : { pageSize: ledger.pageSize }),
        ...(ledger.closedThrough === undefined ? {} : { closedThrough: ledger.closedThrough }),
      });
    },
    append: async (ledgerId, topic, entries) => {
      await control("POST", `/ledgers/${ledgerId}/entries`, { topic, entries });
    },
  };
}

const SCHEMES = { NO: "business:NO:ORG", DK: "business:DK:CVR", FI: "business:FI:Y-tunnus" } as const;

function listingOf(ledger: ScriptedLedger): Record<string, unknown> {
  const country = ledger.country ?? "NO";
  return {
    ledgerId: ledger.ledgerId,
    currency: ledger.currency ?? "NOK",
    payoutBankAccount: { scheme: `BBAN:${country}`, id: "86011117947" },
    owner: { scheme: SCHEMES[country], id: `9${ledger.ledgerId.padStart(8, "0")}` },
    settlesForRecipientHandles: ["NO:57860"],
    salesUnits: [
      {
        name: `Shop ${ledger.ledgerId}`,
        recipientHandle: "NO:57860",
        businessIdentifier: { scheme: SCHEMES[country], id: "987654321" },
      },
    ],
  };
}
