import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { hashBytesHex } from "@/lib/platform/hash";
import { spool, sweepSpool } from "@/lib/platform/spool";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "avstemt-spool-"));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

// oxlint-disable-next-line typescript/require-await -- a source of bytes is asynchronous by its type
async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function textOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = [];
  for await (const piece of source) read.push(piece);
  return Buffer.concat(read).toString();
}

test("a file is read as often as wanted, by its head or whole, until it is removed", async () => {
  const file = await spool(pieces("one ", "two ", "three"), { dir, bytesMax: 100 });
  expect(file.sizeBytes).toBe(13);
  expect(Buffer.from(file.sha256).toString("hex")).toBe(hashBytesHex([Buffer.from("one two three")]));
  expect(Buffer.from(await file.head(5)).toString()).toBe("one t");
  expect([await textOf(file.read()), await textOf(file.read())]).toEqual(["one two three", "one two three"]);
  await file.remove();
  expect(await readdir(dir)).toEqual([]);
});

test("what is too large, or breaks off, leaves nothing behind", async () => {
  await expect(spool(pieces("12345", "67890", "1"), { dir, bytesMax: 10 })).rejects.toMatchObject({
    code: "too_large",
  });
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield* pieces("some");
    throw new Error("the sender went away");
  };
  await expect(spool(broken(), { dir, bytesMax: 10 })).rejects.toThrow("went away");
  expect(await readdir(dir)).toEqual([]);
});

test("what a stopped process left goes once it is old; nothing else does", async () => {
  const old = join(dir, "left.part");
  await writeFile(old, "other people's words");
  await utimes(old, 1_000, 1_000);
  await writeFile(join(dir, "young.part"), "");
  await writeFile(join(dir, "other.txt"), "");
  await utimes(join(dir, "other.txt"), 1_000, 1_000);
  expect(await sweepSpool(dir, 2_000_000)).toBe(1);
  expect((await readdir(dir)).toSorted()).toEqual(["other.txt", "young.part"]);
  expect(await sweepSpool(join(dir, "nowhere"), 2_000_000)).toBe(0);
});
