/** The simulator's clock: the machine's, moved by an offset that a test controls. */
export type SimulatorClock = Readonly<{
  nowMs: () => number;
  offsetMs: () => number;
  advance: (ms: number) => void;
  set: (ms: number) => void;
}>;

export function createClock(machineNowMs: () => number): SimulatorClock {
  let offsetMs = 0;
  return {
    nowMs: () => machineNowMs() + offsetMs,
    offsetMs: () => offsetMs,
    advance: (ms) => {
      offsetMs += ms;
    },
    set: (ms) => {
      offsetMs = ms - machineNowMs();
    },
  };
}
