/** The entries of one topic in columns of numbers: two million of them must fit and be quick to read. */

/** The first five need nothing but numbers; the others have an entry in `specials`. */
export const ENTRY_TYPES = [
  "capture",
  "refund",
  "capture-fee",
  "retained-disputed-capture",
  "returned-disputed-capture",
  "fees-retained",
  "payout-scheduled",
  "scheduled-for-payout",
  "payout-aborted",
  "correction",
  "top-up",
  "credit-note",
  "fees-invoiced",
  "service-fee",
  // Types that nobody has heard of: new ones come without notice (Report API guide, entry types).
  "loyalty-adjustment",
  "currency-fee",
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

const TYPE_CODES: ReadonlyMap<string, number> = new Map(ENTRY_TYPES.map((name, code) => [name, code]));

export const NO_UNIT = 255;

/** References that are no function of a serial number. An absent `reference` is left out of the JSON. */
export type Special = Readonly<{ psp: string; reference: string | undefined }>;

/** An entry before it has its place and its balances. */
export type Draft = Readonly<{
  timeUs: number;
  day: number;
  type: EntryType;
  amount: number;
  /** Serial numbers of the PSP reference and of the payment; 0 with a special. */
  psp: number;
  payment: number;
  unit: number;
  special?: Special;
}>;

const FIRST_CAPACITY = 256;

export class EntryStore {
  length = 0;
  balance: number;
  readonly firstBalance: number;
  readonly specials = new Map<number, Special>();
  /** `stepStarts[k]` is the number of entries before the k-th day was generated. */
  readonly stepStarts: number[] = [0];
  readonly #firstDay: number;
  #times = new Float64Array(FIRST_CAPACITY);
  #amounts = new Float64Array(FIRST_CAPACITY);
  #balances = new Float64Array(FIRST_CAPACITY);
  #psps = new Uint32Array(FIRST_CAPACITY);
  #payments = new Uint32Array(FIRST_CAPACITY);
  #days = new Uint16Array(FIRST_CAPACITY);
  #types = new Uint8Array(FIRST_CAPACITY);
  #units = new Uint8Array(FIRST_CAPACITY);

  constructor(firstBalance: number, firstDay: number) {
    this.firstBalance = firstBalance;
    this.balance = firstBalance;
    this.#firstDay = firstDay;
  }

  append(draft: Draft): void {
    const i = this.length;
    if (i === this.#times.length) this.#grow();
    this.balance += draft.amount;
    this.#times[i] = draft.timeUs;
    this.#amounts[i] = draft.amount;
    this.#balances[i] = this.balance;
    this.#psps[i] = draft.psp;
    this.#payments[i] = draft.payment;
    this.#days[i] = draft.day - this.#firstDay;
    this.#types[i] = TYPE_CODES.get(draft.type) ?? 0;
    this.#units[i] = draft.unit;
    if (draft.special !== undefined) this.specials.set(i, draft.special);
    this.length = i + 1;
  }

  endStep(): void {
    this.stepStarts.push(this.length);
  }

  timeUs(i: number): number {
    return this.#times[i] ?? 0;
  }
  amount(i: number): number {
    return this.#amounts[i] ?? 0;
  }
  balanceAfter(i: number): number {
    return this.#balances[i] ?? 0;
  }
  psp(i: number): number {
    return this.#psps[i] ?? 0;
  }
  payment(i: number): number {
    return this.#payments[i] ?? 0;
  }
  day(i: number): number {
    return (this.#days[i] ?? 0) + this.#firstDay;
  }
  typeCode(i: number): number {
    return this.#types[i] ?? 0;
  }
  type(i: number): EntryType {
    return ENTRY_TYPES[this.typeCode(i)] ?? "capture";
  }
  unit(i: number): number {
    return this.#units[i] ?? NO_UNIT;
  }

  /** How many entries have a time of at most this. Times never go back within a topic. */
  countThrough(timeUs: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.timeUs(middle) <= timeUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    const widen = <T extends { set: (from: T) => void }>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#times = widen(this.#times, new Float64Array(capacity));
    this.#amounts = widen(this.#amounts, new Float64Array(capacity));
    this.#balances = widen(this.#balances, new Float64Array(capacity));
    this.#psps = widen(this.#psps, new Uint32Array(capacity));
    this.#payments = widen(this.#payments, new Uint32Array(capacity));
    this.#days = widen(this.#days, new Uint16Array(capacity));
    this.#types = widen(this.#types, new Uint8Array(capacity));
    this.#units = widen(this.#units, new Uint8Array(capacity));
  }
}
