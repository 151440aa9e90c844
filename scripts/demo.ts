import { parseArgs } from "node:util";

import { dataDirOf } from "@/lib/platform/env-file";
import type { Stack } from "@/scripts/services/demo-stack";
import { createProgress } from "@/scripts/services/progress";
import { runStack } from "@/scripts/services/run-stack";

const USAGE = "usage: npm run demo -- [--port N] [--reset]";
const DEFAULT_PORT = 3_000;

/** `npm run demo`: the whole product on this machine, with two firms and the simulator behind it. */
async function main(): Promise<number> {
  const options = parseCommandLine();
  if (options === undefined) return 2;
  return runStack(
    {
      dataDir: dataDirOf(process.env),
      wantedPort: options.port,
      mode: "production",
      durable: true,
      progress: createProgress(),
      isReset: options.isReset,
    },
    announce,
  );
}

function announce({ url, logins }: Stack): void {
  console.log(`\nready ${url}\n`);
  for (const { firm, email, password, role, merchants } of logins) {
    const limit =
      merchants === undefined ? "" : `  sees ${merchants} ${merchants === 1 ? "merchant" : "merchants"}`;
    console.log(`  ${firm.padEnd(28)} ${role.padEnd(11)} ${email}  ${password}${limit}`);
  }
  console.log("\nCtrl-C stops everything that was started here.");
}

function parseCommandLine(): Readonly<{ port: number; isReset: boolean }> | undefined {
  try {
    const { values } = parseArgs({ options: { port: { type: "string" }, reset: { type: "boolean" } } });
    const port = Number(values.port ?? DEFAULT_PORT);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`${values.port} is not a port`);
    return { port, isReset: values.reset === true };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return undefined;
  }
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
