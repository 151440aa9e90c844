import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { UsageError } from "@/cli/usage-error";
import { TokenReport } from "@/lib/contracts/reports";
import { TOKEN_SCOPES } from "@/lib/domain/access/permissions";
import type { TokenScope } from "@/lib/domain/access/permissions";
import { createToken } from "@/lib/services/tokens/create-token";

export const tokenCreate = command({
  name: "token create",
  summary: "a new API token, shown once",
  options: {
    tenant: TENANT,
    name: { type: "string", placeholder: "NAME", isRequired: true, help: "what the token is for" },
    merchant: { type: "string", placeholder: "ID", help: "opens this merchant only, by our id" },
    scopes: {
      type: "string",
      placeholder: "LIST",
      help: `what it may do, of ${TOKEN_SCOPES.join(",")}; everything unless given`,
    },
    expires: {
      type: "string",
      placeholder: "DAYS",
      help: "days until it expires, or never; 365 unless given",
    },
  },
  run: async (values, session) => {
    const scopes = scopesOf(values.scopes);
    const expiresInDays = daysOf(values.expires);
    const ctx = await session.firm(values.tenant);
    const made = await createToken(ctx, {
      name: values.name,
      merchantIds: values.merchant === undefined ? undefined : [values.merchant],
      scopes,
      expiresInDays,
    });
    session.terminal.err("This is shown once; only its hash is stored.\n");
    return { json: z.encode(TokenReport, made), text: made.token };
  },
});

function scopesOf(text: string | undefined): TokenScope[] | undefined {
  return text?.split(",").map((name) => {
    const found = TOKEN_SCOPES.find((scope) => scope === name.trim());
    if (found === undefined)
      throw new UsageError(`--scopes: "${name.trim()}" is none of ${TOKEN_SCOPES.join(", ")}.`);
    return found;
  });
}

function daysOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === "never") return null;
  if (!/^\d{1,5}$/.test(text))
    throw new UsageError(`--expires: "${text}" is no number of days; write 90, or never.`);
  return Number(text);
}
