/**
 * Randomness that is a function of its key. Nothing here remembers anything between runs, so the
 * same seed gives the same world wherever and whenever it is built.
 */

/** Mixes two 32-bit numbers into one; the avalanche step is that of MurmurHash3. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit hash of words and numbers. */
export function hashOf(...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const part of parts) {
    if (typeof part === "number") {
      h = mix(h, mix(part >>> 0, Math.floor(part / 0x1_0000_0000)));
      continue;
    }
    for (let i = 0; i < part.length; i += 1) h = Math.imul(h ^ part.charCodeAt(i), 0x01000193);
    h = mix(h, part.length);
  }
  return h >>> 0;
}

export type Random = Readonly<{
  /** In [0, 1). */
  next: () => number;
  /** An integer in [low, high]. */
  int: (low: number, high: number) => number;
  chance: (probability: number) => boolean;
}>;

/** A small, fast generator (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
  };
}
