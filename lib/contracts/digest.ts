import { z } from "zod";

import { DIGEST_COVERS, DIGEST_FREQUENCIES } from "@/lib/domain/issue/digest";
import type { DigestChoice } from "@/lib/domain/issue/digest";
import { ISSUE_KINDS, SEVERITIES } from "@/lib/domain/issue/kinds";

/** A person's digest of one firm, by the firm's name in addresses. */
export const DigestInput = z.object({
  firm: z.string().max(200),
  frequency: z.enum(DIGEST_FREQUENCIES),
  weekday: z.int().min(1).max(7),
  hour: z.int().min(0).max(23),
  covers: z.enum(DIGEST_COVERS),
  leastSeverity: z.enum(SEVERITIES),
  leftOut: z.array(z.enum(ISSUE_KINDS)).max(ISSUE_KINDS.length),
  sendsEmpty: z.boolean(),
});
export type DigestInput = z.output<typeof DigestInput>;

/** The digest of a firm that the signed-in person works in. */
export type DigestView = Readonly<{
  firm: string;
  firmName: string;
  choice: DigestChoice;
  lastSentAt: string | null;
  nextSendAt: string | null;
}>;

export const DigestAnswer = z.object({ nextSendAt: z.string().nullable() });
