import { z } from "zod";

import { command, OWNER, ownerOf } from "@/cli/command";
import { failureLine, failureOf } from "@/cli/failures";
import { KeysReport } from "@/lib/contracts/reports";
import { checkInstallationKeys, checkKeys } from "@/lib/services/keys/check-keys";
import type { KeysCheck } from "@/lib/services/keys/check-keys";

export const keysCheck = command({
  name: "keys check",
  summary: "can we get a token, and which ledgers does it open",
  options: OWNER,
  run: async (values, session) => {
    const slug = ownerOf(values);
    const { signal } = session.terminal;
    const checks =
      slug === undefined
        ? await checkInstallationKeys(session.admin(), signal)
        : await checkKeys(await session.firm(slug), signal);
    const ok = checks.every(({ token }) => token === "given");
    const keys = checks.map((check) => ({
      ...check,
      detail: check.detail ?? null,
      ledgers: [...check.ledgers],
    }));
    return {
      json: z.encode(KeysReport, { ok, keys }),
      text: checks.map(describe).join("\n"),
      isFailed: !ok,
    };
  },
});

function describe({ clientId, token, detail, ledgers }: KeysCheck): string {
  if (token === "given") {
    const list = ledgers.map((ledgerId) => `  ${ledgerId}`).join("\n");
    return `${clientId}: a token is given, and opens ${String(ledgers.length)} ledgers${list === "" ? "" : `\n${list}`}`;
  }
  const code = token === "refused" ? "keys_rejected" : "provider_unavailable";
  return `${clientId}: ${failureLine(failureOf({ code, message: detail ?? token, fields: [] }))}`;
}
