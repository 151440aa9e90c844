import { command } from "@/cli/command";
import { rotateEncryption } from "@/lib/services/keys/rotate-encryption";

export const keysRotate = command({
  name: "keys rotate",
  summary: "seals every stored secret anew with the first of ENCRYPTION_KEYS",
  options: {},
  notes:
    "Put the new key first in ENCRYPTION_KEYS and keep the old one behind it, restart web and workers, run this,\nand only then take the old key out. It may run at any time, and again.",
  run: async (_values, session) => {
    const resealed = await rotateEncryption(session.services());
    const [first] = session.env().encryptionKeys;
    return {
      json: { resealed },
      text:
        resealed === 0
          ? `Every stored secret is sealed with ${first?.id ?? "the first key"} already.`
          : `${String(resealed)} stored secrets are now sealed with ${first?.id ?? "the first key"}.`,
    };
  },
});
