import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join("prisma", "migrations");

/** Names of the migrations that this release brings; none when it runs without their files. */
export function migrationNames(root: string = process.cwd()): readonly string[] {
  const folder = join(root, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
