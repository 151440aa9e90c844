import type { AuditPart } from "@/lib/domain/audit/part";
import { AUDIT_PARTS } from "@/lib/domain/audit/part";
import { CHAIN_START, digestOf, linkHash, partHash } from "@/lib/services/audit/chain-hash";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import {
  countUnsealed,
  findAuditHead,
  findErasedParts,
  listChainLinks,
  listPlacedEvents,
} from "@/lib/store/audit-chain";
import type { AuditHead, ChainLink, LinkedEvent } from "@/lib/store/audit-chain";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

const PAGE = 500;
/** A trail that was written over altogether would fill the memory with findings; these say enough. */
const FINDINGS_MAX = 1_000;

export type AuditFindingKind = "changed" | "missing" | "inserted" | "cut-off" | "rewritten";
export type AuditFinding = Readonly<{
  kind: AuditFindingKind;
  sequence: bigint | undefined;
  eventId: string | undefined;
  detail: string;
}>;

/** A head that was exported earlier: what the chain was then must still be in it. */
export type ExportedHead = Readonly<{ sequence: bigint; hash: string }>;

export type AuditVerification = Readonly<{
  ok: boolean;
  events: number;
  unsealed: bigint;
  head: AuditHead | undefined;
  findings: readonly AuditFinding[];
}>;

/**
 * Checks the firm's audit trail against its chain: changed, missing and inserted rows, and a tail that is cut off.
 * Reads one moment, page by page; events that are not sealed yet are counted. Throws: forbidden.
 */
export async function verifyAudit(
  ctx: ServiceContext,
  options: Readonly<{
    exported?: ExportedHead | undefined;
    onProgress?: (done: number, of: number) => void;
  }> = {},
): Promise<AuditVerification> {
  requirePermission(ctx, "audit.read");
  return withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      const findings: AuditFinding[] = [];
      const add = (finding: AuditFinding): void => {
        if (findings.length < FINDINGS_MAX) findings.push(finding);
      };
      const head = await findAuditHead(tx);
      const walked = await walkChain(tx, { ...options, add, of: Number(head?.sequence ?? 0n) });
      await findStrangers(tx, add);
      judgeEnd(walked, head, add);
      if (options.exported !== undefined) judgeExported(walked, options.exported, add);
      const unsealed = await countUnsealed(tx);
      return { ok: findings.length === 0, events: walked.count, unsealed, head, findings };
    },
    { snapshot: true },
  );
}

type Add = (finding: AuditFinding) => void;
type Walked = Readonly<{ count: number; last: ChainLink | undefined; exportedHash: string | undefined }>;

async function walkChain(
  tx: TenantTx,
  options: Readonly<{
    exported?: ExportedHead | undefined;
    onProgress?: (done: number, of: number) => void;
    add: Add;
    of: number;
  }>,
): Promise<Walked> {
  const { add } = options;
  let count = 0;
  let last: ChainLink | undefined;
  let exportedHash: string | undefined;
  for (;;) {
    const links = await listChainLinks(tx, last?.sequence, PAGE);
    const erased = await findErasedParts(
      tx,
      links.filter((link) => isAnyErased(link.event)).map((link) => link.eventId),
    );
    for (const link of links) {
      judgeLink(link, last, add);
      judgeEvent(link, { tenantId: tx.tenantId, erased: erased.get(link.eventId) ?? new Set(), add });
      if (link.sequence === options.exported?.sequence) exportedHash = link.hash;
      last = link;
      count += 1;
    }
    options.onProgress?.(count, Math.max(options.of, count));
    if (links.length < PAGE) return { count, last, exportedHash };
  }
}

function isAnyErased(event: LinkedEvent | undefined): boolean {
  return event !== undefined && AUDIT_PARTS.some((part) => event.salts[part] === undefined);
}

/** That the link follows from the one before. */
function judgeLink(link: ChainLink, before: ChainLink | undefined, add: Add): void {
  const at = { sequence: link.sequence, eventId: link.eventId };
  const expected = (before?.sequence ?? 0n) + 1n;
  if (link.sequence < expected) {
    add({ kind: "inserted", ...at, detail: `a link stands before the first, at place ${link.sequence}` });
    return;
  }
  if (link.sequence > expected) {
    const last = link.sequence - 1n;
    const which = last === expected ? `place ${expected} is` : `places ${expected} through ${last} are`;
    add({ kind: "missing", sequence: expected, eventId: undefined, detail: `${which} gone from the chain` });
    return;
  }
  if (linkHash(link, before?.hash ?? CHAIN_START) !== link.hash)
    add({ kind: "changed", ...at, detail: "its seal does not follow from the seal before it" });
}

