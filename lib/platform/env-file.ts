import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder for everything that a checkout keeps outside git; `DATA_DIR` moves it. */
export function dataDirOf(variables: Readonly<Record<string, string | undefined>>): string {
  return resolve(variables["DATA_DIR"] ?? ".data");
}

/** The variables that `npm run services` and `npm run demo` left in `<dataDir>/env` for every other command. */
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
