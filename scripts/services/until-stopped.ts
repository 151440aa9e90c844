const DAY_MS = 86_400_000;

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. Ask before anything is started: from then on a signal
 * no longer ends the process by itself, so what was started can be stopped. Later signals are ignored:
 * Ctrl-C reaches the whole group, and npm passes the signal on once more.
 */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, DAY_MS); // a promise alone does not keep the process running
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        clearInterval(alive);
        resolve(signal);
      });
    }
  });
}
