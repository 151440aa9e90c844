import { command } from "@/cli/command";
import { removeOperator } from "@/lib/services/operators/manage-operators";

export const operatorRemove = command({
  name: "operator remove",
  summary: "ends that somebody runs the installation, at once",
  options: {
    email: {
      type: "string",
      placeholder: "E-MAIL",
      isRequired: true,
      help: "what the operator signs in with",
    },
  },
  notes: "The person can still sign in, and keeps every place in a firm.",
  run: async (values, session) => {
    const removed = await removeOperator(session.admin(), {
      email: values.email,
      by: session.terminal.userName,
    });
    return { json: removed, text: `${removed.email} is no operator any more.` };
  },
});
