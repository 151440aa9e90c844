import { CreatedFirm, CreateFirmInput, FirmItem, FirmsQuery } from "@/lib/contracts/operators";
import { operatorListRoute, operatorRoute } from "@/lib/server/operator-route";
import { createFirm } from "@/lib/services/operators/create-firm";
import { listFirms } from "@/lib/services/operators/list-firms";

export const GET = operatorListRoute({ input: FirmsQuery, item: FirmItem, run: listFirms });

export const POST = operatorRoute({ input: CreateFirmInput, output: CreatedFirm, run: createFirm });
