import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { type Check, type Counts, type Exit } from "@/scripts/checks/check";

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
});
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
});

/** One project of tests/vitest.config.ts; its report goes to `folder`. `workers`: at once, if not as configured. */
export function vitest(project: string, folder: string, workers?: number): Check {
  const report = join(folder, `${project}.json`);
  return {
    name: `${project} tests`,
    run: async (runner) => {
      const exit = await runner.node([
        "node_modules/vitest/vitest.mjs",
        "run",
        "--config=tests/vitest.config.ts",
        `--project=${project}`,
        "--passWithNoTests",
        ...(workers === undefined ? [] : [`--maxWorkers=${String(workers)}`]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ]);
      const counts = read(report, VitestReport, (found) => ({
        passed: found.numPassedTests,
        failed: found.numFailedTests,
        skipped: found.numPendingTests + found.numTodoTests,
      }));
      return { counts: withExit(counts, exit), output: exit.output };
    },
  };
}

/** The browser tests of e2e/. */
export function playwright(folder: string): Check {
  const report = join(folder, "e2e.json");
  return {
    name: "browser tests",
    run: async (runner) => {
      const exit = await runner.node(
        [
          "node_modules/@playwright/test/cli.js",
          "test",
          "--config=e2e/playwright.config.ts",
          "--reporter=list,json",
        ],
        { PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
      );
      const counts = read(report, PlaywrightReport, ({ stats }) => ({
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky, // a test that passes only sometimes is broken
        skipped: stats.skipped,
      }));
      return { counts: withExit(counts, exit), output: exit.output };
    },
  };
}

function read<T>(path: string, schema: z.ZodType<T>, toCounts: (report: T) => Counts): Counts | undefined {
  if (!existsSync(path)) return undefined;
  const report = schema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  return report.success ? toCounts(report.data) : undefined;
}

/** A suite that broke before, between or after its tests failed, whatever its report says. */
function withExit(counts: Counts | undefined, exit: Exit): Counts {
  const known = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const isBroken = known.failed === 0 && (exit.code !== 0 || counts === undefined);
  return isBroken ? { ...known, failed: 1 } : known;
}
