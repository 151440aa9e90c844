import { command, TENANT } from "@/cli/command";
import { choiceOf } from "@/cli/session";
import { present } from "@/lib/core/invariant";
import { ROLES } from "@/lib/domain/access/permissions";
import { createUser } from "@/lib/services/tenants/create-user";

export const userCreate = command({
  name: "user create",
  summary: "a member of a firm (password on standard input)",
  options: {
    email: { type: "string", placeholder: "E-MAIL", isRequired: true, help: "what the person signs in with" },
    tenant: TENANT,
    role: { type: "string", placeholder: ROLES.join("|"), isRequired: true, help: "what the person may do" },
    name: {
      type: "string",
      placeholder: "NAME",
      help: "what colleagues see; the e-mail's first part otherwise",
    },
  },
  notes: "The password is read from standard input, and must have at least 12 characters.",
  run: async (values, session) => {
    const role = present(choiceOf("role", values.role, ROLES), "the role");
    const services = session.services();
    const admin = session.admin();
    const password = (await session.terminal.readSecret("password: ")).replace(/\r?\n$/, "");
    const { userName } = session.terminal;
    const actor = { kind: "operator", id: userName, name: userName } as const;
    const user = await createUser(
      { admin, services, actor },
      { email: values.email, tenantSlug: values.tenant, role, name: values.name, password },
    );
    return {
      json: { ...user, tenant: values.tenant, role },
      text: user.isNew
        ? `${user.email} is ${role} of ${values.tenant}.`
        : `${user.email} was known: the password stays as it was, and the role in ${values.tenant} is ${role}.`,
    };
  },
});
