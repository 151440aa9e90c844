import { expect, test } from "vitest";

import { createMetrics } from "@/lib/platform/metrics";

test("counters add up per label, gauges keep the last value", () => {
  const metrics = createMetrics();
  const jobs = metrics.counter("jobs_total", "Jobs done");
  jobs.add({ job: "feed.follow", outcome: "done" });
  jobs.add({ job: "feed.follow", outcome: "done" }, 2);
  const waiting = metrics.gauge("waiting", "Jobs waiting");
  waiting.set({}, 5);
  waiting.set({}, 4);
  expect(metrics.text()).toBe(
    '# HELP jobs_total Jobs done\n# TYPE jobs_total counter\njobs_total{job="feed.follow",outcome="done"} 3\n' +
      "# HELP waiting Jobs waiting\n# TYPE waiting gauge\nwaiting 4\n",
  );
});

test("a histogram's buckets are cumulative and end at +Inf", () => {
  const metrics = createMetrics();
  const seconds = metrics.histogram("job_seconds", "How long jobs take");
  for (const value of [0.001, 0.3, 1_000]) seconds.observe({ job: "a" }, value);
  const text = metrics.text();
  expect(text).toContain('job_seconds_bucket{job="a",le="0.005"} 1\n');
  expect(text).toContain('job_seconds_bucket{job="a",le="0.5"} 2\n');
  expect(text).toContain('job_seconds_bucket{job="a",le="+Inf"} 3\n');
  expect(text).toContain('job_seconds_sum{job="a"} 1000.301\n');
  expect(text).toContain('job_seconds_count{job="a"} 3\n');
});

test("label values cannot break out of their quotes, and too many series are dropped", () => {
  const metrics = createMetrics();
  const things = metrics.counter("things_total", "Things");
  things.add({ name: 'a"b\\c\nd' });
  for (let id = 0; id < 2_000; id += 1) things.add({ id: String(id) });
  expect(metrics.text()).toContain('{name="a\\"b\\\\c\\nd"} 1');
  expect(metrics.text().split("\n").length).toBeLessThan(1_010);
});
