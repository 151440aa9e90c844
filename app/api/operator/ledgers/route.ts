import { InboxItem, InboxQuery } from "@/lib/contracts/operators";
import { operatorListRoute } from "@/lib/server/operator-route";
import { listInbox } from "@/lib/services/operators/list-inbox";

export const GET = operatorListRoute("GET /api/operator/ledgers", {
  input: InboxQuery,
  item: InboxItem,
  run: listInbox,
});
