import { command, OWNER, ownerOf } from "@/cli/command";
import { setInstallationKeys, setKeys } from "@/lib/services/keys/set-keys";

const VARIABLE = "AVSTEMT_CLIENT_SECRET";

export const keysSet = command({
  name: "keys set",
  summary: "stores accounting keys, encrypted, after proving them (secret on standard input)",
  options: {
    ...OWNER,
    "client-id": {
      type: "string",
      placeholder: "ID",
      isRequired: true,
      help: "the client id of the accounting keys, from the partner portal",
    },
  },
  notes: `The client secret is read from ${VARIABLE} if that is set, else from standard input; never from an argument.\nNothing is stored unless Vipps MobilePay gives a token for the keys.`,
  run: async (values, session) => {
    const slug = ownerOf(values);
    const clientId = values["client-id"];
    // Whose keys they are is looked up first: nobody types a secret for a firm that does not exist.
    const owner = slug === undefined ? session.admin() : await session.firm(slug);
    const { terminal } = session;
    const clientSecret = (terminal.env[VARIABLE] ?? (await terminal.readSecret("client secret: "))).trim();
    const input = { clientId, clientSecret };
    const credentialId =
      "tenantId" in owner
        ? await setKeys(owner, input, terminal.signal)
        : await setInstallationKeys(owner, input, terminal.signal);
    const whose = slug === undefined ? "the installation" : slug;
    return {
      json: { credentialId, clientId, tenant: slug ?? null },
      text: `The keys ${clientId} work, and are stored for ${whose}. Next: \`ledgers discover ${slug === undefined ? "--installation" : `--tenant ${slug}`}\`.`,
    };
  },
});
