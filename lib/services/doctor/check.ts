import { AppError } from "@/lib/core/errors";

/** One thing that was looked at. `mend`: what to do, when it failed. */
export type Check = Readonly<{
  name: string;
  state: "ok" | "failed" | "skipped";
  detail: string;
  mend: string | undefined;
}>;

export function ok(name: string, detail: string): Check {
  return { name, state: "ok", detail, mend: undefined };
}

export function failed(name: string, detail: string, mend: string): Check {
  return { name, state: "failed", detail, mend };
}

/** What could not be looked at, because something before it failed. */
export function skipped(name: string, detail: string): Check {
  return { name, state: "skipped", detail, mend: undefined };
}

/** What went wrong, for a line of the doctor's: never a secret, since errors carry none. */
export function reasonOf(error: unknown): string {
  if (error instanceof AppError && error.cause instanceof Error)
    return `${error.message} (${causeOf(error.cause)})`;
  return error instanceof Error ? error.message : String(error);
}

/** Of a connection that failed in several ways, as with two addresses of one name, the first. */
function causeOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return error.message === "" ? error.name : error.message;
}
