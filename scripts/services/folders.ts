import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout, wherever a command was started from. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url)).replace(/[/\\]$/, "");
export const MIGRATIONS_FOLDER = join(ROOT, "prisma", "migrations");
