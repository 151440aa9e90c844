import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** True while a process has this id; after a restart of the machine it may be another one than was meant. */
export function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Writes our process id, unless a live process holds the file. Returns who holds it, or how to give it back. */
export function takeLock(path: string): Readonly<{ heldBy: number }> | Readonly<{ release: () => void }> {
  const holder = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  if (isAlive(holder) && runsOurs(holder)) return { heldBy: holder };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, String(process.pid));
  return { release: () => rmSync(path, { force: true }) };
}

/** A number that was given to another program meanwhile does not count, where the system can tell. */
function runsOurs(processId: number): boolean {
  const commandLine = `/proc/${processId}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("scripts/");
}
