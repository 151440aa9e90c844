import { z } from "zod";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import { IdWire, InstantWire, PageQuery } from "@/lib/contracts/wire";

/** What the operators' pages ask and get, under /api/operator. No part of the API for programs. */

export const INBOX_STATES = ["all", "waiting", "assigned"] as const;

const Search = z.string().trim().max(200).default("");

export const InboxQuery = PageQuery.extend({
  limit: PageQuery.shape.limit.default(50),
  state: z.enum(INBOX_STATES).default("all"),
  search: Search,
});
export type InboxQuery = z.output<typeof InboxQuery>;

export const FirmsQuery = PageQuery.extend({ limit: PageQuery.shape.limit.default(50), search: Search });
export type FirmsQuery = z.output<typeof FirmsQuery>;

export const EventsQuery = PageQuery;
export type EventsQuery = z.output<typeof EventsQuery>;

const Firm = z.object({ slug: z.string(), name: z.string() });

const Granted = {
  ledgerId: z.string(),
  currency: z.string(),
  owner: z.object({ scheme: z.string(), id: z.string() }),
  salesUnits: z.array(z.object({ name: z.string(), recipientHandle: z.string() })),
  firm: Firm.nullable(),
};

/** A ledger that the installation's keys open. */
export const InboxItem = z.object({
  ...Granted,
  credentialId: z.string(),
  firstSeen: InstantWire,
  lastSeen: InstantWire,
  missingSince: InstantWire.nullable(),
  /** The firm has taken it in: it stays there. */
  isTakenIn: z.boolean(),
  /** A firm that was given a ledger of the same owner before. */
  proposed: Firm.nullable(),
});
export type InboxItem = z.output<typeof InboxItem>;

/** A firm, and how many ledgers it has: nothing of its books. */
export const FirmItem = z.object({
  ...Firm.shape,
  createdAt: InstantWire,
  assigned: z.int(),
  ledgers: z.int(),
  takenIn: z.int(),
  /** Of a first owner who has not come yet: until when the link holds, or held. */
  ownerLinkEnds: InstantWire.nullable(),
});
export type FirmItem = z.output<typeof FirmItem>;

const Values = z.record(z.string(), z.string()).nullable();

export const EventItem = z.object({
  id: z.string(),
  at: InstantWire,
  actorName: z.string(),
  address: z.string(),
  action: z.string(),
  subject: z.string(),
  firm: z.string().nullable(),
  before: Values,
  after: Values,
});
export type EventItem = z.output<typeof EventItem>;

/** The installation's own keys; `vanished` are the first of the ledgers that a hold is about. */
export const KeysItem = z.object({
  credentialId: z.string(),
  clientId: z.string(),
  state: z.enum(["proven", "in-doubt"]),
  lastProvenAt: InstantWire,
  heldSince: InstantWire.nullable(),
  discovered: z.int(),
  unassigned: z.int(),
  vanishedCount: z.int(),
  vanished: z.array(z.object({ ...Granted, missingSince: InstantWire })),
});
export type KeysItem = z.output<typeof KeysItem>;
export const KeysAnswer = z.object({ items: z.array(KeysItem) });

const LedgerKey = { credentialId: IdWire, ledgerId: z.string().min(1).max(200) };

/** `firm`: the slug of the firm that gets the ledger, or that gives it back. */
export const AssignInput = z.object({ ...LedgerKey, firm: z.string().max(63) });
export const Assigned = z.object({ firm: Firm });

export const CreateFirmInput = z.object({
  name: z.string().max(1000),
  slug: z.string().max(100),
  ownerEmail: z.string().max(320),
  /** Of the letter to somebody who is new here. */
  language: z.enum(MAIL_LANGUAGES).default("en"),
});
export const CreatedFirm = z.object({ slug: z.string(), name: z.string() });

/** `firm`: its slug. */
export const RenewOwnerInput = z.object({ firm: z.string().max(63) });

export const ConfirmVanishedInput = z.object({
  credentialId: IdWire,
  reason: z.string().trim().min(1, { error: "say why, in a few words" }).max(1000),
});
export const Confirmed = z.object({ credentialId: z.string() });
