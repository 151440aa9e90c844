import type { OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";

/** An amount as a key of maps: a number where it is exact, which it is for all sums of money there are. */
export type AmountKey = number | bigint;
/** Places in the lists of an account: the last entry of an amount, and from each the one before. */
export type Chain = Readonly<{ last: Map<AmountKey, number>; before: Int32Array }>;
export type AccountGroup = { items: SettlementItem[]; lines: OpenLine[] };

const NONE = -1;

/** The key of an amount in maps. */
export function amountKey(amount: bigint): AmountKey {
  const number = Number(amount);
  return Number.isSafeInteger(number) ? number : amount;
}

/** Entries and lines of one account and currency each: nothing else can be a match. */
export function byAccount({
  items,
  lines,
}: Readonly<{ items: readonly SettlementItem[]; lines: readonly OpenLine[] }>): Iterable<AccountGroup> {
  const accounts = new Map<string, Map<string, AccountGroup>>();
  const accountOf = (account: string, currency: string): AccountGroup => {
    let ofCurrency = accounts.get(account);
    if (ofCurrency === undefined) accounts.set(account, (ofCurrency = new Map()));
    let found = ofCurrency.get(currency);
    if (found === undefined) ofCurrency.set(currency, (found = { items: [], lines: [] }));
    return found;
  };
  // Most often the next is of the same account as the one before.
  let group: AccountGroup = { items: [], lines: [] };
  let last: Readonly<{ account: string; currency: string }> | undefined;
  const groupOf = (next: Readonly<{ account: string; currency: string }>): AccountGroup => {
    if (last?.account !== next.account || last.currency !== next.currency)
      group = accountOf(next.account, next.currency);
    last = next;
    return group;
  };
  for (const item of items) groupOf(item).items.push(item);
  for (const line of lines) groupOf(line).lines.push(line);
  return [...accounts.values()].flatMap((ofCurrency) => [...ofCurrency.values()]);
}

export function chainOf(values: readonly Readonly<{ amount: bigint }>[]): Chain {
  const last = new Map<AmountKey, number>();
  const before = new Int32Array(values.length);
  let at = -1;
  for (const { amount } of values) {
    at += 1;
    const key = amountKey(amount);
    before[at] = last.get(key) ?? NONE;
    last.set(key, at);
  }
  return { last, before };
}

/** What has the amount. */
export function listOf<T>(values: readonly T[], chain: Chain, amount: AmountKey): T[] {
  const { last, before } = chain;
  const list: T[] = [];
  for (let at = last.get(amount) ?? NONE; at !== NONE; at = before[at] ?? NONE) {
    const value = values[at];
    if (value !== undefined) list.push(value);
  }
  return list;
}
