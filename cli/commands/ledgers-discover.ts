import { z } from "zod";

import { command, OWNER, ownerOf } from "@/cli/command";
import { encodeLedgers, ledgerTable } from "@/cli/ledger-table";
import { DiscoveryReport } from "@/lib/contracts/reports";
import { listInstallationKeys, listKeys } from "@/lib/services/keys/list-keys";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { listAllLedgers } from "@/lib/services/ledgers/list-all-ledgers";
import { listInstallationLedgers } from "@/lib/services/ledgers/list-installation-ledgers";

export const ledgersDiscover = command({
  name: "ledgers discover",
  summary: "synchronises the list of granted ledgers",
  options: OWNER,
  run: async (values, session) => {
    const slug = ownerOf(values);
    const services = session.services();
    const firm = slug === undefined ? undefined : await session.firm(slug);
    const keys = firm === undefined ? await listInstallationKeys(session.admin()) : await listKeys(firm);
    const total = { listed: 0, added: 0, revoked: 0, held: false };
    for (const { credentialId } of keys) {
      const report = await discoverLedgers(services, credentialId, { signal: session.terminal.signal });
      total.listed += report.listed;
      total.added += report.added;
      total.revoked += report.revoked;
      total.held ||= report.held;
    }
    const ledgers =
      firm === undefined
        ? await listInstallationLedgers({ admin: session.admin(), services }, {})
        : await listAllLedgers(firm, {});
    const news = `${String(total.listed)} ledgers are granted, ${String(total.added)} of them new; ${String(total.revoked)} are gone.`;
    const held = total.held
      ? "\nMany vanished at once, which looks like keys or API: nothing is marked as lost until somebody confirms it, or they are back."
      : "";
    return {
      json: { ...z.encode(DiscoveryReport, total), ...encodeLedgers(ledgers) },
      text: `${ledgerTable(ledgers)}\n\n${news}${held}`,
    };
  },
});
