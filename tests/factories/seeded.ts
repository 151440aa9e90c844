/** Numbers by chance that are the same for the same seed: for worlds that are made, not for secrets. */
export type Seeded = Readonly<{
  /** From `min` through `max`. */
  int: (min: number, max: number) => number;
  /** True in this share of the calls. */
  chance: (share: number) => boolean;
  pick: <T>(values: readonly [T, ...T[]]) => T;
}>;

/** mulberry32. */
export function seeded(seed: number): Seeded {
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) | 0;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    int,
    chance: (share) => next() < share,
    pick: (values) => values[int(0, values.length - 1)] ?? values[0],
  };
}
