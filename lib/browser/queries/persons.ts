import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import type { PersonsQuery } from "@/lib/contracts/persons";
import { HeldPayers, Payer, PersonSetting } from "@/lib/contracts/persons";
import type { Entry } from "@/lib/contracts/shapes";
import { listOf } from "@/lib/contracts/wire";
import type { PersonPurpose } from "@/lib/domain/person/retention";

const REFRESH_MS = 30_000;
const READING_MS = 3_000;

/** Polled quickly while past payers are read. */
export const personsQuery = (tenant: string, query: PersonsQuery) =>
  queryOptions({
    queryKey: ["persons", tenant, query],
    queryFn: ({ signal }) => apiGet("/persons", { tenant, query, output: listOf(PersonSetting), signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ kept }) => kept !== null && kept.pastDatesDone < kept.pastDates) === true
        ? READING_MS
        : REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** Which of the entries shown have a payer; asked once for what is on the screen. */
export const heldPayersQuery = (
  tenant: string,
  ledger: string,
  asked: Readonly<{ topic: Entry["topic"]; sequences: readonly number[] }>,
) =>
  queryOptions({
    queryKey: ["payers", tenant, ledger, asked.topic, asked.sequences],
    queryFn: ({ signal }) =>
      apiGet(`/ledgers/${ledger}/payers`, {
        tenant,
        query: { topic: asked.topic, sequences: asked.sequences.join(",") },
        output: HeldPayers,
        signal,
      }),
    // A role that may not look is refused, and need not ask again.
    retry: false,
    enabled: asked.topic === "funds" && asked.sequences.length > 0,
  });

export type Keep = Readonly<{ purpose: PersonPurpose; purposeNote: string; retentionDays: number }>;

/** Begins, changes or ends the keeping of a ledger's payers. Throws: ProblemError. */
export async function setPersons(
  tenant: string,
  ledger: string,
  change: Readonly<{ verb: "turn-on" | "change"; keep: Keep }> | Readonly<{ verb: "turn-off" }>,
): Promise<PersonSetting> {
  const body = change.verb === "turn-off" ? {} : change.keep;
  return PersonSetting.parse(await apiPost(`/ledgers/${ledger}/persons/${change.verb}`, { tenant, body }));
}

/** One look at one payer. Throws: ProblemError. */
export async function showPayer(
  tenant: string,
  ledger: string,
  entry: Pick<Entry, "topic" | "sequence" | "pspReference">,
): Promise<Payer> {
  const { topic, sequence, pspReference } = entry;
  return Payer.parse(
    await apiPost(`/ledgers/${ledger}/payer`, { tenant, body: { topic, sequence, pspReference } }),
  );
}
