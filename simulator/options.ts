/** The command line. */
import { parseArgs } from "node:util";

import { parseDay } from "./calendar";
import type { SimulatorOptions } from "./core";
import { FAULT_PROFILES, type FaultProfile } from "./faults";

/** A wrong option; the message names it. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}

export type CommandLine = Readonly<{ options: SimulatorOptions; asJson: boolean }>;

export const USAGE =
  "npm run simulator -- --port 4010 --seed 7 --merchants 50 --days 120 [--entries-per-day 200]\n" +
  "                     [--faults none|mild|hostile] [--from YYYY-MM-DD] [--host 127.0.0.1] [--json]";

const DAYS_MAX = 20_000;
const MERCHANTS_MAX = 5000;
const ENTRIES_PER_DAY_MAX = 2_000_000;

export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values } = parse(args);
  const from = values.from;
  if (from !== undefined && parseDay(from) === undefined) {
    throw new OptionError(`--from: '${from}' is not a date such as 2026-01-31`);
  }
  const entriesPerDay = values["entries-per-day"];
  return {
    asJson: values.json === true,
    options: {
      port: integer("--port", values.port ?? "4010", [0, 65_535]),
      seed: integer("--seed", values.seed ?? "7", [0, 4_294_967_295]),
      merchants: integer("--merchants", values.merchants ?? "24", [1, MERCHANTS_MAX]),
      days: integer("--days", values.days ?? "120", [0, DAYS_MAX]),
      faults: faultProfile(values.faults ?? "none"),
      host: values.host ?? "127.0.0.1",
      ...(from === undefined ? {} : { from }),
      ...(entriesPerDay === undefined
        ? {}
        : { entriesPerDay: integer("--entries-per-day", entriesPerDay, [1, ENTRIES_PER_DAY_MAX]) }),
    },
  };
}

const TEXT = { type: "string" } as const;
const OPTIONS = {
  port: TEXT,
  seed: TEXT,
  merchants: TEXT,
  days: TEXT,
  "entries-per-day": TEXT,
  faults: TEXT,
  from: TEXT,
  host: TEXT,
  json: { type: "boolean" },
} as const;

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; args: string[] }>> {
  try {
    return parseArgs({ options: OPTIONS, args: [...args], allowPositionals: false });
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function integer(name: string, text: string, [low, high]: readonly [number, number]): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value < low || value > high) {
    throw new OptionError(`${name}: '${text}' is not a whole number from ${low} to ${high}`);
  }
  return value;
}

function faultProfile(text: string): FaultProfile {
  const profile = FAULT_PROFILES.find((choice) => choice === text);
  if (profile === undefined)
    throw new OptionError(`--faults: '${text}' is not one of ${FAULT_PROFILES.join(", ")}`);
  return profile;
}
