import { z } from "zod";

import { TOPIC_STATES, TOPICS } from "@/lib/domain/ledger/states";
import { FINDING_KINDS } from "@/lib/domain/ledger/findings";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";

/** What commands print with `--json`, where it is not one of the API's own shapes (CONTRACT §3, §5). */

export const SyncReport = z.object({
  ledgers: z.array(
    z.object({
      ledgerId: z.string(),
      topic: z.enum(TOPICS),
      entriesRead: z.int(),
      entriesWritten: z.int(),
      entriesKnown: z.int(),
      pages: z.int(),
      state: z.enum(TOPIC_STATES),
      /** Why its head was not reached; null when it was. */
      failure: z.string().nullable(),
    }),
  ),
  /** Open issues of the firm. */
  issues: z.int(),
});
export type SyncReport = z.output<typeof SyncReport>;

export const VerifyReport = z.object({
  ok: z.boolean(),
  checked: z.object({ entries: z.int(), days: z.int(), remoteDays: z.int() }),
  findings: z.array(
    z.object({
      kind: z.enum(FINDING_KINDS),
      ledgerId: z.string(),
      topic: z.enum(TOPICS).nullable(),
      ledgerDate: LedgerDateWire.nullable(),
      detail: z.string(),
    }),
  ),
});
export type VerifyReport = z.output<typeof VerifyReport>;

export const KeysReport = z.object({
  ok: z.boolean(),
  keys: z.array(
    z.object({
      credentialId: IdWire,
      clientId: z.string(),
      token: z.enum(["given", "refused", "no-answer"]),
      detail: z.string().nullable(),
      ledgers: z.array(z.string()),
    }),
  ),
});

export const DoctorReport = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["ok", "failed", "skipped"]),
      detail: z.string(),
      mend: z.string().nullable(),
    }),
  ),
});

export const OnboardReport = z.object({
  items: z.array(z.object({ id: IdWire, ledgerId: z.string(), merchantId: IdWire })),
});

export const DiscoveryReport = z.object({
  listed: z.int(),
  added: z.int(),
  revoked: z.int(),
  /** Many vanished at once: nothing is revoked until a person confirms it, or they are back. */
  held: z.boolean(),
});

export const RebuildReport = z.object({
  outcome: z.enum(["swapped", "needs-agreement", "behind", "none"]),
  entriesRead: z.int(),
  lost: z.int(),
  gained: z.int(),
  dates: z.array(LedgerDateWire),
});

/** The head of a firm's audit chain: kept elsewhere, it proves later that nothing before it was changed or cut off. */
export const AuditHeadReport = z.object({
  tenant: z.string(),
  sequence: z.int(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.string().nullable(),
});
export type AuditHeadReport = z.output<typeof AuditHeadReport>;

export const AuditReport = z.object({
  ok: z.boolean(),
  /** Sealed events that were checked, and events that wait to be sealed. */
  checked: z.object({ events: z.int(), unsealed: z.int() }),
  head: z.object({ sequence: z.int(), hash: z.string(), sealedAt: z.string().nullable() }).nullable(),
  findings: z.array(
    z.object({
      kind: z.enum(["changed", "missing", "inserted", "cut-off", "rewritten"]),
      sequence: z.int().nullable(),
      eventId: z.string().nullable(),
      detail: z.string(),
    }),
  ),
});
export type AuditReport = z.output<typeof AuditReport>;

export const TokenReport = z.object({ id: IdWire, token: z.string() });

/** Failures: on standard output with `--json`, so that there is always one document. */
export const FailureReport = z.object({
  error: z.object({ code: z.string(), message: z.string(), safe: z.string(), mend: z.string() }),
});

export const BankImportReport = z.array(
  z.object({
    file: z.string(),
    statements: z.int(),
    lines: z.int(),
    /** Of the lines those that were known from other files; all of them when this very file was taken in before. */
    duplicates: z.int(),
    /** 1: the file was refused, and nothing of it is kept. */
    rejected: z.int(),
    accounts: z.array(IdWire),
    /** This very file was taken in before. */
    duplicate: z.boolean(),
    /** Not booked yet, so not taken in. */
    pending: z.int(),
    findings: z.array(z.object({ code: z.string(), values: z.record(z.string(), z.string()) })),
    /** Why it was refused. */
    failure: z.string().nullable(),
  }),
);
export type BankImportReport = z.output<typeof BankImportReport>;

export const ReconcileReport = z.object({
  payouts: z.object({
    beforeStart: z.int(),
    scheduled: z.int(),
    inTransit: z.int(),
    awaitingBankData: z.int(),
    received: z.int(),
    overdue: z.int(),
    aborted: z.int(),
  }),
  bankLines: z.object({ matched: z.int(), unmatched: z.int(), ignored: z.int() }),
  suggestions: z.int(),
  /** What this run has matched, and taken back because it was not the only possibility any more. */
  made: z.int(),
  undone: z.int(),
});
export type ReconcileReport = z.output<typeof ReconcileReport>;
