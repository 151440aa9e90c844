export type Labels = Readonly<Record<string, string>>;

export type Counter = Readonly<{ add: (labels: Labels, by?: number) => void }>;
export type Gauge = Readonly<{ set: (labels: Labels, value: number) => void }>;
export type Histogram = Readonly<{ observe: (labels: Labels, seconds: number) => void }>;

export type Metrics = Readonly<{
  /** A number that only grows; its name ends in `_total`. */
  counter: (name: string, help: string) => Counter;
  /** A number that goes up and down. */
  gauge: (name: string, help: string) => Gauge;
  /** How long things take, in seconds; its name ends in `_seconds`. */
  histogram: (name: string, help: string) => Histogram;
  /** Everything, in Prometheus' text format 0.0.4. */
  text: () => string;
}>;

const DURATION_BOUNDS_S = [0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60, 300] as const;
/** More series than this is a label that holds an id: a mistake, and the rest is dropped. */
const SERIES_MAX = 1_000;

type Family = Readonly<{ type: string; help: string; lines: (name: string) => readonly string[] }>;

/** The figures of one process. Labels are closed sets (a job's name, an outcome), never ids. */
export function createMetrics(): Metrics {
  const families = new Map<string, Family>();

  function numbers(name: string, help: string, type: string): Map<string, number> {
    const values = new Map<string, number>();
    const lines = (family: string): readonly string[] =>
      [...values].map(([labels, value]) => `${family}${labels} ${value}`);
    families.set(name, { type, help, lines });
    return values;
  }

  return {
    counter: (name, help) => {
      const values = numbers(name, help, "counter");
      return {
        add: (labels, by = 1) => {
          const key = toText(labels);
          put(values, key, (values.get(key) ?? 0) + by);
        },
      };
    },
    gauge: (name, help) => {
      const values = numbers(name, help, "gauge");
      return { set: (labels, value) => put(values, toText(labels), value) };
    },
    histogram: (name, help) => {
      const series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
      families.set(name, {
        type: "histogram",
        help,
        lines: (family) => [...series.values()].flatMap((one) => histogramLines(family, one)),
      });
      return {
        observe: (labels, seconds) => {
          const key = toText(labels);
          const one = series.get(key) ?? { labels, counts: DURATION_BOUNDS_S.map(() => 0).concat(0), sum: 0 };
          const bucket = DURATION_BOUNDS_S.findIndex((bound) => seconds <= bound);
          const at = bucket === -1 ? DURATION_BOUNDS_S.length : bucket;
          one.counts[at] = (one.counts[at] ?? 0) + 1;
          one.sum += seconds;
          put(series, key, one);
        },
      };
    },
    text: () =>
      [...families]
        .flatMap(([name, { type, help, lines }]) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${type}`,
          ...lines(name),
        ])
        .join("\n")
        .concat("\n"),
  };
}

function histogramLines(
  name: string,
  { labels, counts, sum }: Readonly<{ labels: Labels; counts: readonly number[]; sum: number }>,
): readonly string[] {
  let count = 0;
  const buckets = counts.map((inBucket, at) => {
    count += inBucket;
    return `${name}_bucket${toText({ ...labels, le: String(DURATION_BOUNDS_S[at] ?? "+Inf") })} ${count}`;
  });
  return [...buckets, `${name}_sum${toText(labels)} ${sum}`, `${name}_count${toText(labels)} ${count}`];
}

function put<T>(values: Map<string, T>, key: string, value: T): void {
  if (values.has(key) || values.size < SERIES_MAX) values.set(key, value);
}

function toText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escape(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
