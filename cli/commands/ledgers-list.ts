import { command, OWNER, ownerOf } from "@/cli/command";
import { encodeLedgers, ledgerTable } from "@/cli/ledger-table";
import { choiceOf } from "@/cli/session";
import { LEDGER_STATUSES } from "@/lib/domain/ledger/states";
import { listAllLedgers } from "@/lib/services/ledgers/list-all-ledgers";
import { listInstallationLedgers } from "@/lib/services/ledgers/list-installation-ledgers";

export const ledgersList = command({
  name: "ledgers list",
  summary: "the granted ledgers, and how they stand",
  options: {
    ...OWNER,
    status: { type: "string", placeholder: LEDGER_STATUSES.join("|"), help: "only those of this status" },
  },
  run: async (values, session) => {
    const slug = ownerOf(values);
    const status = choiceOf("status", values.status, LEDGER_STATUSES);
    const ledgers =
      slug === undefined
        ? await listInstallationLedgers({ admin: session.admin(), services: session.services() }, { status })
        : await listAllLedgers(await session.firm(slug), { status });
    return { json: encodeLedgers(ledgers), text: ledgerTable(ledgers) };
  },
});
