import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { createProgress } from "@/cli/progress";
import { choiceOf } from "@/cli/session";
import { RebuildReport } from "@/lib/contracts/reports";
import { present } from "@/lib/core/invariant";
import { TOPICS } from "@/lib/domain/ledger/states";
import { rebuildTopic } from "@/lib/services/copies/rebuild-topic";

type Report = z.output<typeof RebuildReport>;

export const rebuild = command({
  name: "rebuild",
  summary: "reads a topic from its start into a new copy, and shows what would change",
  options: {
    tenant: TENANT,
    ledger: {
      type: "string",
      placeholder: "LEDGERID",
      isRequired: true,
      help: "Vipps MobilePay's id of the ledger",
    },
    topic: {
      type: "string",
      placeholder: TOPICS.join("|"),
      isRequired: true,
      help: "which of its two accounts",
    },
    agree: { type: "boolean", help: "take the new copy into use even if it lacks entries of the old one" },
  },
  notes:
    "Readers see the old copy until the new one takes its place in one step. Payouts keep their identity.\nIf the new copy lacks entries, it waits: the dates are shown, and nothing changes without --agree.",
  run: async (values, session) => {
    const topic = present(choiceOf("topic", values.topic, TOPICS), "the topic");
    const ctx = await session.firm(values.tenant);
    const { terminal } = session;
    const progress = createProgress(terminal);
    const { outcome, entriesRead, difference } = await rebuildTopic(
      ctx,
      { ledgerId: values.ledger, topic, agreed: values.agree },
      {
        signal: terminal.signal,
        onPage: ({ entryCount, ledgerDate }) =>
          progress.show({ done: 0, of: 1, text: `${String(entryCount)} entries, ${ledgerDate ?? ""}` }),
      },
    ).finally(progress.end);
    const report: Report = {
      outcome,
      entriesRead,
      lost: difference?.lost ?? 0,
      gained: difference?.gained ?? 0,
      dates: [...(difference?.dates ?? [])],
    };
    return {
      json: z.encode(RebuildReport, report),
      text: describe(report),
      isFailed: outcome !== "swapped",
    };
  },
});

function describe({ outcome, lost, gained, dates }: Report): string {
  const where = dates.length === 0 ? "" : `, on ${dates.join(", ")}`;
  const change =
    lost === 0 && gained === 0
      ? "The new copy has the same entries as the old one."
      : `The new copy lacks ${String(lost)} entries of the old one and has ${String(gained)} more${where}.`;
  return ENDINGS[outcome](change);
}

const ENDINGS: Readonly<Record<Report["outcome"], (change: string) => string>> = {
  swapped: (change) => `${change} It is in use.`,
  "needs-agreement": (change) =>
    `${change} The old copy stays in use; run this again with --agree to take the new one, or decide in the list of issues.`,
  behind: (change) => `${change} It is not read far enough yet; the worker goes on, or run this again.`,
  none: () => "There is no copy to take into use any more: another process has ended this rebuild.",
};
