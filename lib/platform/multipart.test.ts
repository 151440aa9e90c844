import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readMultipart } from "@/lib/platform/multipart";

type Read = Readonly<{ name: string; fileName: string | undefined; bytes: Buffer }>;

const BOUNDARY = "----edge7";
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

async function readAll(body: Uint8Array, cuts: readonly number[] = [], type = TYPE): Promise<Read[]> {
  const parts: Read[] = [];
  for await (const part of readMultipart(inPieces(body, cuts), type, { partsMax: 100 })) {
    const pieces: Uint8Array[] = [];
    for await (const piece of part.body) pieces.push(Buffer.from(piece));
    parts.push({ name: part.name, fileName: part.fileName, bytes: Buffer.concat(pieces) });
  }
  return parts;
}

// oxlint-disable-next-line typescript/require-await -- a source of bytes is asynchronous by its type
async function* inPieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts].toSorted((left, right) => left - right)) {
    if (cut <= start || cut >= bytes.length) continue;
    yield bytes.subarray(start, cut);
    start = cut;
  }
  yield bytes.subarray(start);
}

function bodyOf(parts: readonly Readonly<{ headers: string; bytes: Uint8Array }>[], last = "--\r\n"): Buffer {
  const pieces = parts.flatMap(({ headers, bytes }) => [
    Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`),
    Buffer.from(bytes),
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}${last}`)]);
}

const disposition = (name: string, fileName?: string): string =>
  `Content-Disposition: form-data; name="${name}"${fileName === undefined ? "" : `; filename="${fileName}"`}`;

/** Bytes that look much like boundaries. */
const nearly = fc
  .array(
    fc.constantFrom("\r\n", "--", `--${BOUNDARY.slice(0, -1)}`, "\r\n-", BOUNDARY, "x", "\r", "\n", "æøå"),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(""))
  .filter((text) => !`\r\n${text}`.includes(`\r\n--${BOUNDARY}`))
  .map((text) => Buffer.from(text));
