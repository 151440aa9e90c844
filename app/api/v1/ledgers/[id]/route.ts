import { ById } from "@/lib/contracts/inputs";
import { Ledger } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { getLedger } from "@/lib/services/ledgers/get-ledger";

export const GET = route("GET /api/v1/ledgers/[id]", { input: ById, output: Ledger, run: getLedger });
