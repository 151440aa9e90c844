import { z } from "zod";

import { TOPICS } from "@/lib/domain/ledger/states";

type JobSpec = Readonly<{
  payload: z.ZodType;
  attemptsMax: number;
  timeoutMs: number;
}>;

const LedgerPayload = z.strictObject({ tenantId: z.uuid(), ledger: z.uuid() });
const FeedPayload = z.strictObject({ tenantId: z.uuid(), ledger: z.uuid(), topic: z.enum(TOPICS) });

/**
 * Every background job. A job is a doorbell: its payload carries ids only, and the row it names says
 * what is due. Losing one, or running one twice, costs time and never data.
 */
export const JOBS = {
  /** Looks in PostgreSQL for what is due, and rings for it. Scheduled; one a shard. */
  "due.ring": { payload: z.strictObject({ shard: z.int() }), attemptsMax: 1, timeoutMs: 60_000 },
  /** Follows one feed to its head, or for a bounded number of pages. */
  "feed.follow": { payload: FeedPayload, attemptsMax: 1, timeoutMs: 10 * 60_000 },
  /** Compares the dates of one topic that are due with their reports by date. */
  "topic.prove": { payload: FeedPayload, attemptsMax: 1, timeoutMs: 10 * 60_000 },
  /** Reads a topic from the start into a new copy, and swaps it in. */
  "topic.rebuild": { payload: FeedPayload, attemptsMax: 1, timeoutMs: 10 * 60_000 },
  /** Synchronises the list of ledgers that a credential opens. */
  "credential.discover": {
    payload: z.strictObject({ credentialId: z.uuid() }),
    attemptsMax: 1,
    timeoutMs: 5 * 60_000,
  },
  /** Takes in the ledgers of a batch, one a transaction. */
  "onboarding.take-in": {
    payload: z.strictObject({ tenantId: z.uuid(), batch: z.uuid() }),
    attemptsMax: 1,
    timeoutMs: 10 * 60_000,
  },
  /** Reminds merchants of a firm of the grant that is waited for. */
  "onboarding.remind": {
    payload: z.strictObject({ tenantId: z.uuid() }),
    attemptsMax: 1,
    timeoutMs: 5 * 60_000,
  },
  /** Asks by date for the payers of past entries of one ledger, where they are kept. */
  "person.fetch": { payload: LedgerPayload, attemptsMax: 1, timeoutMs: 10 * 60_000 },
  /** Deletes the payers of one ledger whose date has come, and all of what was turned off. */
  "person.purge": { payload: LedgerPayload, attemptsMax: 1, timeoutMs: 10 * 60_000 },
  /** Makes the file of somebody who leaves with their books, or deletes it when its time is over. */
  "leaving.export": {
    payload: z.strictObject({ tenantId: z.uuid(), export: z.uuid() }),
    attemptsMax: 1,
    timeoutMs: 6 * 60 * 60_000,
  },
  /** Deletes a firm whose waiting time is over. */
  "firm.delete": {
    payload: z.strictObject({ tenantId: z.uuid() }),
    attemptsMax: 1,
    timeoutMs: 10 * 60_000,
  },
  /** Gives the events of a firm's audit trail that are new their places in its chain. */
  "audit.seal": { payload: z.strictObject({ tenantId: z.uuid() }), attemptsMax: 1, timeoutMs: 5 * 60_000 },
  /** Matches what has changed on a firm's bank accounts. */
  "bank.reconcile": {
    payload: z.strictObject({ tenantId: z.uuid() }),
    attemptsMax: 1,
    timeoutMs: 10 * 60_000,
  },
  /** Writes a member of a firm what needs them there. */
  "issue.digest": {
    payload: z.strictObject({ tenantId: z.uuid(), userId: z.uuid() }),
    attemptsMax: 1,
    timeoutMs: 60_000,
  },
  /** Tells the makers of API tokens that these will expire. */
  "token.warn": { payload: z.strictObject({}), attemptsMax: 1, timeoutMs: 60_000 },
  /** Deletes invitations, links of letters and sign-ins half done that have ended. */
  "ended.sweep": { payload: z.strictObject({}), attemptsMax: 1, timeoutMs: 5 * 60_000 },
  /** Sends mail that is on its way. */
  "mail.send": { payload: z.strictObject({}), attemptsMax: 1, timeoutMs: 10 * 60_000 },
} as const satisfies Record<string, JobSpec>;

export type JobName = keyof typeof JOBS;

/** Jobs that somebody waits for: a worker takes them before any other, however many first syncs stand in line. */
export const URGENT_JOBS: ReadonlySet<JobName> = new Set<JobName>(["mail.send"]);
export type JobPayload<N extends JobName> = z.output<(typeof JOBS)[N]["payload"]>;
export type Enqueue = <N extends JobName>(name: N, payload: JobPayload<N>) => Promise<void>;
