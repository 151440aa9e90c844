import type { LedgerDate } from "@/lib/core/ledger-date";

/**
 * Follows a column of balances: the balance after each row, in files that begin with the oldest row and in those
 * that begin with the newest. Both readings are followed at once, and the one that holds is taken at the end.
 */
export class BalanceChain {
  #first: Readonly<{ amount: bigint; balance: bigint }> | undefined;
  #last: Readonly<{ amount: bigint; balance: bigint }> | undefined;
  /** Sums of the rows before the first balance, and after the last. */
  #before = 0n;
  #after = 0n;
  #breaksUp = 0;
  #breaksDown = 0;
  #firstDate: LedgerDate | undefined;
  #lastDate: LedgerDate | undefined;

  add(date: LedgerDate, amount: bigint, balance: bigint | undefined): void {
    this.#firstDate ??= date;
    this.#lastDate = date;
    if (balance === undefined) {
      if (this.#first === undefined) this.#before += amount;
      else this.#after += amount;
      return;
    }
    const last = this.#last;
    if (last !== undefined) {
      if (last.balance + this.#after + amount !== balance) this.#breaksUp += 1;
      if (balance + this.#after + last.amount !== last.balance) this.#breaksDown += 1;
    }
    this.#first ??= { amount, balance };
    this.#last = { amount, balance };
    this.#after = 0n;
  }

  /**
   * What the account had before and after all rows; undefined without any balance, and when both readings hold and say
   * otherwise: bookings of one day of which each takes the last one back.
   */
  ends(): Readonly<{ opening: bigint; closing: bigint }> | undefined {
    const first = this.#first;
    const last = this.#last;
    if (first === undefined || last === undefined) return undefined;
    const up = {
      opening: first.balance - first.amount - this.#before,
      closing: last.balance + this.#after,
    };
    const down = {
      opening: last.balance - last.amount - this.#after,
      closing: first.balance + this.#before,
    };
    if (this.#breaksUp !== this.#breaksDown) return this.#breaksDown < this.#breaksUp ? down : up;
    if (this.#firstDate === this.#lastDate)
      return up.opening === down.opening && up.closing === down.closing ? up : undefined;
    return this.#firstDate !== undefined && this.#lastDate !== undefined && this.#firstDate > this.#lastDate
      ? down
      : up;
  }
}
