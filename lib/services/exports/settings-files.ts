import type { ApiToken, AuditEvent, AuditQuery, OpenedLedger } from "@/lib/contracts/settings";
import type { OpenedLedgersQuery, TokensQuery } from "@/lib/contracts/settings";
import type { CsvColumn } from "@/lib/formats/csv";
import { listAudit } from "@/lib/services/audit/list-audit";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { FILE_PAGE_SIZE, csvPages } from "@/lib/services/exports/csv-pages";
import { listOpenedLedgers } from "@/lib/services/keys/list-opened-ledgers";
import { listTokens } from "@/lib/services/tokens/list-tokens";

/** The lists of settings as files: every row that the filters match. Throws, when read: what the list throws. */

type File = AsyncGenerator<string, void, undefined>;

const AUDIT_COLUMNS: readonly CsvColumn<AuditEvent>[] = [
  { header: "sequence", value: (event) => event.sequence },
  { header: "id", value: (event) => event.id },
  { header: "at", value: (event) => event.at },
  { header: "actorKind", value: (event) => event.actor.kind },
  { header: "actorName", text: (event) => event.actor.name },
  { header: "actorId", text: (event) => event.actor.id },
  { header: "address", text: (event) => event.address },
  { header: "device", text: (event) => event.device },
  { header: "requestId", value: (event) => event.requestId },
  { header: "action", text: (event) => event.action },
  { header: "subjectType", text: (event) => event.subject.type },
  { header: "subjectId", text: (event) => event.subject.id },
  { header: "before", text: (event) => jsonOf(event.before) },
  { header: "after", text: (event) => jsonOf(event.after) },
  { header: "erased", value: (event) => event.erased.join(" ") },
  { header: "sealedAt", value: (event) => event.sealedAt },
];

function jsonOf(values: AuditEvent["before"]): string | null {
  return values === null ? null : JSON.stringify(values);
}

const TOKEN_COLUMNS: readonly CsvColumn<ApiToken>[] = [
  { header: "id", value: (token) => token.id },
  { header: "name", text: (token) => token.name },
  { header: "scopes", value: (token) => token.scopes.join(" ") },
  { header: "merchants", text: (token) => token.merchants?.map(({ name }) => name).join(", ") ?? null },
  { header: "createdAt", value: (token) => token.createdAt },
  { header: "createdBy", text: (token) => token.createdBy },
  { header: "expiresAt", value: (token) => token.expiresAt },
  { header: "lastUsedAt", value: (token) => token.lastUsedAt },
  { header: "revokedAt", value: (token) => token.revokedAt },
  { header: "state", value: (token) => token.state },
];

const OPENED_COLUMNS: readonly CsvColumn<OpenedLedger>[] = [
  { header: "ledgerId", text: (ledger) => ledger.ledgerId },
  { header: "name", text: (ledger) => ledger.name },
  { header: "merchantName", text: (ledger) => ledger.merchantName },
  { header: "status", value: (ledger) => ledger.status },
  { header: "isOpenedByOthers", value: (ledger) => String(ledger.isOpenedByOthers) },
];

/** The audit trail: who may read it may have it as a file. */
export function auditFile(ctx: ServiceContext, query: AuditQuery): File {
  requirePermission(ctx, "audit.read");
  return csvPages(AUDIT_COLUMNS, (cursor) => listAudit(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }));
}

export function tokensFile(ctx: ServiceContext, query: TokensQuery): File {
  requirePermission(ctx, "token.read");
  return csvPages(TOKEN_COLUMNS, (cursor) => listTokens(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }));
}

export function openedLedgersFile(ctx: ServiceContext, query: OpenedLedgersQuery): File {
  requirePermission(ctx, "keys.read");
  return csvPages(OPENED_COLUMNS, (cursor) =>
    listOpenedLedgers(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }),
  );
}
