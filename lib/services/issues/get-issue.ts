import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { Issue } from "@/lib/contracts/shapes";
import type { ServiceContext } from "@/lib/services/context";
import { describeIssue } from "@/lib/services/issues/describe-issue";
import { readBooks } from "@/lib/services/read";
import { findIssueRow } from "@/lib/store/issues-read";

/** Throws: forbidden, not_found. */
export async function getIssue(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Issue> {
  return readBooks(ctx, async (tx) => {
    const row = await findIssueRow(tx, parseId(input.id));
    if (row === undefined) throw new AppError("not_found", "there is no issue with this id");
    return describeIssue(row, ctx.clock.nowMs());
  });
}
