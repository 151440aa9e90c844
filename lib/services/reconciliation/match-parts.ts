import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { BankAccountId, BankLineId, PayoutId } from "@/lib/core/ids";
import type { MatchMethod, Reason } from "@/lib/domain/reconciliation/model";
import type { ServiceContext } from "@/lib/services/context";
import { reconcileAccount } from "@/lib/services/reconciliation/reconcile-account";
import { watchReconciliation } from "@/lib/services/reconciliation/watch-reconciliation";
import { lockBankAccount } from "@/lib/store/bank-accounts";
import { findLines } from "@/lib/store/bank-lines";
import type { BankLineRow } from "@/lib/store/bank-lines";
import { findMatchesOfEntries } from "@/lib/store/matches-read";
import type { EntryKey, MatchPart } from "@/lib/store/matches";
import { markDue } from "@/lib/store/reconcile";
import type { ItemRow } from "@/lib/store/reconcile";
import { findAccountOfPayouts, findItemsOfEntries, findItemsOfPayouts } from "@/lib/store/reconcile-items";
import type { TenantTx } from "@/lib/store/tenant";

/** The natural key of a settlement entry, as it comes from outside. */
export type EntryKeyInput = Readonly<Omit<EntryKey, "ledger"> & { ledger: string }>;

/** A match that a person makes. Lines may be used in part: the rest stays open. */
export type MatchInput = Readonly<{
  payoutIds: readonly string[];
  /** Settlement entries that are no payouts. */
  entries?: readonly EntryKeyInput[] | undefined;
  lines: readonly Readonly<{ id: string; amount?: bigint | undefined }>[];
  /** What is missing or too much, and why: makes the parts sum to zero. */
  difference?: Readonly<{ amount: bigint; reason: string }> | undefined;
  note?: string | undefined;
  /** When a suggestion is accepted: how it came about, and its reasons. */
  method?: MatchMethod | undefined;
  reasons?: readonly Reason[] | undefined;
}>;

const PARTS_MAX = 200;
/** Beside all other reasons: a person has decided. */
export const MADE_BY_PERSON: Reason = { speaks: "for", code: "person", values: {} };

type Parts = Readonly<{
  items: readonly ItemRow[];
  lines: readonly Readonly<{ row: BankLineRow; amount: bigint }>[];
  account: BankAccountId | undefined;
}>;

/** Everything a match names, held and free. The account's row is held first, so that two people cannot both win. */
export async function readParts(
  tx: TenantTx,
  input: Pick<MatchInput, "payoutIds" | "entries" | "lines">,
): Promise<Parts> {
  const count = input.payoutIds.length + (input.entries?.length ?? 0) + input.lines.length;
  if (count === 0) throw new AppError("invalid_input", "a match needs payouts and bank lines");
  if (count > PARTS_MAX)
    throw new AppError("invalid_input", `a match has at most ${String(PARTS_MAX)} parts`);
  const rows = await readLines(
    tx,
    input.lines.map((line) => line.id),
  );
  const account =
    rows[0]?.account ??
    (await findAccountOfPayouts(
      tx,
      input.payoutIds.map((id) => parseId<"payout">(id)),
    ));
  if (account !== undefined) await lockBankAccount(tx, account);
  const items = await readItems(tx, input.payoutIds, input.entries ?? []);
  const held = await readLines(
    tx,
    input.lines.map((line) => line.id),
  );
  if (held.some((line) => line.account !== account))
    throw new AppError("invalid_input", "the bank lines are of several accounts");
  const currencies = new Set([...items.map((item) => item.currency), ...held.map((line) => line.currency)]);
  if (currencies.size > 1) throw new AppError("invalid_input", "the parts are in several currencies");
  await requireFree(tx, items);
  // What came back may have been in the account before; without a line nobody has seen it there.
  if (held.length === 0 && items.some((item) => item.settled === "aborted" && item.payout !== undefined))
    throw new AppError("conflict", "this payout was returned");
  const byId = new Map<string, BankLineRow>(held.map((line) => [line.id, line]));
  const lines = input.lines.flatMap(({ id, amount }) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const left = row.amount - row.matched;
    const used = amount ?? left;
    if (left === 0n) throw new AppError("conflict", "somebody has matched this bank line already");
    if (used === 0n || used > 0n !== left > 0n || abs(used) > abs(left)) {
      throw new AppError("invalid_input", "more of the bank line than is left of it", {
        fields: [{ field: "lines", message: `at most ${left.toString()}`, reason: "too-much" }],
      });
    }
    return [{ row, amount: used }];
  });
  return { items, lines, account };
}

export async function readLines(tx: TenantTx, ids: readonly string[]): Promise<BankLineRow[]> {
  const wanted = [...new Set(ids.map((id) => parseId<"bank-line">(id) as BankLineId))];
  const lines = wanted.length === 0 ? [] : await findLines(tx, wanted);
  if (lines.length !== wanted.length) throw new AppError("not_found", "there is no bank line with this id");
  return lines;
}

export async function readItems(
  tx: TenantTx,
  payoutIds: readonly string[],
  entries: readonly EntryKeyInput[],
): Promise<ItemRow[]> {
  const keys = entries.map((entry) => ({ ...entry, ledger: parseId<"ledger">(entry.ledger) }));
  const wanted = [...new Set(payoutIds.map((id) => parseId<"payout">(id) as PayoutId))];
  const items = [...(await findItemsOfPayouts(tx, wanted)), ...(await findItemsOfEntries(tx, keys))];
  if (items.length !== wanted.length + entries.length)
    throw new AppError("not_found", "there is no payout with this id");
  return items;
}

async function requireFree(tx: TenantTx, items: readonly ItemRow[]): Promise<void> {
  const [taken] = await findMatchesOfEntries(
    tx,
    items.map((item) => item.entry),
  );
  if (taken !== undefined)
    throw new AppError("conflict", `this payout was matched by ${taken.madeBy} already`, {
      fields: [{ field: "payoutIds", message: taken.madeBy, reason: "matched" }],
    });
}

export function requireZero(parts: readonly MatchPart[]): void {
  const sum = parts.reduce((total, part) => total + part.amount, 0n);
  if (sum === 0n) return;
  throw new AppError("invalid_input", "the bank lines and the payouts are not the same amount", {
    fields: [{ field: "difference", message: (-sum).toString(), reason: "not-zero" }],
  });
}

/** Matches the account anew with what was decided, and settles its issues, in the same transaction. */
export async function settleAccount(
  tx: TenantTx,
  ctx: ServiceContext,
  account: BankAccountId | undefined,
  touched: readonly Readonly<{ amount: bigint }>[],
): Promise<void> {
  // A limited person sees no lines: the job, which sees them all, goes on from what the payout's change rang for.
  if (account === undefined || ctx.scope.kind === "limited") return;
  // Due are amounts as the bank shows them; a match's parts have both signs, and money goes out as well.
  await markDue(tx, account, [...new Set(touched.flatMap(({ amount }) => [amount, -amount]))]);
  await reconcileAccount(tx, ctx, account);
  await watchReconciliation(tx, ctx, account);
}

export function pairsOf(
  entries: readonly EntryKey[],
  lines: readonly BankLineId[],
): Readonly<{ line: BankLineId; entry: EntryKey }>[] {
  return entries.flatMap((entry) => lines.map((line) => ({ line, entry })));
}

export function describeParts(parts: readonly MatchPart[]): Record<string, string> {
  return {
    parts: parts.map((part) => `${part.kind} ${part.amount.toString()} ${part.currency}`).join("; "),
  };
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
