import { z } from "zod";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import { GIVEN_ROLES, MEMBER_ROLES } from "@/lib/domain/access/permissions";
import { IdWire, InstantWire, PageQuery } from "@/lib/contracts/wire";

/** Members of a firm, invitations, and the people of its merchants: what is asked and what is answered. */

const EMAIL_MAX = 254;
const MERCHANTS_MAX = 1_000;
const NAME_MAX = 200;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/;

const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX, { error: "must be an e-mail address" })
  .regex(EMAIL, { error: "must be an e-mail address" });

const Limit = z
  .array(IdWire)
  .min(1, { error: "choose at least one merchant, or the whole firm" })
  .max(MERCHANTS_MAX)
  .nullable()
  .default(null);

export const PEOPLE = ["firm", "merchants"] as const;

export const MembersQuery = PageQuery.extend({
  /** The firm's own people, or its merchants'. */
  of: z.enum(PEOPLE).default("firm"),
});
export type MembersQuery = z.output<typeof MembersQuery>;

export const ChangeMemberInput = z.object({
  id: z.string(),
  role: z.enum(GIVEN_ROLES),
  /** Null: the whole firm. Only an accountant can be limited. */
  merchantIds: Limit,
});
export type ChangeMemberInput = z.output<typeof ChangeMemberInput>;

export const RemoveMemberInput = z.object({
  id: z.string(),
  /** Tokens belong to the firm: those that the person made go on unless they are ended with the place. */
  revokeTokens: z.boolean().default(false),
});

export const TransferInput = z.object({
  id: z.string(),
  /** The firm's name, typed, so that nobody gives a firm away by a slip. */
  firmName: z.string().max(NAME_MAX),
});
export type TransferInput = z.output<typeof TransferInput>;

export const InviteInput = z.object({
  email: Email,
  role: z.enum(GIVEN_ROLES),
  merchantIds: Limit,
  /** Of the letter. */
  language: z.enum(MAIL_LANGUAGES),
});
export type InviteInput = z.output<typeof InviteInput>;

export const InvitePersonInput = z.object({
  id: z.string(),
  email: Email,
  language: z.enum(MAIL_LANGUAGES),
});
export type InvitePersonInput = z.output<typeof InvitePersonInput>;

export const InvitationsQuery = PageQuery;
export type InvitationsQuery = z.output<typeof InvitationsQuery>;

/** A merchant's people, or the invitations of such. */
export const MerchantPeopleInput = PageQuery.extend({ id: z.string() });
export type MerchantPeopleInput = z.output<typeof MerchantPeopleInput>;
export const MerchantPersonInput = z.object({ id: z.string(), userId: z.string() });

/** As the person of the open session; or, with name and password, as somebody new. */
export const AcceptInput = z.object({
  token: z.string().max(100),
  name: z.string().trim().min(1, { error: "must not be empty" }).max(NAME_MAX).optional(),
  password: z.string().max(1_000).optional(),
});
export type AcceptInput = z.output<typeof AcceptInput>;

const MerchantName = z.object({ id: IdWire, name: z.string() });

export const Member = z.object({
  id: IdWire,
  name: z.string(),
  email: z.string(),
  role: z.enum(MEMBER_ROLES),
  /** Null: the whole firm. */
  merchants: z.array(MerchantName).nullable(),
  since: InstantWire,
  /** When they last signed in. */
  seenAt: InstantWire.nullable(),
});
export type Member = z.output<typeof Member>;

export const MerchantPerson = z.object({
  id: IdWire,
  name: z.string(),
  email: z.string(),
  since: InstantWire,
  seenAt: InstantWire.nullable(),
});
export type MerchantPerson = z.output<typeof MerchantPerson>;

export const Invitation = z.object({
  id: IdWire,
  email: z.string(),
  role: z.enum(MEMBER_ROLES),
  merchants: z.array(MerchantName).nullable(),
  invitedBy: z.string(),
  invitedAt: InstantWire,
  expiresAt: InstantWire,
  isExpired: z.boolean(),
});
export type Invitation = z.output<typeof Invitation>;

/** Nothing more to say: it is done. */
export const Done = z.object({ done: z.literal(true) });
export type Done = z.output<typeof Done>;
export const DONE: Done = { done: true };

/** Where somebody who accepted belongs now. */
export const Accepted = z.object({ tenant: z.string(), role: z.enum(MEMBER_ROLES) });
export type Accepted = z.output<typeof Accepted>;
