import type { OpenItem } from "@/lib/contracts/reconciliation";

/** What a person can do with a row of work, each by one key. */
export const DEEDS = [
  "accept",
  "reject",
  "split",
  "difference",
  "hand",
  "learn",
  "ignore",
  "attest",
  "note",
] as const;
export type Deed = (typeof DEEDS)[number];

export type Command = Deed | "accept-sure" | "undo" | "down" | "up" | "select";

const KEYS: Readonly<Record<string, Command>> = {
  j: "down",
  ArrowDown: "down",
  k: "up",
  ArrowUp: "up",
  " ": "select",
  x: "select",
  a: "accept",
  r: "reject",
  s: "split",
  d: "difference",
  m: "hand",
  Enter: "hand",
  l: "learn",
  i: "ignore",
  t: "attest",
  n: "note",
  u: "undo",
};

/** What a key means; a letter means the same with caps lock on. */
export function commandOf(key: string, hasShift: boolean): Command | undefined {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (hasShift) return name === "a" ? "accept-sure" : undefined;
  return KEYS[name];
}

/** Keys that buttons and links take for themselves. */
export function isForControls(key: string): boolean {
  return key === " " || key === "Enter";
}

/** Whether the deed makes sense for the row at all. */
export function canDo(deed: Deed, item: OpenItem): boolean {
  const hasTheirs = item.payouts.length + item.entries.length > 0;
  const hasLines = item.lines.length > 0;
  switch (deed) {
    case "accept":
      return item.kind === "suggestion";
    case "reject":
      return hasTheirs && hasLines;
    case "split":
      return hasTheirs && hasLines;
    case "difference":
      return hasTheirs && hasLines && item.difference !== 0n;
    case "learn":
      return item.kind === "suggestion" && item.payouts.length > 0 && hasTexts(item);
    case "ignore":
      return item.lines.length === 1;
    case "attest":
      return item.payouts.length > 0;
    default:
      return item.payouts.length > 0 || hasLines;
  }
}

function hasTexts({ lines }: OpenItem): boolean {
  return lines.length === 1 && (lines[0]?.texts ?? []).length > 0;
}

/** The natural next step: what Enter is not for, and what stands out among the buttons. */
export function mainDeed(item: OpenItem): Deed {
  if (item.kind === "suggestion") return "accept";
  return item.kind === "difference" ? "difference" : "hand";
}
