import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder for everything that a checkout keeps outside git; `DATA_DIR` moves it. */
export function dataDirOf(environment: NodeJS.ProcessEnv): string {
  return resolve(environment["DATA_DIR"] ?? ".data");
}

/** The variables that `npm run services` and `npm run demo` left for every other command. */
export function readEnvFile(dataDir: string): Record<string, string> {
  const path = join(dataDir, "env");
  if (!existsSync(path)) return {};
  const pairs = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => /^[A-Z][A-Z0-9_]*=/.test(line))
    .map((line): [string, string] => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    });
  return Object.fromEntries(pairs);
}

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
