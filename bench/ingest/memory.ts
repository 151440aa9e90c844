const EVERY_MS = 250;
const FLAT_GROWTH_MAX = 0.1;
const MIB = 1024 * 1024;

/** Samples this process's resident memory until stopped; says then whether it was flat. */
export function sampleMemory(): Readonly<{ stop: () => string }> {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage.rss()), EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      const quarter = Math.floor(samples.length / 4);
      // The first quarter is warming up: code, connections, the heap's own size.
      const early = mean(samples.slice(quarter, 2 * quarter));
      const late = mean(samples.slice(3 * quarter));
      const growth = late / early - 1;
      const verdict = quarter < 4 ? "too short to say" : growth <= FLAT_GROWTH_MAX ? "flat" : "not flat";
      return (
        `  memory of the reading process: second quarter ${(early / MIB).toFixed(0)} MiB, last ${(late / MIB).toFixed(0)} MiB, ` +
        `most ${(Math.max(0, ...samples) / MIB).toFixed(0)} MiB: ${verdict}`
      );
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
