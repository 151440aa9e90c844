import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import type { z } from "zod";

import { askJson, withQuery } from "@/lib/browser/api";
import type { QueryValues } from "@/lib/browser/api";
import {
  Assigned,
  Confirmed,
  CreatedFirm,
  EventItem,
  FirmItem,
  InboxItem,
  KeysAnswer,
} from "@/lib/contracts/operators";
import type {
  AssignInput,
  CreateFirmInput,
  EventsQuery,
  FirmsQuery,
  InboxQuery,
} from "@/lib/contracts/operators";
import { listOf } from "@/lib/contracts/wire";

const REFRESH_MS = 30_000;
const NAME = "operator";

async function get<S extends z.ZodType>(
  path: string,
  { query, output, signal }: Readonly<{ query?: QueryValues; output: S; signal?: AbortSignal }>,
): Promise<z.output<S>> {
  return output.parse(
    await askJson(withQuery(`/api/operator${path}`, query ?? {}), {
      headers: { [`avstemt-${NAME}`]: "1", accept: "application/json" },
      ...(signal && { signal }),
    }),
  ) as z.output<S>;
}

function post(path: string, body: unknown): Promise<unknown> {
  return askJson(`/api/operator${path}`, {
    method: "POST",
    headers: {
      [`avstemt-${NAME}`]: "1",
      "content-type": "application/json",
      accept: "application/json",
    },
    body: JSON.stringify(body),
  });
}

export const inboxQuery = (query: InboxQuery) =>
  queryOptions({
    queryKey: [NAME, "inbox", query],
    queryFn: ({ signal }) => get("/ledgers", { query, output: listOf(InboxItem), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const installationKeysQuery = () =>
  queryOptions({
    queryKey: [NAME, "keys"],
    queryFn: ({ signal }) => get("/keys", { output: KeysAnswer, signal }),
    refetchInterval: REFRESH_MS,
  });

export const firmsQuery = (query: FirmsQuery) =>
  queryOptions({
    queryKey: [NAME, "firms", query],
    queryFn: ({ signal }) => get("/firms", { query, output: listOf(FirmItem), signal }),
    placeholderData: keepPreviousData,
  });

export async function renewOwner(firm: string): Promise<void> {
  Assigned.parse(await post("/firms/renew-owner", { firm }));
}

export const eventsQuery = (query: EventsQuery) =>
  queryOptions({
    queryKey: [NAME, "events", query],
    queryFn: ({ signal }) => get("/events", { query, output: listOf(EventItem), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** Gives a ledger to a firm. Throws: ProblemError. */
export async function assignLedger(body: z.input<typeof AssignInput>): Promise<z.output<typeof Assigned>> {
  return Assigned.parse(await post("/ledgers/assign", body));
}

/** Takes it back, as long as the firm has not taken it in. Throws: ProblemError. */
export async function unassignLedger(body: z.input<typeof AssignInput>): Promise<z.output<typeof Assigned>> {
  return Assigned.parse(await post("/ledgers/unassign", body));
}

/** Makes a firm with its first owner. Throws: ProblemError, with what is wrong by field. */
export async function createFirm(
  body: z.input<typeof CreateFirmInput>,
): Promise<z.output<typeof CreatedFirm>> {
  return CreatedFirm.parse(await post("/firms", body));
}

/** Says that the ledgers of a hold are gone. Throws: ProblemError. */
export async function confirmVanished(
  credentialId: string,
  reason: string,
): Promise<z.output<typeof Confirmed>> {
  return Confirmed.parse(await post("/keys/confirm", { credentialId, reason }));
}

/** Everything that an operator's act may have made old. */
export async function invalidateOperator(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: [NAME] });
}
