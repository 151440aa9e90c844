import { Unzip, UnzipInflate } from "fflate";

import { fault } from "@/lib/formats/bank/fault";

const FILES_MAX = 1_000;
const TOTAL_BYTES_MAX = 4 * 1024 ** 3;
/** Deflate can make a thousand of one; statements are packed forty to one at most. */
const RATIO_MAX = 250;
const RATIO_FROM_BYTES = 4 * 1024 * 1024;
/** So little is unpacked at once that what comes out of it fits in memory, whatever it is. */
const PIECE_BYTES = 4_096;

type Part =
  | Readonly<{ kind: "file"; name: string }>
  | Readonly<{ kind: "data"; bytes: Uint8Array }>
  | Readonly<{ kind: "end" }>;

/** A file in the archive: `body` must be read to its end before the next is asked for. */
export type ZippedFile = Readonly<{ name: string; body: AsyncIterable<Uint8Array> }>;

/** The files of an archive, one after the other, unpacked as they come. Folders and what macOS adds are left out. */
export async function* unzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<ZippedFile> {
  const parts = partsOf(source);
  for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
    if (next.value.kind !== "file") continue;
    yield { name: next.value.name, body: bodyOf(parts) };
  }
}

async function* bodyOf(parts: AsyncGenerator<Part>): AsyncGenerator<Uint8Array> {
  for (let next = await parts.next(); next.done !== true; next = await parts.next()) {
    if (next.value.kind === "end") return;
    if (next.value.kind === "data") yield next.value.bytes;
  }
}

async function* partsOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  const archive = new Archive();
  for await (const chunk of source) {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      archive.push(chunk.subarray(start, start + PIECE_BYTES), false);
      yield* archive.take();
    }
  }
  archive.push(new Uint8Array(0), true);
  yield* archive.take();
  archive.end();
}

class Archive {
  #parts: Part[] = [];
  #files = 0;
  #packed = 0;
  #unpacked = 0;
  #isOpen = false;
  readonly #unzip: Unzip;

  constructor() {
    this.#unzip = new Unzip((file) => {
      if (file.name.endsWith("/") || /(?:^|\/)(?:__MACOSX\/|\.)/.test(file.name)) return;
      this.#files += 1;
      if (this.#files > FILES_MAX) throw tooLarge(`at most ${String(FILES_MAX)} files`);
      this.#isOpen = true;
      this.#parts.push({ kind: "file", name: file.name });
      file.ondata = (error, data, isFinal) => {
        if (error) throw error;
        this.#count(data.length);
        if (data.length > 0) this.#parts.push({ kind: "data", bytes: data });
        if (!isFinal) return;
        this.#isOpen = false;
        this.#parts.push({ kind: "end" });
      };
      file.start();
    });
    this.#unzip.register(UnzipInflate);
  }

  push(bytes: Uint8Array, isFinal: boolean): void {
    this.#packed += bytes.length;
    try {
      this.#unzip.push(bytes, isFinal);
    } catch (error) {
      if (error instanceof Error && error.name === "AppError") throw error;
      if (isFinal) throw cutOff();
      throw fault(ZIP_PLACE, "zip", "", "a zip archive that can be unpacked, without a password");
    }
  }

  take(): readonly Part[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  end(): void {
    if (this.#isOpen) throw cutOff();
    if (this.#files === 0) throw fault(ZIP_PLACE, "empty", "", "a zip archive with files");
  }

  #count(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > TOTAL_BYTES_MAX) throw tooLarge(`at most ${String(TOTAL_BYTES_MAX)} bytes unpacked`);
    if (this.#unpacked > RATIO_FROM_BYTES && this.#unpacked > this.#packed * RATIO_MAX) {
      throw tooLarge(`packed at most ${String(RATIO_MAX)} to one`);
    }
  }
}

/** An archive has no lines. */
const ZIP_PLACE = { line: 1, column: 1 } as const;

function cutOff(): Error {
  return fault(ZIP_PLACE, "cut-off", "", "the rest of the zip archive: it is cut off");
}

function tooLarge(expected: string): Error {
  return fault(ZIP_PLACE, "zip-too-large", "", `a zip archive with ${expected}`);
}
