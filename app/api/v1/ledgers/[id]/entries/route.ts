import { LedgerEntriesInput } from "@/lib/contracts/inputs";
import { Entry } from "@/lib/contracts/shapes";
import { listRoute } from "@/lib/server/route";
import { entriesFile } from "@/lib/services/exports/list-files";
import { listEntries } from "@/lib/services/ledgers/list-entries";

export const GET = listRoute("GET /api/v1/ledgers/[id]/entries", {
  input: LedgerEntriesInput,
  item: Entry,
  run: listEntries,
  csv: (ctx, query) => ({ name: "entries", chunks: entriesFile(ctx, query) }),
});
