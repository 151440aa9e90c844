import { expect, test, vi } from "vitest";

import { createGate } from "@/lib/platform/gate";

type Door = Readonly<{ work: () => Promise<void>; open: () => void }>;

function door(onEnter: () => void): Door {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    work: () => {
      onEnter();
      return opened;
    },
    open: () => open(),
  };
}

test("a gate lets some through, has others wait in line, and sends the rest away", async () => {
  const gate = createGate({ most: 2, waiting: 1, retryAfterMs: 5_000 });
  const entered: number[] = [];
  const doors = [1, 2, 3].map((name) => door(() => entered.push(name)));
  const runs = doors.map(({ work }) => gate.run(work));
  await expect(gate.run(() => Promise.resolve())).rejects.toMatchObject({
    code: "rate_limited",
    retryAfterMs: 5_000,
  });
  expect(entered).toEqual([1, 2]);
  doors[0]?.open();
  await runs[0];
  await vi.waitFor(() => expect(entered).toEqual([1, 2, 3]));
  doors[1]?.open();
  doors[2]?.open();
  await Promise.all(runs);
  await expect(gate.run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  await expect(gate.run(() => Promise.resolve("through"))).resolves.toBe("through");
});
