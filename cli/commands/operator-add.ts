import { command } from "@/cli/command";
import { addOperator } from "@/lib/services/operators/manage-operators";

export const operatorAdd = command({
  name: "operator add",
  summary: "lets somebody run the installation: make firms, assign ledgers, see no books",
  options: {
    email: { type: "string", placeholder: "E-MAIL", isRequired: true, help: "what the person signs in with" },
    name: {
      type: "string",
      placeholder: "NAME",
      help: "of somebody who is new here; the e-mail's first part otherwise",
    },
  },
  notes:
    "Who signs in here already keeps their password. For anybody else it is read from standard input, and must have at least 12 characters.\nOperators' pages are there only while the installation has keys of its own: `keys set --installation`.",
  run: async (values, session) => {
    const { terminal } = session;
    const added = await addOperator(session.admin(), {
      email: values.email,
      name: values.name,
      readPassword: async () => (await terminal.readSecret("password: ")).replace(/\r?\n$/, ""),
      by: terminal.userName,
    });
    return {
      json: added,
      text: added.wasOperator
        ? `${added.email} was an operator already.`
        : `${added.email} is an operator${added.isNewPerson ? "" : ", and keeps the password"}.`,
    };
  },
});
