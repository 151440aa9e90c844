import { HOUR_MS } from "@/lib/core/clock";

/** Absent from two full listings at least this far apart: revoked (DESIGN §5, "Discovery"). */
const REVOKED_AFTER_MS = HOUR_MS;
const MANY_MIN = 5;
const MANY_SHARE = 5;

/** What a full listing says about the ledgers that earlier ones had. */
export type Vanishing = Readonly<{
  /** Absent for the first time. */
  newlyMissing: readonly string[];
  /** Absent for long enough. */
  toRevoke: readonly string[];
  /** More than a fifth, and at least five, vanished at once: it is about keys or the API, not about grants. */
  isMany: boolean;
  /** All that was missing is back. */
  allBack: boolean;
}>;

/** @param known the ledgers of earlier listings, with the time since when each is missing */
export function judgeVanishing(
  known: readonly Readonly<{ ledgerId: string; missingSince: string | undefined }>[],
  listed: ReadonlySet<string>,
  nowMs: number,
): Vanishing {
  const absent = known.filter((ledger) => !listed.has(ledger.ledgerId));
  const newlyMissing = absent.filter((ledger) => ledger.missingSince === undefined);
  const presentBefore = known.filter((ledger) => ledger.missingSince === undefined).length;
  return {
    newlyMissing: newlyMissing.map((ledger) => ledger.ledgerId),
    toRevoke: absent
      .filter(
        (ledger) =>
          ledger.missingSince !== undefined && nowMs - Date.parse(ledger.missingSince) >= REVOKED_AFTER_MS,
      )
      .map((ledger) => ledger.ledgerId),
    isMany: newlyMissing.length >= MANY_MIN && newlyMissing.length * MANY_SHARE > presentBefore,
    allBack: absent.length === 0,
  };
}
