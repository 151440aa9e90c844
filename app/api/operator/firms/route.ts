import { CreatedFirm, CreateFirmInput, FirmItem, FirmsQuery } from "@/lib/contracts/operators";
import { operatorListRoute, operatorRoute } from "@/lib/server/operator-route";
import { createFirm } from "@/lib/services/operators/create-firm";
import { listFirms } from "@/lib/services/operators/list-firms";

export const GET = operatorListRoute("GET /api/operator/firms", {
  input: FirmsQuery,
  item: FirmItem,
  run: listFirms,
});

export const POST = operatorRoute("POST /api/operator/firms", {
  input: CreateFirmInput,
  output: CreatedFirm,
  run: createFirm,
});
