import { EventItem, EventsQuery } from "@/lib/contracts/operators";
import { operatorListRoute } from "@/lib/server/operator-route";
import { listEvents } from "@/lib/services/operators/list-events";

export const GET = operatorListRoute("GET /api/operator/events", {
  input: EventsQuery,
  item: EventItem,
  run: listEvents,
});
