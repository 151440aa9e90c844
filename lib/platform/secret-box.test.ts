import { randomBytes } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { createSecretBox, type EncryptionKey } from "@/lib/platform/secret-box";

const newKey = (id: string): EncryptionKey => ({ id, key: randomBytes(32) });
const old = newKey("k1");
const fresh = newKey("k2");
const box = createSecretBox([old]);
const text = fc.string({ unit: "grapheme", maxLength: 60 });
const context = fc.record({ owner: text, purpose: text });

test("what was sealed opens for the same owner and purpose", () => {
  fc.assert(
    fc.property(text, context, (secret, where) => {
      expect(box.open(box.seal(secret, where), where)).toBe(secret);
    }),
  );
});

test("a sealed text copied to another owner or purpose does not open", () => {
  fc.assert(
    fc.property(text, context, context, (secret, where, elsewhere) => {
      fc.pre(where.owner !== elsewhere.owner || where.purpose !== elsewhere.purpose);
      expect(() => box.open(box.seal(secret, where), elsewhere)).toThrow(/another owner or purpose/);
    }),
  );
});

test("owner and purpose cannot trade characters", () => {
  const sealed = box.seal("secret", { owner: "tenant:1", purpose: "keys" });
  expect(() => box.open(sealed, { owner: "tenant:", purpose: "1keys" })).toThrow();
});

test("a sealed text with one character changed does not open", () => {
  const where = { owner: "tenant:1", purpose: "vipps-keys" };
  fc.assert(
    fc.property(text, fc.nat(), fc.constantFrom("A", "B", "z", "9", "-"), (secret, at, character) => {
      const sealed = box.seal(secret, where);
      const place = at % sealed.length;
      fc.pre(sealed[place] !== character);
      const changed = sealed.slice(0, place) + character + sealed.slice(place + 1);
      expect(() => box.open(changed, where)).toThrow();
    }),
  );
});

test("the same secret sealed twice gives two texts", () => {
  const where = { owner: "o", purpose: "p" };
  expect(box.seal("secret", where)).not.toBe(box.seal("secret", where));
});

test("old keys still open after a new one was put first, and resealing moves to the new one", () => {
  fc.assert(
    fc.property(text, context, (secret, where) => {
      const rotated = createSecretBox([fresh, old]);
      const sealed = box.seal(secret, where);
      expect(rotated.open(sealed, where)).toBe(secret);
      expect(rotated.needsRotation(sealed)).toBe(true);
      const resealed = rotated.reseal(sealed, where);
      expect(rotated.needsRotation(resealed)).toBe(false);
      expect(createSecretBox([fresh]).open(resealed, where)).toBe(secret);
    }),
  );
});

test("a missing master key is named", () => {
  const where = { owner: "o", purpose: "p" };
  expect(() => createSecretBox([fresh]).open(box.seal("s", where), where)).toThrow(/master key k1/);
});

test("the parts of two envelopes do not mix", () => {
  const where = { owner: "o", purpose: "p" };
  const [one, two] = [box.seal("one", where).split("."), box.seal("two", where).split(".")];
  expect(() => box.open([...one.slice(0, 3), two[3]].join("."), where)).toThrow();
});
