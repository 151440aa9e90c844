import { z } from "zod";

import { IdWire } from "@/lib/contracts/wire";
import type { Operation } from "@/lib/contracts/operations";
import type { SURFACE } from "@/lib/contracts/surface";

/** What a firm has and an address, a query or a body can name, and which lines name it how. */

export type Line = keyof typeof SURFACE;
export type Things = Readonly<Record<Thing, string>>;
export type Thing =
  | "ledger"
  | "merchant"
  | "payout"
  | "issue"
  | "member"
  | "merchantPerson"
  | "invitation"
  | "merchantInvitation"
  | "keys"
  | "token"
  | "batch"
  | "expected"
  | "export"
  | "match"
  | "pattern"
  | "bankAccount"
  | "bankFile"
  | "bankLine"
  | "openItem"
  | "session";

type Json = Readonly<Record<string, unknown>>;
export type Naming = Readonly<{
  thing: Thing;
  /** The part of the path that is its id; absent: the body or the query names it. */
  part?: string;
  /** Other parts of the path, which are one's own. */
  own?: Readonly<Record<string, Thing>>;
  /** What is posted: right in all but the id, so that it is the id that is refused. */
  body?: (id: string, ours: Things) => Json;
  query?: (id: string) => string;
}>;

const byId = (thing: Thing, body: Json = {}): Naming => ({ thing, part: "id", body: () => body });
const reads = (thing: Thing): Naming => ({ thing, part: "id" });
const page = (thing: Thing, part: string, own: Readonly<Record<string, Thing>> = {}): Naming => ({
  thing,
  part,
  own,
});
const asked = (thing: Thing, name: string): Naming => ({ thing, query: (id) => `${name}=${id}` });
const told = (thing: Thing, body: (id: string, ours: Things) => Json): Naming => ({ thing, body });

const IN_DAYS = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const KEEPING = { purpose: "members", purposeNote: "A test", retentionDays: 90 };
const ENTRY = { topic: "funds", ledgerDate: "2026-11-02", content: "0".repeat(32), ordinal: 1 };
const PAIRS = [
  told("payout", (id, { bankLine }) => ({ payoutIds: [id], lineIds: [bankLine] })),
  told("bankLine", (id, { payout }) => ({ payoutIds: [payout], lineIds: [id] })),
  told("ledger", (id, { bankLine }) => ({ entries: [{ ...ENTRY, ledger: id }], lineIds: [bankLine] })),
];
const PAIR = { clientId: "matrix", clientSecret: "never stored" };

