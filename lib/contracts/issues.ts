import { z } from "zod";

import { ISSUE_KINDS } from "@/lib/domain/issue/kinds";
import { Issue } from "@/lib/contracts/shapes";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";

/** What people do with issues besides ending them: put off, and look after. */

const PathId = z.string();
const BULK_MAX = 200;

/** A member of the firm, or whoever asks; null: nobody. */
const Assigned = z.union([z.literal("me"), IdWire]).nullable();

export const SnoozeInput = z.object({
  id: PathId,
  /** The date on which it comes back: one of the next 90 days. */
  until: LedgerDateWire,
});
export type SnoozeInput = z.output<typeof SnoozeInput>;

export const AssignInput = z.object({
  id: PathId,
  assignedId: Assigned,
});
export type AssignInput = z.output<typeof AssignInput>;

/** The same for several issues. What is left out stays as it is; null ends it. */
export const BulkIssuesInput = z
  .object({
    ids: z.array(IdWire).min(1, { error: "name at least one issue" }).max(BULK_MAX),
    until: LedgerDateWire.nullable().optional(),
    assignedId: Assigned.optional(),
  })
  .refine((input) => input.until !== undefined || input.assignedId !== undefined, {
    error: "say until when they are put off, or who looks after them",
    path: ["until"],
  });
export type BulkIssuesInput = z.output<typeof BulkIssuesInput>;

export const IssueChanges = z.object({
  items: z.array(Issue),
  /** What is resolved meanwhile, or not there: nothing was done to these. */
  gone: z.array(IdWire),
});
export type IssueChanges = z.output<typeof IssueChanges>;

export const IssueCountsQuery = z.object({ merchantId: IdWire.optional() });
export type IssueCountsQuery = z.output<typeof IssueCountsQuery>;

/** Open issues by what a list is narrowed to. All but `snoozed` count what is not put off. */
export const IssueCounts = z.object({
  open: z.int(),
  snoozed: z.int(),
  mine: z.int(),
  unassigned: z.int(),
  severities: z.object({ critical: z.int(), warning: z.int(), info: z.int() }),
  kinds: z.array(z.object({ kind: z.enum(ISSUE_KINDS), count: z.int() })),
});
export type IssueCounts = z.output<typeof IssueCounts>;
