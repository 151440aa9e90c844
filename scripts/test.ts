import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { add, createRunner, one, single, type Check, type Counts, type Runner } from "@/scripts/checks/check";
import { playwright, vitest } from "@/scripts/checks/suites";
import { ROOT } from "@/scripts/services/folders";
import { untilStopped } from "@/scripts/services/until-stopped";
import { buildWeb, generateRouteTypes, isBuilt } from "@/scripts/services/web-build";

const NAME_WIDTH = 20;
const INTEGRATION_WORKERS = 3;
/** Of what a failed check printed, this much is shown. */
const OUTPUT_MAX = 20_000;
/** What the layers are checked in, as far as they exist. */
const FOLDERS = [
  "app",
  "cli",
  "components",
  "lib",
  "simulator",
  "workers",
  "scripts",
  "tests",
  "e2e",
  "bench",
];
/** A run has servers and data of its own: what a developer works with is out of reach. */
const OWN = ["DATABASE_URL", "DATABASE_ADMIN_URL", "QUEUE_DATABASE_URL", "VIPPS_API_URL", "PORT", "NODE_ENV"];

/** `npm test`: everything that guards the project, to the end, and one line that sums it up. */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "avstemt-check-"));
  const abort = new AbortController();
  void untilStopped().then(() => abort.abort());
  const env = { ...Object.fromEntries(OWN.map((name) => [name, undefined])), DATA_DIR: join(folder, "data") };
  const runner = createRunner(env, abort.signal);
  mkdirSync(env.DATA_DIR);
  let total: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const group of checksOf(folder)) {
      if (abort.signal.aborted) break;
      const counts = await Promise.all(group.map((check) => runCheck(check, runner)));
      total = counts.reduce(add, total);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (abort.signal.aborted) {
    console.log("stopped before the end");
    return 130;
  }
  const skipped = total.skipped === 0 ? "" : `, ${total.skipped} skipped`;
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

/** In this order; those of one group run side by side. */
function checksOf(folder: string): readonly (readonly Check[])[] {
  const bin = (path: string): string => join("node_modules", path);
  const folders = FOLDERS.filter((name) => existsSync(join(ROOT, name)));
  return [
    [{ name: "generated sources", run: generate }],
    [
      single("format", [bin("oxfmt/bin/oxfmt"), "--check", "."]),
      single("layers", [
        bin("dependency-cruiser/bin/dependency-cruise.mjs"),
        "--config",
        ".dependency-cruiser.cjs",
        ...folders,
      ]),
      single("unused", [bin("knip/bin/knip.js"), "--no-progress"]),
      single("lint", [bin("oxlint/bin/oxlint"), "--type-aware"]),
      single("types", [bin("typescript/bin/tsc"), "--noEmit"]),
    ],
    [vitest("unit", folder)],
    // Integration tests wait for servers a third of their time: one more at once, and the build beside them.
    [vitest("integration", folder, INTEGRATION_WORKERS), { name: "build", run: build }],
    [vitest("architecture", folder)],
    [playwright(folder)],
  ];
}

async function runCheck(check: Check, runner: Runner): Promise<Counts> {
  const startedMs = performance.now();
  const { counts, output } = await check.run(runner);
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7);
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
  console.log(
    `${seconds} s  ${check.name.padEnd(NAME_WIDTH)} ${counts.passed} passed, ${counts.failed} failed${skipped}`,
  );
  if (counts.failed > 0) console.log(output.slice(-OUTPUT_MAX).trimEnd().replaceAll(/^/gm, "    "));
  else for (const line of reasonsOf(output)) console.log(`           ${line}`);
  return counts;
}

/** Why tests were skipped, and what mends it: suites print it as a line of its own. */
function reasonsOf(output: string): readonly string[] {
  return output.split("\n").filter((line) => line.startsWith("skipped: "));
}

async function generate(runner: Runner): Promise<Readonly<{ counts: Counts; output: string }>> {
  const { code, output } = await runner.node(["scripts/prisma-generate.mjs"]);
  if (code !== 0) return { counts: one(false), output };
  return attempt(generateRouteTypes);
}

function build(): Promise<Readonly<{ counts: Counts; output: string }>> {
  return attempt(async () => {
    if (!isBuilt()) await buildWeb();
  });
}

async function attempt(work: () => Promise<void>): Promise<Readonly<{ counts: Counts; output: string }>> {
  try {
    await work();
    return { counts: one(true), output: "" };
  } catch (error) {
    return { counts: one(false), output: error instanceof Error ? error.message : String(error) };
  }
}

process.exit(await main());
