import { queryOptions } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import { Leaving } from "@/lib/contracts/leaving";

const REFRESH_MS = 30_000;
const MAKING_MS = 2_000;

/** Polled quickly while a file is being made. */
export const leavingQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["leaving", tenant],
    queryFn: ({ signal }) => apiGet("/leaving", { tenant, output: Leaving, signal }),
    refetchInterval: ({ state }) =>
      state.data?.exports.some((of) => of.state === "waiting" || of.state === "running") === true
        ? MAKING_MS
        : REFRESH_MS,
  });

/** What can be done on the page about leaving. */
export type LeavingStep =
  | Readonly<{ step: "hand-over"; merchantId: string; toWhom: string }>
  | Readonly<{ step: "take-back"; merchantId: string }>
  | Readonly<{ step: "export" }>
  | Readonly<{ step: "delete-firm"; name: string }>
  | Readonly<{ step: "keep-firm" }>;

/** Takes a step; what the page then shows. Throws: ProblemError. */
export async function takeLeavingStep(tenant: string, asked: LeavingStep): Promise<Leaving> {
  return Leaving.parse(await apiPost(pathOf(asked), { tenant, body: bodyOf(asked) }));
}

function pathOf(asked: LeavingStep): string {
  return "merchantId" in asked ? `/merchants/${asked.merchantId}/${asked.step}` : `/leaving/${asked.step}`;
}

function bodyOf(asked: LeavingStep): Readonly<Record<string, string>> {
  if (asked.step === "hand-over") return { toWhom: asked.toWhom };
  return asked.step === "delete-firm" ? { name: asked.name } : {};
}
