/** Everything a running simulator consists of, apart from its socket. */
import { createAccessControl, type AccessControl } from "./access";
import { DAY_MS, dateText, parseDay } from "./calendar";
import { createClock, type SimulatorClock } from "./clock";
import { createFaultSource, type FaultProfile, type FaultSource } from "./faults";
import { createGeneratedLedger } from "./generated-ledger";
import type { Ledger } from "./ledger";
import type { LedgerBook } from "./ledger-book";
import { createRequestLog, type RequestLog } from "./request-log";
import type { ScriptedLedger } from "./scripted-ledger";
import { CLIENT_IDS, buildWorld } from "./world";

export type SimulatorOptions = Readonly<{
  port?: number;
  host?: string;
  seed: number;
  merchants: number;
  days: number;
  /** The first day of every ledger, `YYYY-MM-DD`; without it, so many days before today. */
  from?: string;
  entriesPerDay?: number;
  faults?: FaultProfile;
  nowMs?: () => number;
}>;

export type Outage = "500" | "hang" | "none" | "refuse";

export type Core = {
  readonly options: SimulatorOptions;
  readonly from: string;
  readonly clock: SimulatorClock;
  readonly access: AccessControl;
  readonly book: LedgerBook;
  readonly scripted: Map<string, ScriptedLedger>;
  readonly faults: FaultSource;
  readonly log: RequestLog;
  outage: Outage;
};

/** A late grant comes two days after the history that was asked for, at nine in the morning UTC. */
const LATE_GRANT_DAYS = 2;
const NINE_HOURS_MS = 9 * 3_600_000;

export function createCore(options: SimulatorOptions): Core {
  const clock = createClock(options.nowMs ?? Date.now);
  const given = options.from === undefined ? undefined : parseDay(options.from);
  if (options.from !== undefined && given === undefined)
    throw new RangeError(`from: '${options.from}' is not a date`);
  const fromDay = given ?? Math.floor(clock.nowMs() / DAY_MS) - options.days;
  const { seed, merchants, entriesPerDay } = options;
  const world = buildWorld({
    seed,
    merchants,
    fromDay,
    ...(entriesPerDay === undefined ? {} : { entriesPerDay }),
  });
  const access = createAccessControl(seed);
  for (const clientId of CLIENT_IDS) {
    access.credentials.set(clientId, { clientSecret: `${clientId}-secret-${seed}`, enabled: true });
  }
  const lateMs = (fromDay + options.days + LATE_GRANT_DAYS) * DAY_MS + NINE_HOURS_MS;
  for (const grant of world.grants) access.grant(grant.clientId, grant.ledgerId, grant.isLate ? lateMs : 0);
  const ledgers = new Map<string, Ledger>(
    world.plans.map((plan) => [plan.ledgerId, createGeneratedLedger(plan)]),
  );
  return {
    options,
    from: dateText(fromDay),
    clock,
    access,
    book: { ledgers, changes: new Map() },
    scripted: new Map(),
    faults: createFaultSource(seed, options.faults ?? "none"),
    log: createRequestLog(),
    outage: "none",
  };
}
