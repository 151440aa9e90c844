import { z } from "zod";

import { AUDIT_PARTS } from "@/lib/domain/audit/part";
import { TOKEN_SCOPES } from "@/lib/domain/access/permissions";
import { IdWire, InstantWire, LedgerDateWire, PageQuery } from "@/lib/contracts/wire";

/** What crosses the boundary of settings: the audit trail, accounting keys and API tokens. Names are stable. */

const PathId = z.string();
const Text = z.string().trim().max(200);

export const ACTOR_KINDS = ["user", "token", "system", "operator"] as const;

/** Instants of the dates are those of Oslo. */
export const AuditQuery = PageQuery.extend({
  /** Part of the name of whoever did it. */
  who: Text.optional(),
  action: Text.optional(),
  subjectType: Text.optional(),
  subjectId: Text.optional(),
  from: LedgerDateWire.optional(),
  to: LedgerDateWire.optional(),
});
export type AuditQuery = z.output<typeof AuditQuery>;

const Values = z.record(z.string(), z.unknown()).nullable();

/** One change: who, from where, to what, and the values before and after. */
export const AuditEvent = z.object({
  id: IdWire,
  at: InstantWire,
  actor: z.object({ kind: z.enum(ACTOR_KINDS), id: z.string(), name: z.string() }),
  address: z.string().nullable(),
  device: z.string().nullable(),
  requestId: z.string().nullable(),
  action: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  before: Values,
  after: Values,
  /** Parts that were erased because they were personal. */
  erased: z.array(z.enum(AUDIT_PARTS)),
  /** Its place in the chain, and when it got it; null for the few seconds until then. */
  sequence: z.int().nullable(),
  sealedAt: InstantWire.nullable(),
});
export type AuditEvent = z.output<typeof AuditEvent>;

export const KEYS_STATES = ["proven", "in-doubt"] as const;

/** Accounting keys as people see them: the secret is only ever a fingerprint. */
export const KeysOnFile = z.object({
  id: IdWire,
  clientId: z.string(),
  fingerprint: z.string().nullable(),
  state: z.enum(KEYS_STATES),
  storedAt: InstantWire,
  lastProvenAt: InstantWire,
  lastUsedAt: InstantWire.nullable(),
  inDoubtSince: InstantWire.nullable(),
  /** How many ledgers they open. */
  opens: z.int(),
});
export type KeysOnFile = z.output<typeof KeysOnFile>;
export const KeysList = z.object({ items: z.array(KeysOnFile) });
export type KeysList = z.output<typeof KeysList>;

/** A ledger that keys open. */
export const OpenedLedger = z.object({
  ledgerId: z.string(),
  /** Our id; null while nobody has it on the onboarding board. */
  ledgerUid: IdWire.nullable(),
  status: z.string().nullable(),
  name: z.string(),
  merchantName: z.string().nullable(),
  /** Whether other keys of the firm open it too. */
  isOpenedByOthers: z.boolean(),
});
export type OpenedLedger = z.output<typeof OpenedLedger>;

export const OpenedLedgersQuery = PageQuery.extend({
  id: PathId,
  /** Only those that no other keys open. */
  alone: z.enum(["true", "false"]).default("false"),
});
export type OpenedLedgersQuery = z.output<typeof OpenedLedgersQuery>;

const KeysPair = z.object({
  clientId: z.string().trim().min(1, { error: "must be given; it stands beside the secret" }).max(200),
  clientSecret: z.string().trim().min(1, { error: "must be given" }).max(500),
  /** The keys that these take the place of, by our id. */
  replaces: IdWire.optional(),
});
export const TryKeysInput = KeysPair;
export const SetKeysInput = KeysPair.extend({
  /** How many ledgers only the old keys open, as the person was told. */
  agreesToLose: z.int().min(0).default(0),
});
export const RemoveKeysInput = z.object({
  id: PathId,
  /** The client id, written out: what is about to happen is meant. */
  confirmation: z.string().max(200),
});

/** What keys would do: proven, and nothing stored. */
export const KeysTrial = z.object({
  clientId: z.string(),
  opens: z.int(),
  /** Ledgers that only the keys to be replaced open: the count, and the first of them. */
  lost: z.object({ count: z.int(), items: z.array(OpenedLedger) }),
});
export type KeysTrial = z.output<typeof KeysTrial>;

export const KeysRemoved = z.object({ handedOver: z.int(), revoked: z.int() });
export type KeysRemoved = z.output<typeof KeysRemoved>;

export const TOKEN_STATES = ["active", "expired", "revoked"] as const;

export const ApiToken = z.object({
  id: IdWire,
  name: z.string(),
  scopes: z.array(z.enum(TOKEN_SCOPES)),
  /** Null: the whole firm. */
  merchants: z.array(z.object({ id: IdWire, name: z.string() })).nullable(),
  createdAt: InstantWire,
  createdBy: z.string(),
  /** Who made it has left the firm; the token goes on. */
  isMakerGone: z.boolean(),
  /** Null: never. */
  expiresAt: InstantWire.nullable(),
  revokedAt: InstantWire.nullable(),
  lastUsedAt: InstantWire.nullable(),
  state: z.enum(TOKEN_STATES),
});
export type ApiToken = z.output<typeof ApiToken>;

export const TokensQuery = PageQuery;
export type TokensQuery = z.output<typeof TokensQuery>;

export const CreateTokenInput = z.object({
  name: z.string().trim(),
  scopes: z.array(z.enum(TOKEN_SCOPES)).optional(),
  merchantIds: z.array(IdWire).max(200).optional(),
  /** Days until it expires, a year unless given; null: never. */
  expiresInDays: z.int().nullable().optional(),
});
export type CreateTokenInput = z.output<typeof CreateTokenInput>;

/** The token itself, shown this once. */
export const NewApiToken = z.object({ id: IdWire, token: z.string() });
export type NewApiToken = z.output<typeof NewApiToken>;
