/** How long a part took, taken together over its rounds. */
export type Stopwatch = Readonly<{
  /** Times one round. `work` returns how many entries it handled, and so does this. */
  round: (work: () => Promise<number>) => Promise<number>;
  /** Entries per second. */
  rate: () => number;
  print: (name: string) => void;
}>;

export function createStopwatch(): Stopwatch {
  let entries = 0;
  let ms = 0;
  let micros = 0;
  const rate = (): number => (entries / ms) * 1000;
  return {
    rate,
    round: async (work) => {
      const startedMs = performance.now();
      const usage = process.cpuUsage();
      const handled = await work();
      entries += handled;
      ms += performance.now() - startedMs;
      const { user, system } = process.cpuUsage(usage);
      micros += user + system;
      return handled;
    },
    print: (name) => {
      const speed = Math.round(rate()).toLocaleString("en").padStart(9);
      // Processor time of this process: unlike the rest, a busy machine hardly changes it.
      console.log(
        `${name.padEnd(44)} ${speed} entries/s  (${entries.toLocaleString("en")} in ${(ms / 1000).toFixed(1)} s; ` +
          `${(micros / entries).toFixed(1)} µs of our processor each)`,
      );
    },
  };
}

export function printRatio(name: string, value: number, goal: number): void {
  console.log(
    `${name.padEnd(44)} ${value.toFixed(2).padStart(9)}  goal ${goal.toFixed(2)}: ${value >= goal ? "met" : "missed"}`,
  );
}
