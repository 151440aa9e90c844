import { z } from "zod";

import { dateInZone, daysBetween } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { MerchantId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { AccountChanges, BoardCard, BoardCounts, BoardQuery } from "@/lib/contracts/onboarding";
import { IdWire } from "@/lib/contracts/wire";
import { can } from "@/lib/domain/access/permissions";
import { proposeMerchantName } from "@/lib/domain/merchant/proposal";
import { searchWords } from "@/lib/domain/merchant/search-words";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { countWaiting } from "@/lib/store/expected-grants";
import {
  countStages,
  listAccountChanges as listChanges,
  listBoard as listRows,
} from "@/lib/store/onboarding-board";
import type { BoardRow, TopicProgress } from "@/lib/store/onboarding-board";

const Place = z.object({ since: z.iso.datetime(), id: IdWire });
const CHANGES_SHOWN = 20;
const ZONE = "Europe/Oslo";

/** Ledgers of one column of the board, newest first. Throws: forbidden, invalid_input (cursor). */
export async function listBoard(ctx: ServiceContext, query: BoardQuery): Promise<Page<BoardCard>> {
  const after = decodeCursor(query.cursor, Place);
  const today = dateInZone(ctx.clock.nowMs(), ZONE);
  return readBooks(ctx, async (tx) => {
    const rows = await listRows(tx, {
      stage: query.stage,
      words: searchWords(query.search ?? ""),
      after,
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => encodeCursor({ since: row.since, id: row.ledger }));
    return { items: page.items.map((row) => describeCard(row, today)), nextCursor: page.nextCursor };
  });
}

/** How many cards each column has. Throws: forbidden. */
export async function countBoard(ctx: ServiceContext): Promise<BoardCounts> {
  return readBooks(ctx, async (tx) => {
    const counts = await countStages(tx);
    const maySee = can(ctx.role, "grant.expect", ctx.scope.kind === "limited");
    return {
      new: counts.get("new") ?? 0,
      firstSync: counts.get("first-sync") ?? 0,
      live: counts.get("live") ?? 0,
      revoked: counts.get("revoked") ?? 0,
      ignored: counts.get("ignored") ?? 0,
      waiting: maySee ? await countWaiting(tx) : null,
    };
  });
}

/** Payout accounts that changed and that nobody has confirmed: an issue each, which a person acknowledges. Throws: forbidden. */
export async function listAccountChanges(
  ctx: ServiceContext,
  input: Readonly<{ merchantId?: string | undefined }>,
): Promise<AccountChanges> {
  return readBooks(ctx, async (tx) => {
    const { rows, total } = await listChanges(tx, {
      merchant: input.merchantId as MerchantId | undefined,
      limit: CHANGES_SHOWN,
    });
    return {
      total,
      items: rows.map((row) => ({
        issue: row.issue,
        ledger: row.ledger,
        ledgerId: row.ledgerId,
        merchantId: row.merchantId ?? null,
        merchantName: row.merchantName ?? null,
        before: row.facts["before"] ?? "",
        after: row.facts["after"] ?? "",
        since: row.since,
      })),
    };
  });
}

function describeCard(row: BoardRow, today: LedgerDate): BoardCard {
  const handles =
    row.settlesFor.length > 0 ? row.settlesFor : row.salesUnits.map((unit) => unit.recipientHandle);
  const heads = row.topics.map((topic) => topic.headSeenAt);
  return {
    ledger: row.ledger,
    ledgerId: row.ledgerId,
    stage: row.stage,
    since: row.since,
    currency: row.currency,
    booksFrom: row.booksFrom,
    owner: row.owner,
    payoutAccount: row.payoutAccount,
    bankAccount: row.bankAccount ?? null,
    handles: handles.filter((handle) => handle !== ""),
    merchant: {
      id: row.merchant?.id ?? null,
      name: row.merchant?.name ?? proposeMerchantName(row.owner, row.salesUnits),
    },
    siblings: row.siblings,
    ignoredReason: row.ignoredReason ?? null,
    sync: row.stage === "first-sync" ? describeSync(row.topics, today) : null,
    headSeenAt: heads.includes(null) ? null : (heads.filter((at) => at !== null).toSorted()[0] ?? null),
  };
}

/** Both topics together: entries and rates add up; the date and the share are those of the one that is behind. */
function describeSync(topics: readonly TopicProgress[], today: LedgerDate): BoardCard["sync"] {
  const reading = topics.filter((topic) => topic.headSeenAt === null);
  const rates = reading.flatMap((topic) => topic.rate ?? []);
  const dates = reading.flatMap((topic) => topic.lastDate ?? []).toSorted();
  const shares = reading.map((topic) => shareRead(topic, today));
  return {
    entryCount: topics.reduce((sum, topic) => sum + topic.entryCount, 0),
    ledgerDate: dates[0] ?? null,
    rate: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0),
    share: shares.includes(null) ? null : Math.min(1, ...shares.filter((share) => share !== null)),
    state: reading.some((topic) => topic.state === "paused")
      ? "paused"
      : reading.some((topic) => topic.failures > 0 || topic.state === "refused")
        ? "waiting"
        : "running",
  };
}

function shareRead({ firstDate, lastDate }: TopicProgress, today: LedgerDate): number | null {
  if (firstDate === null || lastDate === null) return null;
  const days = daysBetween(firstDate, today);
  return days <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(firstDate, lastDate) / days));
}
