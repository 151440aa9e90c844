import { isAscii, isUtf8 } from "node:buffer";

import iconv from "iconv-lite";

import type { TextEncoding } from "@/lib/domain/bank/csv-layout";

/** Thrown where bytes are not what the file's encoding allows: the text before the place was given out already. */
export class BrokenText extends Error {
  override readonly name = "BrokenText";
  readonly expected: string;

  constructor(expected: string) {
    super(expected);
    this.expected = expected;
  }
}

/** `isCertain` false: nothing but ASCII so far; the first other byte decides (see `createDecoder`). */
export type Encoding = Readonly<{ name: TextEncoding; isCertain: boolean }>;

const DECLARED: Readonly<Record<string, TextEncoding>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  ascii: "utf-8",
  "iso-8859-1": "iso-8859-1",
  iso8859_1: "iso-8859-1",
  latin1: "iso-8859-1",
  "iso-8859-15": "iso-8859-15",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
  "windows-1257": "windows-1257",
};
/** Letters that ISO-8859-15 has where the other has signs that no bank writes: €ŠšŽžŒœŸ. */
const LATIN_9 = new Set([0xa4, 0xa6, 0xa8, 0xb4, 0xb8]);
/** `æøåäöÆØÅÄÖ` of the code pages of DOS, which are quotation marks in Windows-1252. */
const DOS_LETTERS = new Set([0x84, 0x86, 0x8e, 0x8f, 0x91, 0x92, 0x94, 0x99, 0x9b, 0x9d]);

/**
 * The encoding of a file by its beginning: its byte order mark, zeros where UTF-16 has them, what an XML declaration
 * says, and whether it is valid UTF-8. Undefined: the declaration names one that we do not read.
 */
export function detectEncoding(head: Uint8Array): Encoding | undefined {
  const certain = (name: TextEncoding): Encoding => ({ name, isCertain: true });
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return certain("utf-8");
  if (head[0] === 0xff && head[1] === 0xfe) return certain("utf-16le");
  if (head[0] === 0xfe && head[1] === 0xff) return certain("utf-16be");
  const wide = wideByZeros(head);
  if (wide !== undefined) return certain(wide);
  const declared = declaredIn(head);
  if (declared !== undefined && !/^utf-?16|^ucs-?2/.test(declared)) {
    const name = DECLARED[declared]; // read as ASCII, a declaration of UTF-16 is wrong: then the bytes decide
    return name === undefined ? undefined : certain(name);
  }
  const whole = head.subarray(0, completeLength(head));
  const isXml = /^\s*</.test(asBuffer(head.subarray(0, 64)).toString("latin1"));
  if (isUtf8(whole)) return { name: "utf-8", isCertain: isXml || !isAscii(whole) };
  return certain(singleByteOf(head));
}

function wideByZeros(head: Uint8Array): TextEncoding | undefined {
  const length = Math.min(head.length, 512) & ~1;
  let even = 0;
  let odd = 0;
  for (let place = 0; place < length; place += 2) {
    if (head[place] === 0) even += 1;
    if (head[place + 1] === 0) odd += 1;
  }
  const most = length / 4; // of the half of all bytes that are zeros in Latin text
  if (odd > most && even === 0) return "utf-16le";
  return even > most && odd === 0 ? "utf-16be" : undefined;
}

function declaredIn(head: Uint8Array): string | undefined {
  const start = asBuffer(head.subarray(0, 256)).toString("latin1");
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]?.toLowerCase();
}

function singleByteOf(head: Uint8Array): TextEncoding {
  let dos = 0;
  let latin = 0;
  let latin9 = 0;
  for (const byte of head) {
    if (DOS_LETTERS.has(byte)) dos += 1;
    else if (byte >= 0xc0) latin += 1;
    if (LATIN_9.has(byte)) latin9 += 1;
  }
  if (latin9 > 0) return "iso-8859-15";
  return dos > latin ? "cp865" : "windows-1252";
}

/** How many bytes remain when a sequence that is cut off at the end is left out. */
function completeLength(bytes: Uint8Array): number {
  const end = bytes.length;
  for (let back = 1; back <= Math.min(3, end); back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? end - back : end;
    }
  }
  return end;
}

/** Turns bytes into text piece by piece; `end` gives what is left. Both throw BrokenText. */
export type Decoder = Readonly<{
  /** What is valid before a fault comes out first; the fault is thrown by the next call. */
  write: (bytes: Uint8Array) => string;
  end: () => string;
}>;

/** A decoder of one file. Drops a byte order mark. Same bytes, same text, however they are cut. */
export function createDecoder(encoding: Encoding): Decoder {
  if (encoding.name === "utf-8") return utf8Decoder(encoding.isCertain);
  const inner = iconv.getDecoder(encoding.name);
  if (!encoding.name.startsWith("utf-16")) {
    return { write: (bytes) => inner.write(asBuffer(bytes)), end: () => inner.end() ?? "" };
  }
  let isOdd = false;
  let high = "";
  return {
    write: (bytes) => {
      isOdd = isOdd !== (bytes.length % 2 === 1);
      const text = high + inner.write(asBuffer(bytes));
      high = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? "";
      const whole = high === "" ? text : text.slice(0, -1);
      if (/\p{Surrogate}/u.test(whole)) throw new BrokenText("text in UTF-16");
      return whole;
    },
    end: () => {
      if (isOdd || high !== "") throw new BrokenText("text in UTF-16, which has an even number of bytes");
      return inner.end() ?? "";
    },
  };
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

function utf8Decoder(isCertain: boolean): Decoder {
  let carried: Uint8Array = new Uint8Array(0);
  let isFirst = true;
  let isSettled = isCertain;
  let isBroken = false;
  let single: Decoder | undefined;
  const toText = (bytes: Uint8Array): string => {
    // Most of a bank file is ASCII, whose bytes are its characters; what is not has been found sound.
    const text = isAscii(bytes) ? asBuffer(bytes).toString("latin1") : UTF8.decode(bytes);
    if (!isFirst || text === "") return text;
    isFirst = false;
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  };
  const broken = (): BrokenText => new BrokenText("text in UTF-8");
  const write = (bytes: Uint8Array): string => {
    if (single !== undefined) return single.write(bytes);
    if (isBroken) throw broken();
    const all = carried.length === 0 ? bytes : Buffer.concat([carried, bytes]);
    const whole = all.subarray(0, completeLength(all));
    carried = all.slice(whole.length);
    if (isUtf8(whole)) {
      isSettled ||= !isAscii(whole);
      return toText(whole);
    }
    const valid = validLength(all);
    isSettled ||= !isAscii(all.subarray(0, valid));
    if (isSettled) {
      isBroken = true;
      if (valid === 0) throw broken();
      return toText(all.subarray(0, valid));
    }
    // The first byte that is not ASCII decides, wherever the head ended: it is none of UTF-8.
    single = createDecoder({ name: "windows-1252", isCertain: true });
    return toText(all.subarray(0, valid)) + single.write(all.subarray(valid));
  };
  return {
    write,
    end: () => {
      if (single !== undefined) return single.end();
      if (isBroken) throw broken();
      if (carried.length === 0) return "";
      if (isSettled) throw broken();
      const last = createDecoder({ name: "windows-1252", isCertain: true });
      return last.write(carried) + last.end();
    },
  };
}

/** The length of the longest valid beginning; only asked for bytes that are known to be broken somewhere. */
function validLength(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, completeLength(part)))) low = middle;
    else high = middle - 1;
  }
  return completeLength(bytes.subarray(0, low));
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
