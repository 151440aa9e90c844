import { z } from "zod";

import { command, TENANT } from "@/cli/command";
import { TokenReport } from "@/lib/contracts/reports";
import { createToken } from "@/lib/services/tokens/create-token";

export const tokenCreate = command({
  name: "token create",
  summary: "a new API token, shown once",
  options: {
    tenant: TENANT,
    name: { type: "string", placeholder: "NAME", isRequired: true, help: "what the token is for" },
    merchant: { type: "string", placeholder: "ID", help: "opens this merchant only, by our id" },
  },
  run: async (values, session) => {
    const ctx = await session.firm(values.tenant);
    const made = await createToken(ctx, { name: values.name, merchantId: values.merchant });
    session.terminal.err("This is shown once; only its hash is stored.\n");
    return { json: z.encode(TokenReport, made), text: made.token };
  },
});
