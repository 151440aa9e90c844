import { hashBytesHex } from "@/lib/platform/hash";
import type { AuditPart } from "@/lib/domain/audit/part";
import type { ChainLink, LinkedEvent } from "@/lib/store/audit-chain";

/**
 * The hashes of the audit chain, reckoned anew and not by the database: whoever could change its rows could change
 * its functions. The other side is installation.seal_audit in the migrations, and both must agree to the byte.
 */

/** Before the first link stands nothing. */
export const CHAIN_START = "00".repeat(32);

const VERSION = "avstemt audit 1";

/** A part of an event under its salt; undefined when the part was erased with its salt. */
export function partHash(event: LinkedEvent, part: AuditPart): string | undefined {
  const salt = event.salts[part];
  if (salt === undefined) return undefined;
  const fields = part === "who" ? [event.actorName, event.address, event.device] : [event[part]];
  return hashBytesHex([hex(salt), ...fields.map(field)]);
}

/** The digest of an event at its place, from the hashes of its parts. */
export function digestOf(
  link: Pick<ChainLink, "sequence" | "eventId" | "partHashes">,
  event: LinkedEvent,
  tenantId: string,
): string {
  return hashBytesHex([
    field(VERSION),
    uuid(tenantId),
    int64(link.sequence),
    uuid(link.eventId),
    int64(event.atMicros),
    field(event.actorKind),
    field(event.actorId),
    field(event.action),
    field(event.subjectType),
    field(event.subjectId),
    field(event.requestId),
    hex(link.partHashes.who),
    hex(link.partHashes.before),
    hex(link.partHashes.after),
  ]);
}

/** The hash of a link, which holds the hash before it. */
export function linkHash(
  link: Pick<ChainLink, "sequence" | "sealedMicros" | "digest">,
  before: string,
): string {
  return hashBytesHex([hex(before), int64(link.sequence), int64(link.sealedMicros), hex(link.digest)]);
}

/** Absent, or its length and its bytes: no two rows read as one text. */
function field(value: string | undefined): Uint8Array {
  if (value === undefined) return Uint8Array.of(0);
  const bytes = Buffer.from(value, "utf8");
  const head = Buffer.alloc(5);
  head.writeUInt8(1);
  head.writeInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function int64(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

function uuid(id: string): Uint8Array {
  return hex(id.replaceAll("-", ""));
}

function hex(text: string): Uint8Array {
  return Buffer.from(text, "hex");
}
