import { dataDirOf } from "@/lib/platform/env-file";
import { createProgress } from "@/scripts/services/progress";
import { runStack } from "@/scripts/services/run-stack";

const DEFAULT_PORT = 3_000;

/** `npm run dev`: as the demo, on the same data, but pages and worker follow every change of the sources. */
const status = await runStack(
  {
    dataDir: dataDirOf(process.env),
    wantedPort: Number(process.env["PORT"] ?? DEFAULT_PORT),
    mode: "development",
    durable: true,
    progress: createProgress(),
  },
  ({ url, logins }) => {
    console.log(`\nready ${url}\n`);
    for (const { firm, email, password } of logins) console.log(`  ${firm}: ${email} ${password}`);
  },
);
process.exit(status);
