import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { UsageError } from "@/cli/usage-error";
import { failureLine, failureOf, sentence } from "@/cli/failures";
import { createProgress } from "@/cli/progress";
import { formatTable } from "@/cli/table";
import { SyncReport } from "@/lib/contracts/reports";
import type { Ledger } from "@/lib/contracts/shapes";
import type { AppError } from "@/lib/core/errors";
import { listAllLedgers } from "@/lib/services/ledgers/list-all-ledgers";
import { getOverview } from "@/lib/services/overview/get-overview";
import { syncOnce } from "@/lib/services/sync/sync-once";
import type { SyncedTopic } from "@/lib/services/sync/sync-once";

export const sync = command({
  name: "sync",
  summary: "follows every feed of the active ledgers to its head now",
  options: {
    tenant: TENANT,
    ledger: { type: "string", placeholder: "LEDGERID", help: "this ledger only, by Vipps MobilePay's id" },
    once: { type: "boolean", help: "now, due or not, in this process; the worker follows by itself" },
  },
  run: async (values, session) => {
    if (!values.once)
      throw new UsageError(
        "Say --once: this command reads now and ends; `npm run worker` is what goes on following.",
      );
    const ctx = await session.firm(values.tenant);
    const { terminal } = session;
    const progress = createProgress(terminal);
    const synced = await syncOnce(ctx, {
      ledgerId: values.ledger,
      signal: terminal.signal,
      onTopic: ({ topics, of, entries, ledgerDate }) =>
        progress.show({
          done: topics,
          of,
          text: `feeds at their head, ${String(entries)} entries${ledgerDate === undefined ? "" : `, ${ledgerDate}`}`,
        }),
    }).finally(progress.end);
    terminal.signal.throwIfAborted();
    const states = new Map((await listAllLedgers(ctx, {})).map((ledger) => [ledger.id, ledger]));
    const report: SyncReport = {
      ledgers: synced.map((topic) => toLine(topic, states.get(topic.ledger))),
      issues: (await getOverview(ctx)).openIssues,
    };
    const failures = synced.filter(isBehind);
    return {
      json: z.encode(SyncReport, report),
      text: describe(report, failures),
      isFailed: failures.length > 0,
    };
  },
});

/** A head that was not reached. A topic that is paused, or has lost its access, has none to reach. */
function isBehind({ outcome }: SyncedTopic): boolean {
  return outcome !== "head" && outcome !== "idle";
}

function toLine(topic: SyncedTopic, ledger: Ledger | undefined): SyncReport["ledgers"][number] {
  const { ledgerId, entriesRead, entriesWritten, entriesKnown, pages } = topic;
  return {
    ledgerId,
    topic: topic.topic,
    entriesRead,
    entriesWritten,
    entriesKnown,
    pages,
    state: ledger?.[topic.topic].state ?? "no-access",
    failure: isBehind(topic) ? (topic.failure?.message ?? "another process moved the feed meanwhile") : null,
  };
}

type Line = SyncReport["ledgers"][number];

function describe({ ledgers, issues }: SyncReport, failures: readonly SyncedTopic[]): string {
  const table = formatTable<Line>(
    [
      { title: "ledger", of: ({ ledgerId }) => ledgerId },
      { title: "topic", of: ({ topic }) => topic },
      { title: "read", of: ({ entriesRead }) => String(entriesRead), isNumber: true },
      { title: "written", of: ({ entriesWritten }) => String(entriesWritten), isNumber: true },
      { title: "known", of: ({ entriesKnown }) => String(entriesKnown), isNumber: true },
      { title: "pages", of: ({ pages }) => String(pages), isNumber: true },
      { title: "state", of: ({ state }) => state },
    ],
    ledgers,
    "There are no active ledgers; `ledgers onboard` takes in what is granted.",
  );
  const lost = ledgers.filter(({ state }) => state === "no-access").map(({ ledgerId }) => ledgerId);
  return [
    table,
    "",
    ...(lost.length === 0
      ? []
      : [
          `No access to ${[...new Set(lost)].join(", ")}: the merchant has ended the grant. What was copied is safe; when it is granted again in the portal, copying goes on where it stopped.`,
        ]),
    ...reasons(failures),
    issues === 0 ? "No open issues." : `${String(issues)} open issues.`,
  ].join("\n");
}

/** One line for each way in which feeds failed, not one for each feed. */
function reasons(failures: readonly SyncedTopic[]): string[] {
  const byMessage = new Map<string, { failure: AppError | undefined; count: number }>();
  for (const { failure } of failures) {
    const key = failure === undefined ? "" : `${failure.code} ${failure.message}`;
    const known = byMessage.get(key);
    if (known === undefined) byMessage.set(key, { failure, count: 1 });
    else known.count += 1;
  }
  return [...byMessage.values()].map(({ failure, count }) => {
    const feeds = `${String(count)} ${count === 1 ? "feed was" : "feeds were"} not read to the head. `;
    if (failure === undefined) return feeds + sentence("another process reads them");
    return feeds + failureLine(failureOf(failure));
  });
}
