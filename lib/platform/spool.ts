import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { AppError } from "@/lib/core/errors";

/** A file that was received whole, on disk until it is removed. */
export type Spooled = Readonly<{
  sizeBytes: number;
  sha256: Uint8Array;
  /** Its bytes, from the start, as often as wanted. */
  read: () => AsyncIterable<Uint8Array>;
  /** At most its first bytes. */
  head: (bytes: number) => Promise<Uint8Array>;
  remove: () => Promise<void>;
}>;

/**
 * Receives a file in constant memory: nothing waits on a slow sender but this. Throws: too_large, when it has more
 * bytes than allowed; whatever the source throws. Nothing is left behind then.
 */
export async function spool(
  source: AsyncIterable<Uint8Array>,
  options: Readonly<{ dir: string; bytesMax: number }>,
): Promise<Spooled> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const path = join(options.dir, `${randomUUID()}.part`);
  const digest = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(path, "wx", 0o600);
  try {
    for await (const piece of source) {
      sizeBytes += piece.byteLength;
      if (sizeBytes > options.bytesMax) {
        throw new AppError(
          "too_large",
          `the file is larger than ${String(Math.floor(options.bytesMax / 1_048_576))} MB`,
        );
      }
      digest.update(piece);
      await file.write(piece);
    }
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  return {
    sizeBytes,
    sha256: digest.digest(),
    read: () => createReadStream(path),
    head: async (bytes) => {
      const handle = await open(path, "r");
      try {
        const buffer = Buffer.alloc(Math.min(bytes, sizeBytes));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    remove: () => rm(path, { force: true }),
  };
}

/**
 * Removes what processes that were stopped have left in the folder: files that nobody has written to since `beforeMs`.
 * Returns how many went.
 */
export async function sweepSpool(dir: string, beforeMs: number): Promise<number> {
  const names = await readdir(dir).catch(() => []); // nothing was ever received here
  let removed = 0;
  for (const name of names.filter((of) => of.endsWith(".part"))) {
    const path = join(dir, name);
    const found = await stat(path).catch(() => undefined); // its own process was faster
    if (found === undefined || found.mtimeMs >= beforeMs) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
