import { fileURLToPath } from "node:url";

import { z } from "zod";

import { command } from "@/cli/command";
import type { Session } from "@/cli/session";
import { DoctorReport } from "@/lib/contracts/reports";
import { EnvError } from "@/lib/platform/env";
import { failed, ok } from "@/lib/services/doctor/check";
import type { Check } from "@/lib/services/doctor/check";
import { examine } from "@/lib/services/doctor/examine";

const MIGRATIONS = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));
const SIGNS: Readonly<Record<Check["state"], string>> = { ok: "ok    ", failed: "FAILED", skipped: "-     " };

export const doctor = command({
  name: "doctor",
  summary: "checks environment, database, queue, clock and keys",
  options: {},
  run: async (_values, session) => {
    const checks = await examineAll(session);
    const isOk = checks.every(({ state }) => state === "ok");
    return {
      json: z.encode(DoctorReport, {
        ok: isOk,
        checks: checks.map((check) => ({ ...check, mend: check.mend ?? null })),
      }),
      text: checks.map(describe).join("\n"),
      isFailed: !isOk,
    };
  },
});

async function examineAll(session: Session): Promise<readonly Check[]> {
  try {
    session.env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.message
      .split("\n")
      .map((line) =>
        failed(
          "environment",
          line,
          "set it, or write it to .data/env; `npm run services` does for a developer",
        ),
      );
  }
  return [
    ok("environment", "every variable is set as it must be"),
    ...(await examine({
      env: session.env(),
      services: session.services(),
      migrationsFolder: MIGRATIONS,
      signal: session.terminal.signal,
    })),
  ];
}

function describe({ name, state, detail, mend }: Check): string {
  return `${SIGNS[state]}  ${name.padEnd(12)}${detail}${mend === undefined ? "" : ` → ${mend}`}`;
}
