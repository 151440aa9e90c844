/** Counts requests and keeps the last few. Never a token, never a header. */
import type { FaultKind, PathKind } from "./faults";

const KEPT_MAX = 200;

type LoggedRequest = Readonly<{
  method: string;
  path: string;
  status: number | null;
  fault: FaultKind | null;
}>;

export type RequestLog = Readonly<{
  record: (kind: PathKind, request: LoggedRequest) => void;
  summary: () => unknown;
}>;

export function createRequestLog(): RequestLog {
  const byKind: Partial<Record<PathKind, number>> = {};
  const byFault: Partial<Record<FaultKind, number>> = {};
  const byStatus: Record<string, number> = {};
  const last: LoggedRequest[] = [];
  let total = 0;
  return {
    record: (kind, request) => {
      total += 1;
      byKind[kind] = (byKind[kind] ?? 0) + 1;
      if (request.fault !== null) byFault[request.fault] = (byFault[request.fault] ?? 0) + 1;
      const status = request.status === null ? "none" : String(request.status);
      byStatus[status] = (byStatus[status] ?? 0) + 1;
      last.push(request);
      if (last.length > KEPT_MAX) last.shift();
    },
    summary: () => ({ total, byKind, byFault, byStatus, last }),
  };
}
