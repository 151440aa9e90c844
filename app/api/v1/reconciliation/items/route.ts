import { OpenItem, OpenItemsQuery } from "@/lib/contracts/reconciliation";
import { pageRoute } from "@/lib/server/route";
import { listWork } from "@/lib/services/reconciliation/list-work";

export const GET = pageRoute("GET /api/v1/reconciliation/items", {
  input: OpenItemsQuery,
  item: OpenItem,
  run: listWork,
});
