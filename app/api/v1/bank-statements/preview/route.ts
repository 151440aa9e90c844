import { z } from "zod";

import { BankPreview } from "@/lib/contracts/bank-import";
import { AppError } from "@/lib/core/errors";
import { beginningOf, uploadRoute } from "@/lib/server/upload-route";
import { previewFile } from "@/lib/services/bank/preview-file";

export const POST = uploadRoute("POST /api/v1/bank-statements/preview", async (ctx, files) => {
  for await (const { name, body, account, layout } of files) {
    const preview = await previewFile(ctx, { name, head: await beginningOf(body), account, layout });
    return { status: 200, body: z.encode(BankPreview, preview) };
  }
  throw new AppError("invalid_input", "the body holds no file");
});
