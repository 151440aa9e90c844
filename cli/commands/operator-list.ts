import { command } from "@/cli/command";
import { formatTable } from "@/cli/table";
import { listOperators } from "@/lib/services/operators/manage-operators";

export const operatorList = command({
  name: "operator list",
  summary: "who runs the installation",
  options: {},
  run: async (_, session) => {
    const items = await listOperators(session.admin());
    return {
      json: { items },
      text: formatTable(
        [
          { title: "e-mail", of: ({ email }) => email },
          { title: "name", of: ({ name }) => name },
          { title: "since", of: ({ since }) => since.slice(0, 10) },
        ],
        items,
        "There are no operators; `operator add` makes one.",
      ),
    };
  },
});