/** That the event is what was sealed. */
function judgeEvent(
  link: ChainLink,
  { tenantId, erased, add }: Readonly<{ tenantId: string; erased: ReadonlySet<AuditPart>; add: Add }>,
): void {
  const { event } = link;
  const at = { sequence: link.sequence, eventId: link.eventId };
  if (event === undefined) {
    add({ kind: "missing", ...at, detail: "the event was sealed, and is gone" });
    return;
  }
  const wrong: string[] = [];
  if (event.sequence !== link.sequence)
    wrong.push(`it says that its place is ${event.sequence === undefined ? "none" : event.sequence}`);
  for (const part of AUDIT_PARTS) {
    const hash = partHash(event, part);
    if (hash === undefined) {
      if (!erased.has(part)) wrong.push(`${WORDS[part]} gone, and no erasure of it is recorded`);
      else if (!isEmpty(event, part)) wrong.push(`${WORDS[part]} erased, and yet there`);
    } else if (hash !== link.partHashes[part]) wrong.push(`${WORDS[part]} not what was sealed`);
  }
  if (digestOf(link, event, tenantId) !== link.digest)
    wrong.push("what was done, when, by which id or to what is not what was sealed");
  if (wrong.length > 0) add({ kind: "changed", ...at, detail: wrong.join("; ") });
}

const WORDS: Readonly<Record<AuditPart, string>> = {
  who: "who did it and from where is",
  before: "the values before are",
  after: "the values after are",
};

function isEmpty(event: LinkedEvent, part: AuditPart): boolean {
  if (part === "who")
    return event.actorName === "" && event.address === undefined && event.device === undefined;
  return event[part] === undefined;
}

/** Events that claim a place which the chain does not know them at. */
async function findStrangers(tx: TenantTx, add: Add): Promise<void> {
  let after: Readonly<{ sequence: bigint; id: string }> | undefined;
  for (;;) {
    const events = await listPlacedEvents(tx, after, PAGE);
    for (const { sequence, id, isSealed } of events) {
      if (!isSealed)
        add({
          kind: "inserted",
          sequence,
          eventId: id,
          detail: `an event stands at place ${sequence} that was not sealed there`,
        });
    }
    after = events.at(-1);
    if (events.length < PAGE) return;
  }
}

/** That the chain ends where its own head says. */
function judgeEnd({ last }: Walked, head: AuditHead | undefined, add: Add): void {
  const end = last?.sequence ?? 0n;
  const at = { sequence: head?.sequence, eventId: undefined };
  if (head === undefined) {
    if (last !== undefined)
      add({
        kind: "cut-off",
        ...at,
        detail: "the record of the chain's head is gone: its end cannot be told",
      });
    return;
  }
  if (head.sequence > end) {
    add({
      kind: "cut-off",
      ...at,
      detail: `the chain ends at place ${end}, and its head was at ${head.sequence}`,
    });
  } else if (head.sequence < end) {
    add({
      kind: "inserted",
      ...at,
      detail: `the chain goes on to place ${end}, and its head is at ${head.sequence}`,
    });
  } else if (head.hash !== (last?.hash ?? CHAIN_START) || head.sealedMicros !== last?.sealedMicros) {
    add({ kind: "changed", ...at, detail: "the last seal is not the one that the chain's head names" });
  }
}

/** That the chain still holds what was exported: who rewrites all of it cannot rewrite that. */
function judgeExported({ last, exportedHash }: Walked, exported: ExportedHead, add: Add): void {
  if (exported.sequence === 0n) return;
  const at = { sequence: exported.sequence, eventId: undefined };
  const end = last?.sequence ?? 0n;
  if (exported.sequence > end) {
    add({
      kind: "cut-off",
      ...at,
      detail: `the chain ends at place ${end}, and the exported head was at ${exported.sequence}`,
    });
  } else if (exportedHash === undefined) {
    add({ kind: "missing", ...at, detail: "the place of the exported head is gone from the chain" });
  } else if (exportedHash !== exported.hash) {
    add({ kind: "rewritten", ...at, detail: "the chain up to here is another one than was exported" });
  }
}
