import type { Clock } from "@/lib/core/clock";

/** What a command may touch of its process: tests give their own. */
export type Terminal = Readonly<{
  env: Readonly<Record<string, string | undefined>>;
  /** The result: text for people, or one JSON document. */
  out: (text: string) => void;
  /** Everything else: progress, log, failures. */
  err: (text: string) => void;
  /** Progress may be drawn over itself. */
  isErrTerminal: boolean;
  columns: number;
  /** All of standard input; typed without echo when a person sits there. */
  readSecret: (prompt: string) => Promise<string>;
  /** Who runs the command: named in the audit trail. */
  userName: string;
  clock: Clock;
  signal: AbortSignal;
}>;
