import { command, TENANT } from "@/cli/command";
import { assignLedger } from "@/lib/services/ledgers/assign-ledger";

export const ledgersAssign = command({
  name: "ledgers assign",
  summary: "gives a ledger found with the installation's keys to a firm",
  options: {
    ledger: {
      type: "string",
      placeholder: "LEDGERID",
      isRequired: true,
      help: "Vipps MobilePay's id of the ledger",
    },
    tenant: TENANT,
  },
  run: async (values, session) => {
    await assignLedger(
      { admin: session.admin(), services: session.services() },
      { ledgerId: values.ledger, tenantSlug: values.tenant, operator: session.terminal.userName },
    );
    return {
      json: { ledgerId: values.ledger, tenant: values.tenant },
      text: `Ledger ${values.ledger} belongs to ${values.tenant}, and waits on its onboarding list.`,
    };
  },
});
