import { contentText } from "@/lib/domain/ledger/content";
import type { ApiEntry } from "@/lib/domain/ledger/entry";
import type { ReadEntry } from "@/lib/domain/ledger/repeats";
import { hashHex } from "@/lib/platform/hash";

const CONTENT_HEX_LENGTH = 32; // 16 bytes: no two entries of one date meet by chance

/** The entry with the hash of its content (SHA-256, first 16 bytes, hex). */
export function withContent(entry: ApiEntry): ReadEntry {
  return { ...entry, content: hashHex(contentText(entry)).slice(0, CONTENT_HEX_LENGTH) };
}
