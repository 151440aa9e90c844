import { BankFile, BankFilesQuery } from "@/lib/contracts/bank";
import { pageRoute } from "@/lib/server/route";
import { takeInUploads } from "@/lib/server/statement-upload";
import { uploadRoute } from "@/lib/server/upload-route";
import { listBankFiles } from "@/lib/services/bank/list-files";

export const GET = pageRoute("GET /api/v1/bank-statements", {
  input: BankFilesQuery,
  item: BankFile,
  run: listBankFiles,
});

export const POST = uploadRoute("POST /api/v1/bank-statements", takeInUploads);
