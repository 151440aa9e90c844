import { AppError } from "@/lib/core/errors";

/** One part of a multipart body. Its bytes must be read before the next part is asked for; what is left is skipped. */
export type Part = Readonly<{
  name: string;
  /** Undefined: a plain field, not a file. */
  fileName: string | undefined;
  body: AsyncIterable<Uint8Array>;
}>;

const HEADERS_BYTES_MAX = 16_384;
const BOUNDARY_MAX = 70;
const CRLF = Buffer.from("\r\n");
const HEADERS_END = Buffer.from("\r\n\r\n");

/**
 * Reads `multipart/form-data` (RFC 7578) as it comes: at no time is more held than one piece of the source and a
 * boundary. Throws: invalid_input, when it is no such body or is cut off; too_large, when it has more parts than allowed.
 */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  contentType: string,
  options: Readonly<{ partsMax: number }>,
): AsyncGenerator<Part, void> {
  const reader = new Reader(source, boundaryOf(contentType));
  await reader.skipToFirst();
  for (let count = 0; await reader.hasNext(); count += 1) {
    if (count >= options.partsMax)
      throw new AppError("too_large", `the body has more than ${String(options.partsMax)} parts`);
    const part = toPart(await reader.headers());
    yield { ...part, body: reader.body() };
    await reader.skipBody();
  }
}

/** The boundary that the header names. Throws: invalid_input. */
function boundaryOf(contentType: string): string {
  const found = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2] ?? "";
  if (boundary === "" || boundary.length > BOUNDARY_MAX || !/^[\x20-\x7e]+$/.test(boundary))
    throw new AppError("invalid_input", "the content type names no boundary between the parts");
  return boundary;
}

/** Pulls bytes when they are needed. `#held` is what was pulled and not given out yet. */
class Reader {
  readonly #source: AsyncIterator<Uint8Array>;
  /** Before the first boundary there may be no line break. */
  readonly #first: Buffer;
  readonly #delimiter: Buffer;
  #held: Buffer = Buffer.alloc(0);
  #isEnded = false;
  #isInBody = true;

  constructor(source: AsyncIterable<Uint8Array>, boundary: string) {
    this.#source = source[Symbol.asyncIterator]();
    this.#first = Buffer.from(`--${boundary}`);
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  async #pull(): Promise<boolean> {
    if (this.#isEnded) return false;
    const next = await this.#source.next();
    if (next.done === true) {
      this.#isEnded = true;
      return false;
    }
    const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    return true;
  }

  async #atLeast(bytes: number): Promise<void> {
    while (this.#held.length < bytes) if (!(await this.#pull())) throw cutOff();
  }

  /** Past the first boundary; what stands before it says nothing. */
  async skipToFirst(): Promise<void> {
    await this.#atLeast(this.#first.length).catch(() => {
      throw new AppError("invalid_input", "the body has no parts");
    });
    if (this.#held.subarray(0, this.#first.length).equals(this.#first)) {
      this.#held = this.#held.subarray(this.#first.length);
      this.#isInBody = false;
      return;
    }
    await this.skipBody();
  }

  /** What nobody has read of a body. */
  async skipBody(): Promise<void> {
    while (this.#isInBody) for await (const _ of this.body()) continue;
  }

  /** After a boundary: `--` ends the body, a line break begins a part. */
  async hasNext(): Promise<boolean> {
    await this.#atLeast(2);
    if (this.#held.subarray(0, 2).toString("latin1") === "--") {
      this.#held = Buffer.alloc(0);
      // What follows the last boundary says nothing; it is read so that the sender is not cut off.
      while (await this.#pull()) this.#held = Buffer.alloc(0);
      return false;
    }
    for (;;) {
      const at = this.#held.indexOf(CRLF);
      const padding = this.#held.subarray(0, at < 0 ? undefined : at).toString("latin1");
      // Between boundary and line break spaces are allowed, and nothing else.
      if (padding.length > BOUNDARY_MAX || !/^[ \t]*\r?$/.test(padding)) throw notMultipart();
      if (at >= 0) {
        this.#held = this.#held.subarray(at + CRLF.length);
        return true;
      }
      if (!(await this.#pull())) throw cutOff();
    }
  }

  /** The header lines of a part. */
  async headers(): Promise<string> {
    for (;;) {
      if (this.#held.subarray(0, 2).equals(CRLF)) throw notMultipart(); // a part without a name
      const at = this.#held.indexOf(HEADERS_END);
      if (at > HEADERS_BYTES_MAX || (at < 0 && this.#held.length > HEADERS_BYTES_MAX))
        throw new AppError("invalid_input", "the headers of a part are too long");
      if (at >= 0) {
        const text = this.#held.subarray(0, at).toString("utf8");
        this.#held = this.#held.subarray(at + HEADERS_END.length);
        this.#isInBody = true;
        return text;
      }
      if (!(await this.#pull())) throw cutOff();
    }
  }

  /** The bytes up to the next boundary, which is taken away. */
  async *body(): AsyncGenerator<Uint8Array, void> {
    const delimiter = this.#delimiter;
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        const piece = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        this.#isInBody = false;
        if (piece.length > 0) yield piece;
        return;
      }
      // The end of what is held may be the beginning of a boundary.
      const sure = this.#held.length - (delimiter.length - 1);
      if (sure > 0) {
        const piece = this.#held.subarray(0, sure);
        this.#held = this.#held.subarray(sure);
        yield piece;
      }
      if (!(await this.#pull())) throw cutOff();
    }
  }
}

function toPart(headers: string): Readonly<{ name: string; fileName: string | undefined }> {
  const disposition = headers
    .split("\r\n")
    .find((line) => /^content-disposition\s*:/i.test(line))
    ?.replace(/^[^:]*:\s*/, "");
  if (disposition === undefined || !/^form-data\b/i.test(disposition)) throw notMultipart();
  const name = parameterOf(disposition, "name");
  if (name === undefined) throw notMultipart();
  const extended = /;\s*filename\*=utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  return {
    name,
    fileName: extended === undefined ? parameterOf(disposition, "filename") : percentDecoded(extended),
  };
}

/** A quoted or bare parameter; browsers write a quote in a name as `%22`, older programs as `\"`. */
function parameterOf(disposition: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, "i").exec(disposition);
  if (found === null) return undefined;
  const quoted = found[1]?.replaceAll(/\\(["\\])/g, "$1");
  return (quoted ?? found[2] ?? "").replaceAll(/%(22|0D|0A)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function cutOff(): AppError {
  return new AppError("invalid_input", "the body ends before its last boundary: it was cut off on the way");
}

function notMultipart(): AppError {
  return new AppError("invalid_input", "the body is not multipart/form-data as its content type says");
}
