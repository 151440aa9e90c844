import { command } from "@/cli/command";
import { createTenant } from "@/lib/services/tenants/create-tenant";

export const tenantCreate = command({
  name: "tenant create",
  summary: "a new accounting firm",
  options: {
    name: { type: "string", placeholder: "NAME", isRequired: true, help: "the firm's name" },
    slug: {
      type: "string",
      placeholder: "SLUG",
      isRequired: true,
      help: "its name in addresses and commands, as in nordfjord-regnskap",
    },
  },
  run: async (values, session) => {
    const tenant = await createTenant(session.admin(), {
      name: values.name,
      slug: values.slug,
      operator: session.terminal.userName,
    });
    return {
      json: tenant,
      text: `${tenant.name} is in place; in addresses and commands it is ${tenant.slug}.`,
    };
  },
});