const anyBytes = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
const contents = fc.oneof(nearly, anyBytes);
const names = fc
  .string({ unit: "binary", minLength: 1, maxLength: 40 })
  .filter((name) => !/[\r\n"\\%\p{C}]/u.test(name));

describe("a multipart body", () => {
  test("is read as what was sent, however it is cut into pieces", async () => {
    const files = fc.array(fc.record({ fileName: names, bytes: contents }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(files, fc.array(fc.nat(3_000), { maxLength: 60 }), async (sent, cuts) => {
        const body = bodyOf(
          sent.map(({ fileName, bytes }) => ({ headers: disposition("file", fileName), bytes })),
        );
        const read = await readAll(body, cuts);
        expect(read).toEqual(
          sent.map(({ fileName, bytes }) => ({ name: "file", fileName, bytes: Buffer.from(bytes) })),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("is read when it comes byte by byte, with text before the first and after the last boundary", async () => {
    const inner = bodyOf([
      {
        headers: `${disposition("account")}\r\nContent-Type: text/plain`,
        bytes: Buffer.from("8601 11 17947"),
      },
      { headers: disposition("file", "juni.xml"), bytes: Buffer.alloc(0) },
    ]);
    const body = Buffer.concat([Buffer.from("for old programs\r\n"), inner, Buffer.from("the end\r\n--")]);
    const read = await readAll(body, [...body.keys()]);
    expect(read.map(({ name, fileName, bytes }) => [name, fileName, bytes.toString()])).toEqual([
      ["account", undefined, "8601 11 17947"],
      ["file", "juni.xml", ""],
    ]);
  });

  test("of a browser is read, names in any letters included", async () => {
    const form = new FormData();
    form.append("layout", "{}");
    form.append("file", new File(["<a/>"], 'kontoutdrag "juni" æøå 💶.xml'));
    form.append("file", new File([new Uint8Array(200_000).fill(45)], "b.sta"));
    const request = new Request("http://localhost/", { method: "POST", body: form });
    const body = new Uint8Array(await request.arrayBuffer());
    const read = await readAll(body, [10, 5_000, 70_001], request.headers.get("content-type") ?? "");
    expect(read.map(({ fileName, bytes }) => [fileName, bytes.length])).toEqual([
      [undefined, 2],
      ['kontoutdrag "juni" æøå 💶.xml', 4],
      ["b.sta", 200_000],
    ]);
  });

  test("may name a file by RFC 5987, with quotes escaped, or without quotes", async () => {
    const named = async (parameters: string): Promise<string | undefined> =>
      (
        await readAll(bodyOf([{ headers: `Content-Disposition: form-data; ${parameters}`, bytes: anything }]))
      )[0]?.fileName;
    const anything = Buffer.from("x");
    expect(await named(`name="f"; filename="plain"; filename*=UTF-8''%C3%A6%20b.csv`)).toBe("æ b.csv");
    expect(await named(String.raw`name="f"; filename="a\"b.csv"`)).toBe('a"b.csv');
    expect(await named("name=f; filename=a.csv")).toBe("a.csv");
    expect(await named(`name="f"; filename*=UTF-8''%zz`)).toBe("%zz");
  });

  test("lets a part that nobody has read, or only begun, pass by", async () => {
    const body = bodyOf([
      { headers: disposition("file", "a"), bytes: Buffer.alloc(5_000, 1) },
      { headers: disposition("file", "b"), bytes: Buffer.alloc(5_000, 2) },
      { headers: disposition("file", "c"), bytes: Buffer.from("whole") },
    ]);
    const seen: string[] = [];
    for await (const part of readMultipart(inPieces(body, [300, 600, 6_000]), TYPE, { partsMax: 3 })) {
      seen.push(part.fileName ?? "");
      if (part.fileName === "b") {
        for await (const piece of part.body) {
          expect(piece.length).toBeGreaterThan(0);
          break;
        }
      }
    }
    expect(seen).toEqual(["a", "b", "c"]);
  });

  test("holds no more than a piece and a boundary at a time", async () => {
    let given = 0;
    // oxlint-disable-next-line typescript/require-await -- a source of bytes is asynchronous by its type
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`--${BOUNDARY}\r\n${disposition("file", "big")}\r\n\r\n`);
      for (let count = 0; count < 200; count += 1) {
        given += 65_536;
        yield Buffer.alloc(65_536, count);
      }
      yield Buffer.from(`\r\n--${BOUNDARY}--`);
    };
    let taken = 0;
    let furthest = 0;
    for await (const part of readMultipart(source(), TYPE, { partsMax: 1 })) {
      for await (const piece of part.body) {
        taken += piece.length;
        furthest = Math.max(furthest, given - taken);
      }
    }
    expect(taken).toBe(200 * 65_536);
    expect(furthest).toBeLessThan(65_536 + 200);
  });
});

describe("what is no multipart body", () => {
  const refused = (body: Buffer | string, type = TYPE, cuts: readonly number[] = []): Promise<string> =>
    readAll(Buffer.from(body), cuts, type).then(
      () => "read",
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
  const whole = bodyOf([{ headers: disposition("file", "a"), bytes: Buffer.from("some text") }]);

  test("is refused by name", async () => {
    expect(await refused(whole, "multipart/form-data")).toMatch(/names no boundary/);
    expect(await refused(whole, `multipart/form-data; boundary=${"x".repeat(90)}`)).toMatch(/no boundary/);
    expect(await refused("")).toMatch(/no parts/);
    expect(await refused("words and more words, but no boundary at all")).toMatch(/cut off/);
    expect(await refused(`--${BOUNDARY}words\r\n`)).toMatch(/not multipart/);
    expect(await refused(`--${BOUNDARY}\r\n\r\nno headers\r\n--${BOUNDARY}--`)).toMatch(/not multipart/);
    expect(await refused(bodyOf([{ headers: "Content-Type: text/plain", bytes: Buffer.from("x") }]))).toMatch(
      /not multipart/,
    );
    const long = `${disposition("file", "a")}\r\nX-Long: ${"x".repeat(20_000)}`;
    expect(await refused(bodyOf([{ headers: long, bytes: Buffer.from("x") }]))).toMatch(/too long/);
  });

  test("is told to be cut off, wherever it ends", async () => {
    for (let end = 2; end < whole.length - 4; end += 1) {
      const message = await refused(whole.subarray(0, end));
      expect([end, message]).toEqual([end, expect.stringMatching(/cut off|no parts/)]);
    }
  });

  test("with too many parts is refused", async () => {
    const many = bodyOf(
      Array.from({ length: 101 }, () => ({ headers: disposition("file", "a"), bytes: Buffer.from("x") })),
    );
    expect(await refused(many)).toMatch(/more than 100 parts/);
  });
});
