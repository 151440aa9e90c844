import { LedgerDaysInput } from "@/lib/contracts/inputs";
import { Day } from "@/lib/contracts/shapes";
import { listRoute } from "@/lib/server/route";
import { daysFile } from "@/lib/services/exports/list-files";
import { listDays } from "@/lib/services/ledgers/list-days";

export const GET = listRoute("GET /api/v1/ledgers/[id]/days", {
  input: LedgerDaysInput,
  item: Day,
  run: listDays,
  csv: (ctx, query) => ({ name: "days", chunks: daysFile(ctx, query) }),
});
