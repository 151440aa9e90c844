import { LedgersQuery } from "@/lib/contracts/queries";
import { Ledger } from "@/lib/contracts/shapes";
import { listRoute } from "@/lib/server/route";
import { ledgersFile } from "@/lib/services/exports/list-files";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";

export const GET = listRoute("GET /api/v1/ledgers", {
  input: LedgersQuery,
  item: Ledger,
  run: listLedgers,
  csv: (ctx, query) => ({ name: "ledgers", chunks: ledgersFile(ctx, query) }),
});
