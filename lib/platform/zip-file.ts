import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";

import { ZipFile } from "yazl";

/** One file within: where it stands, and its text piece by piece. */
export type ZippedFile = Readonly<{ path: string; chunks: AsyncIterable<string> }>;
export type WrittenFile = Readonly<{ path: string; sha256: string; bytes: number }>;

/**
 * Writes a zip file beside its place and moves it there when it is whole. Files are made one after the other while
 * they are written, so it holds no more than a piece in memory. `onFile` is told of each; what it returns comes next
 * in the order that `files` gives. Returns the SHA-256 and the size of the whole.
 */
export async function writeZip(
  place: string,
  files: AsyncIterable<ZippedFile>,
  options: Readonly<{
    atMs: number;
    signal?: AbortSignal | undefined;
    onFile?: (file: WrittenFile) => Promise<void> | void;
  }>,
): Promise<Readonly<{ sha256: string; bytes: number }>> {
  const part = `${place}.part`;
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const zip = new ZipFile();
  const stopping = new AbortController();
  // The file at hand tells its own failure; unheard, this event would end the process.
  zip.on("error", () => stopping.abort());
  const written = pipeline(zip.outputStream, createWriteStream(part, { mode: 0o600 }), {
    signal:
      options.signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, options.signal]),
  });
  // Heard here as well: a disk that is full ends the making of the file at hand.
  const broken = written.then(() => new Promise<never>(() => undefined));
  try {
    for await (const file of files) {
      const hash = createHash("sha256");
      let bytes = 0;
      const stream = Readable.from(counted(file.chunks, hash, (length) => (bytes += length)));
      zip.addReadStream(stream, file.path, { mtime: new Date(options.atMs) });
      await Promise.race([finished(stream), broken]);
      await options.onFile?.({ path: file.path, sha256: hash.digest("hex"), bytes });
    }
    zip.end();
    await written;
    const sha256 = await hashOf(part);
    const { size } = await stat(part);
    await rename(part, place);
    return { sha256, bytes: size };
  } catch (error) {
    stopping.abort();
    await written.catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}

async function* counted(
  chunks: AsyncIterable<string>,
  hash: ReturnType<typeof createHash>,
  count: (length: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk, "utf8");
    hash.update(bytes);
    count(bytes.length);
    yield bytes;
  }
}

async function hashOf(place: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(place)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** A file from disk, piece by piece. */
export async function* readFilePieces(place: string): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of createReadStream(place)) yield new Uint8Array(piece as Buffer);
}
