import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { UsageError } from "@/cli/usage-error";
import { dateOf } from "@/cli/session";
import { OnboardReport } from "@/lib/contracts/reports";
import { AppError } from "@/lib/core/errors";
import type { ServiceContext } from "@/lib/services/context";
import { listAllLedgers } from "@/lib/services/ledgers/list-all-ledgers";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import type { Onboarded } from "@/lib/services/ledgers/onboard-ledgers";

/** As many as the verb takes at once. */
const AT_ONCE = 1_000;

export const ledgersOnboard = command({
  name: "ledgers onboard",
  summary: "puts granted ledgers under a merchant and starts their sync",
  options: {
    tenant: TENANT,
    ledger: { type: "string", placeholder: "LEDGERID", help: "Vipps MobilePay's id of the ledger" },
    merchant: {
      type: "string",
      placeholder: "NAME",
      help: "the merchant's name; ledgers of one owner are one merchant",
    },
    all: { type: "boolean", help: "every ledger of status new, grouped by owner" },
    from: {
      type: "string",
      placeholder: "YYYY-MM-DD",
      help: "the ledger date on which the firm's work begins; 1 January of this year unless given",
    },
  },
  run: async (values, session) => {
    const { ledger: ledgerId, merchant } = values;
    if (values.all === (ledgerId !== undefined))
      throw new UsageError("Say which: either --ledger LEDGERID with --merchant NAME, or --all.");
    if (ledgerId !== undefined && merchant === undefined)
      throw new UsageError(
        "--merchant NAME is missing: the name of the merchant that the ledger belongs to.",
      );
    if (values.all && merchant !== undefined)
      throw new UsageError("--merchant goes with --ledger; --all takes the names from the sales units.");
    const booksFrom = dateOf("from", values.from);
    const ctx = await session.firm(values.tenant);
    const wanted = ledgerId === undefined ? await findNew(ctx) : [await findOne(ctx, ledgerId)];
    const onboarded: Onboarded[] = [];
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const ledgers = wanted.slice(at, at + AT_ONCE);
      onboarded.push(...(await onboardLedgers(ctx, { ledgers, merchantName: merchant, booksFrom })));
    }
    const items = onboarded.map(({ ledger, ledgerId, merchantId }) => ({ id: ledger, ledgerId, merchantId }));
    return { json: z.encode(OnboardReport, { items }), text: describe(items.length, ledgerId) };
  },
});

async function findNew(ctx: ServiceContext): Promise<string[]> {
  return (await listAllLedgers(ctx, { status: "new" })).map(({ id }) => id);
}

async function findOne(ctx: ServiceContext, ledgerId: string): Promise<string> {
  const found = (await listAllLedgers(ctx, {})).find((ledger) => ledger.ledgerId === ledgerId);
  if (found !== undefined) return found.id;
  throw new AppError(
    "not_found",
    `the firm has no ledger ${ledgerId}; \`ledgers discover\` brings what has been granted since`,
  );
}

function describe(count: number, ledgerId: string | undefined): string {
  if (count > 0)
    return `${String(count)} ledgers are taken in; the worker reads them now, or \`sync --once\` does at once.`;
  return ledgerId === undefined
    ? "There is nothing new to take in; `ledgers discover` brings what has been granted since."
    : `Ledger ${ledgerId} is active already; nothing was changed.`;
}
