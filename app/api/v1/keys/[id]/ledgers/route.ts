import { OpenedLedger, OpenedLedgersQuery } from "@/lib/contracts/settings";
import { listRoute } from "@/lib/server/route";
import { openedLedgersFile } from "@/lib/services/exports/settings-files";
import { listOpenedLedgers } from "@/lib/services/keys/list-opened-ledgers";

export const GET = listRoute("GET /api/v1/keys/[id]/ledgers", {
  input: OpenedLedgersQuery,
  item: OpenedLedger,
  run: listOpenedLedgers,
  csv: (ctx, query) => ({ name: "opened-ledgers", chunks: openedLedgersFile(ctx, query) }),
});
