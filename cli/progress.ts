import type { Terminal } from "@/cli/terminal";

type ProgressStep = Readonly<{ done: number; of: number; text: string }>;
export type Progress = Readonly<{ show: (step: ProgressStep) => void; end: () => void }>;

const BAR_CELLS = 24;
const REDRAW_MS = 80;
/** Without a terminal every line stays: one now and then is enough. */
const LINE_MS = 5_000;

/** Progress on standard error: a bar that redraws itself on a terminal, else a plain line now and then. */
export function createProgress(terminal: Terminal): Progress {
  let shownMs = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  const everyMs = terminal.isErrTerminal ? REDRAW_MS : LINE_MS;
  const draw = (step: ProgressStep): void => {
    if (!terminal.isErrTerminal) {
      terminal.err(`${String(step.done)} of ${String(step.of)}  ${step.text}\n`);
      return;
    }
    isDrawn = true;
    terminal.err(`\r${lineOf(step).slice(0, terminal.columns - 1)}\u001B[K`);
  };
  return {
    show: (step) => {
      const nowMs = terminal.clock.nowMs();
      const isLast = step.done === step.of;
      if (!isLast && nowMs - shownMs < everyMs) return;
      shownMs = nowMs;
      draw(step);
    },
    end: () => {
      if (isDrawn) terminal.err("\r\u001B[K");
    },
  };
}

function lineOf({ done, of, text }: ProgressStep): string {
  const share = of === 0 ? 1 : Math.min(1, done / of);
  const full = Math.round(share * BAR_CELLS);
  const bar = "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${String(done)} of ${String(of)}  ${text}`;
}