/** Lines that name a firm's thing by its id. A line with a part in its path that has no entry here fails the test. */
export const NAMINGS: Readonly<Partial<Record<Line, readonly Naming[]>>> = {
  "POST /api/account/sessions/close": [told("session", (id) => ({ id }))],
  "GET /api/exports/[id]": [reads("export")],
  "GET /api/v1/bank-accounts": [asked("merchant", "merchantId")],
  "GET /api/v1/bank-accounts/[id]": [reads("bankAccount")],
  "GET /api/v1/bank-accounts/[id]/lines": [reads("bankAccount")],
  "POST /api/v1/bank-accounts/[id]/link": [byId("bankAccount", { number: "DE89370400440532013000" })],
  "POST /api/v1/bank-accounts/[id]/rename": [byId("bankAccount", { name: "A test" })],
  "POST /api/v1/bank-lines/[id]/kind": [byId("bankLine", { kind: "ignored" })],
  "GET /api/v1/bank-statements": [asked("bankAccount", "accountId")],
  "POST /api/v1/bank-statements/[id]/remove": [byId("bankFile")],
  "GET /api/v1/accounts": [{ thing: "merchant", query: (id) => `country=NO&merchantId=${id}` }],
  "POST /api/v1/accounts": [
    told("merchant", (id) => ({
      country: "NO",
      merchantId: id,
      items: [{ role: "bank", account: "1920", name: "Bank", vatCode: "" }],
    })),
  ],
  "GET /api/v1/fees": [asked("merchant", "merchantId")],
  "GET /api/v1/fees/rates": [asked("merchant", "merchantId")],
  "GET /api/v1/fees/unpaired": [asked("merchant", "merchantId")],
  "GET /api/v1/issues": [asked("merchant", "merchantId"), asked("member", "assigned")],
  "GET /api/v1/issues/[id]": [reads("issue")],
  "POST /api/v1/issues/[id]/acknowledge": [byId("issue", { reason: "A test" })],
  "POST /api/v1/issues/[id]/assign": [
    byId("issue", { assignedId: null }),
    { thing: "member", own: { id: "issue" }, body: (id) => ({ assignedId: id }) },
  ],
  "POST /api/v1/issues/[id]/snooze": [byId("issue", { until: IN_DAYS })],
  "POST /api/v1/issues/[id]/unsnooze": [byId("issue")],
  "POST /api/v1/issues/bulk": [
    told("issue", (id) => ({ ids: [id], until: IN_DAYS, assignedId: "me" })),
    told("member", (id, { issue }) => ({ ids: [issue], assignedId: id })),
  ],
  "GET /api/v1/issues/counts": [asked("merchant", "merchantId")],
  "POST /api/v1/invitations": [
    told("merchant", (id) => ({
      email: "matrix@people.example",
      role: "accountant",
      merchantIds: [id],
      language: "en",
    })),
  ],
  "POST /api/v1/invitations/[id]/resend": [byId("invitation"), byId("merchantInvitation")],
  "POST /api/v1/invitations/[id]/withdraw": [byId("invitation"), byId("merchantInvitation")],
  "POST /api/v1/keys": [told("keys", (id) => ({ ...PAIR, replaces: id }))],
  "POST /api/v1/keys/trial": [told("keys", (id) => ({ ...PAIR, replaces: id }))],
  "GET /api/v1/keys/[id]/ledgers": [reads("keys")],
  "POST /api/v1/keys/[id]/remove": [byId("keys", { confirmation: "firm-oresund" })],
  "GET /api/v1/ledgers": [asked("merchant", "merchantId")],
  "GET /api/v1/ledgers/[id]": [reads("ledger")],
  "GET /api/v1/ledgers/[id]/days": [reads("ledger")],
  "GET /api/v1/ledgers/[id]/entries": [
    reads("ledger"),
    { thing: "payout", own: { id: "ledger" }, query: (id) => `payoutId=${id}` },
  ],
  "GET /api/v1/ledgers/[id]/payers": [reads("ledger")],
  "POST /api/v1/ledgers/[id]/pause": [byId("ledger")],
  "POST /api/v1/ledgers/[id]/resume": [byId("ledger")],
  "POST /api/v1/ledgers/[id]/payer": [byId("ledger", { sequence: 1, pspReference: "1" })],
  "POST /api/v1/ledgers/[id]/persons/turn-on": [byId("ledger", KEEPING)],
  "POST /api/v1/ledgers/[id]/persons/change": [byId("ledger", KEEPING)],
  "POST /api/v1/ledgers/[id]/persons/turn-off": [byId("ledger")],
  "DELETE /api/v1/matches/[id]": [byId("match")],
  "POST /api/v1/matches/[id]/undo": [byId("match", { reason: "A test" })],
  "POST /api/v1/reconciliation/patterns/[id]/revoke": [byId("pattern")],
  "GET /api/v1/matches": [asked("bankAccount", "accountId"), asked("payout", "payoutId")],
  "POST /api/v1/matches": [
    told("payout", (id, { bankLine }) => ({ payoutIds: [id], lines: [{ id: bankLine }] })),
    told("bankLine", (id, { payout }) => ({ payoutIds: [payout], lines: [{ id }] })),
    told("ledger", (id, { bankLine }) => ({
      lines: [{ id: bankLine }],
      entries: [{ ...ENTRY, ledger: id }],
    })),
  ],
  "GET /api/v1/reconciliation": [asked("merchant", "merchantId")],
  "GET /api/v1/reconciliation/items": [asked("merchant", "merchantId"), asked("bankAccount", "accountId")],
  "GET /api/v1/reconciliation/counts": [asked("merchant", "merchantId"), asked("bankAccount", "accountId")],
  "POST /api/v1/reconciliation/accept": [told("openItem", (id) => ({ ids: [id] }))],
  "POST /api/v1/reconciliation/reject": PAIRS,
  "POST /api/v1/reconciliation/unreject": PAIRS,
  "POST /api/v1/reconciliation/learn": [
    told("bankLine", (id, { payout }) => ({ lineId: id, payoutId: payout })),
    told("payout", (id, { bankLine }) => ({ lineId: bankLine, payoutId: id })),
  ],
  "POST /api/v1/reconciliation/note": [
    told("payout", (id) => ({ subjectType: "payout", subjectId: id, note: "A test", assignedId: null })),
    told("member", (id, { payout }) => ({
      subjectType: "payout",
      subjectId: payout,
      note: "A test",
      assignedId: id,
    })),
  ],
  "POST /api/v1/payouts/attest": [
    told("payout", (id) => ({ payoutIds: [id], receivedOn: "2026-11-02", reason: "A test" })),
  ],
  "GET /api/v1/members/[id]": [reads("member")],
  "POST /api/v1/members/[id]/change": [
    byId("member", { role: "viewer" }),
    {
      thing: "merchant",
      own: { id: "member" },
      body: (id) => ({ role: "accountant", merchantIds: [id] }),
    },
  ],
  "POST /api/v1/members/[id]/remove": [byId("member")],
  "POST /api/v1/members/[id]/transfer": [byId("member", { firmName: "Nordfjord Regnskap" })],
  "GET /api/v1/merchants/[id]": [reads("merchant")],
  "GET /api/v1/merchants/[id]/days": [reads("merchant")],
  "POST /api/v1/ledgers/[id]/clearing-balance": [byId("ledger", { ledgerDate: "2026-11-01", balance: 1 })],
  "GET /api/v1/merchants/[id]/clearing-balances": [reads("merchant")],
  "GET /api/v1/merchants/[id]/report": [{ ...reads("merchant"), query: () => "format=csv" }],
  "GET /api/v1/merchants/[id]/vouchers": [reads("merchant")],
  "GET /api/v1/payouts/[id]/report": [{ ...reads("payout"), query: () => "format=csv" }],
  "GET /api/v1/merchants/[id]/invitations": [reads("merchant")],
  "GET /api/v1/merchants/[id]/people": [reads("merchant")],
  "GET /api/v1/merchants/[id]/summary": [reads("merchant")],
  "POST /api/v1/merchants/[id]/hand-over": [byId("merchant", { toWhom: "Nobody" })],
  "POST /api/v1/merchants/[id]/take-back": [byId("merchant")],
  "POST /api/v1/merchants/[id]/people": [
    byId("merchant", { email: "matrix@people.example", language: "en" }),
  ],
  "POST /api/v1/merchants/[id]/people/[userId]/remove": [
    { thing: "merchant", part: "id", own: { userId: "merchantPerson" }, body: () => ({}) },
    { thing: "merchantPerson", part: "userId", own: { id: "merchant" }, body: () => ({}) },
  ],
  "POST /api/v1/onboarding": [
    told("ledger", (id) => ({ ledgers: [id] })),
    told("member", (id, { ledger }) => ({ ledgers: [ledger], responsibleId: id })),
  ],
  "GET /api/v1/onboarding/batches/[id]": [reads("batch")],
  "POST /api/v1/onboarding/batches": [
    told("ledger", (id) => ({ ledgers: [id] })),
    told("member", (id, { ledger }) => ({ ledgers: [ledger], responsibleId: id })),
  ],
  "POST /api/v1/onboarding/expected/[id]/ask": [byId("expected")],
  "POST /api/v1/onboarding/expected/[id]/stop": [byId("expected")],
  "POST /api/v1/onboarding/expected/[id]/withdraw": [byId("expected")],
  "POST /api/v1/onboarding/ignore": [told("ledger", (id) => ({ ledgers: [id], reason: "A test" }))],
  "POST /api/v1/onboarding/take-back": [told("ledger", (id) => ({ ledgers: [id] }))],
  "GET /api/v1/payouts": [asked("merchant", "merchantId"), asked("ledger", "ledgerId")],
  "GET /api/v1/payouts/[id]": [reads("payout")],
  "POST /api/v1/tokens": [told("merchant", (id) => ({ name: "matrix", merchantIds: [id] }))],
  "POST /api/v1/tokens/[id]/revoke": [byId("token")],
  // Keys of a firm are not the installation's.
  "POST /api/operator/keys/confirm": [told("keys", (id) => ({ credentialId: id, reason: "A test" }))],
  "POST /api/operator/ledgers/assign": [
    told("keys", (id) => ({ credentialId: id, ledgerId: "1", firm: "nordfjord-regnskap" })),
  ],
  "POST /api/operator/ledgers/unassign": [
    told("keys", (id) => ({ credentialId: id, ledgerId: "1", firm: "nordfjord-regnskap" })),
  ],
  "/my/[tenant]/[merchantId]": [page("merchant", "merchantId")],
  "/my/[tenant]/[merchantId]/payouts": [page("merchant", "merchantId")],
  "/my/[tenant]/[merchantId]/sales": [page("merchant", "merchantId")],
  "/my/[tenant]/[merchantId]/payouts/[payoutId]": [
    page("merchant", "merchantId", { payoutId: "payout" }),
    page("payout", "payoutId", { merchantId: "merchant" }),
  ],
  "/[tenant]/documents/accounts/[accountId]": [page("bankAccount", "accountId")],
  "/[tenant]/issues/[issueId]": [page("issue", "issueId")],
  "/[tenant]/ledgers/[ledgerId]": [page("ledger", "ledgerId")],
  "/[tenant]/merchants/[merchantId]": [page("merchant", "merchantId")],
  "/[tenant]/payouts/[payoutId]": [page("payout", "payoutId")],
  "/[tenant]/settings/members/[userId]": [page("member", "userId")],
};

/** The parts of a line's path that name something. Links of letters carry a secret, and sign-in its own steps. */
export function partsOf(line: Line): readonly string[] {
  return [...line.matchAll(/\[(\w+)\]/g)].map(([, part = ""]) => part).filter((part) => !OTHER.has(part));
}
const OTHER = new Set(["tenant", "token"]);

/** How many ids an operation takes besides those of its path. */
export function countIds({ input, path }: Operation): number {
  const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => part));
  return Object.entries(input.shape)
    .filter(([name]) => !inPath.has(name))
    .reduce((count, [, of]) => count + idsIn(of), 0);
}

function idsIn(schema: unknown): number {
  if (schema === IdWire) return 1;
  if (schema instanceof z.ZodArray) return idsIn(schema.element);
  if (schema instanceof z.ZodObject) {
    return Object.values(schema.shape).reduce((count: number, of) => count + idsIn(of), 0);
  }
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
  return isWrapped ? idsIn(schema.unwrap()) : 0;
}
