import { command, OWNER, ownerOf } from "@/cli/command";
import { confirmInstallationVanished, confirmVanished } from "@/lib/services/keys/confirm-vanished";

export const keysConfirmVanished = command({
  name: "keys confirm-vanished",
  summary: "says that many ledgers which vanished at once are gone indeed",
  options: {
    ...OWNER,
    reason: { type: "string", placeholder: "TEXT", isRequired: true, help: "why, for the audit trail" },
  },
  notes:
    "While many ledgers are missing at once nothing is revoked, since it may be about keys or the API. It ends by itself when they are back.\nOnce confirmed, the next discovery revokes what is missing for an hour.",
  run: async (values, session) => {
    const slug = ownerOf(values);
    const lifted =
      slug === undefined
        ? await confirmInstallationVanished(session.admin(), {
            reason: values.reason,
            operator: session.terminal.userName,
          })
        : await confirmVanished(await session.firm(slug), { reason: values.reason });
    return {
      json: { keys: lifted, tenant: slug ?? null },
      text: lifted
        .map(({ clientId }) => `${clientId}: the missing ledgers are revoked at the next discovery.`)
        .join("\n"),
    };
  },
});
