/** Tells what a command has done, one line a step with its time. */
export type Progress = Readonly<{
  /** Something worth knowing that took no time. */
  note: (text: string) => void;
  /** Runs a step, and says that it is done and how long it took. `done` may tell what came out. */
  step: <T>(text: string, work: () => Promise<T>, done?: (result: T) => string) => Promise<T>;
}>;

export function createProgress(write: (line: string) => void = console.log): Progress {
  return {
    note: (text) => write(`           ${text}`),
    step: async (text, work, done) => {
      const startedMs = performance.now();
      const time = (): string => `${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)} s  `;
      try {
        const result = await work();
        write(`${time()}${done === undefined ? text : done(result)}`);
        return result;
      } catch (error) {
        write(`${time()}failed: ${text}`);
        throw error;
      }
    },
  };
}
