import { chmodSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readEnvFile } from "@/lib/platform/env-file";

/** Merges into `<dataDir>/env`; undefined removes. It holds passwords, so only its owner may read it. */
export function writeEnvFile(dataDir: string, values: Readonly<Record<string, string | undefined>>): void {
  mkdirSync(dataDir, { recursive: true });
  const merged = { ...readEnvFile(dataDir), ...values };
  const text = Object.entries(merged)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
  const path = join(dataDir, "env");
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}
