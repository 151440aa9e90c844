import { addDays } from "@/lib/core/ledger-date";
import type { FilePlace, LineText, StatementEvent } from "@/lib/domain/bank/statement";
import { bareAccount, countryOfBic, readAccount } from "@/lib/formats/bank/account";
import { fault } from "@/lib/formats/bank/fault";
import { readInformation, withNordicLetters } from "@/lib/formats/bank/mt940-info";
import { readLine61, readMtBalance } from "@/lib/formats/bank/mt940-line";
import type { Line61 } from "@/lib/formats/bank/mt940-line";
import { addLine, endOf, newTally } from "@/lib/formats/bank/tally";
import type { ReadBalance } from "@/lib/formats/bank/tally";

const ACCOUNT_BEFORE = /^([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\/(.+)$/;

type Account = Readonly<{ id: string; scheme: string; country: string | undefined }>;

/** One message of MT940: a statement, or a page of one. Fields are given to it in the order of the file. */
export class Mt940Message {
  readonly place: FilePlace;
  /** Whether :62F: or :62M: has been read: nothing of the statement follows. */
  isClosed = false;
  /** The page of this message; known when it is closed. */
  pageNumber: number | undefined;
  isLastPage = true;
  readonly events: StatementEvent[] = [];
  #reference = "";
  #account: Account | undefined;
  #sequence: number | undefined;
  #opening: ReadBalance | undefined;
  #isFirstPage = true;
  #currency = "";
  #closing: ReadBalance | undefined;
  #line: (Line61 & Readonly<{ place: FilePlace }>) | undefined;
  #texts: LineText[] = [];
  readonly #tally = newTally();

  constructor(place: FilePlace) {
    this.place = place;
  }

  get hasAccount(): boolean {
    return this.#account !== undefined;
  }

  get accountId(): string {
    return this.#account?.id ?? "";
  }

  get lineCount(): number {
    return this.#tally.lineCount;
  }

  /** Takes a field: its tag, and its lines, of which the first stood after the tag. */
  field(tag: string, lines: readonly string[], place: FilePlace): void {
    const [first = "", ...rest] = lines;
    const text = first.trim();
    if (tag === "86") this.#information(lines);
    else if (tag === "20") this.#reference = text;
    else if (tag === "25" || tag === "25P") this.#readAccount(text, rest[0] ?? "", place);
    else if (tag === "28" || tag === "28C") this.#number(text);
    else if (tag === "60F" || tag === "60M") this.#open(tag, text, place);
    else if (tag === "61") this.#begin(first, rest, place);
    else if (tag === "62F" || tag === "62M") this.#close(tag, text, place);
    else if (tag === "34F") {
      throw fault(place, "not-booked", "MT942", "a statement of booked entries (MT940)");
    }
  }

  #readAccount(text: string, next: string, place: FilePlace): void {
    const before = ACCOUNT_BEFORE.exec(text);
    const country = countryOfBic(before?.[1] ?? next);
    const bare = bareAccount(before?.[2] ?? text).replaceAll("/", "");
    const account = readAccount(bare.replace(/(?<=\d)[A-Z]{3}$/, ""), country) ?? readAccount(bare, country);
    if (account === undefined) throw fault(place, "account", text, "an account number in :25:");
    this.#account = { ...account, country: account.scheme === "IBAN" ? account.id.slice(0, 2) : country };
  }

  #number(text: string): void {
    const match = /^(\d{1,9})(?:\/(\d{1,9}))?/.exec(text);
    this.#sequence = match === null ? undefined : Number(match[1]);
    this.pageNumber = match?.[2] === undefined ? undefined : Number(match[2]);
  }

  #open(tag: string, text: string, place: FilePlace): void {
    if (this.#opening !== undefined) throw fault(place, "order", tag, "one opening balance in a message");
    const { balance, currency } = readMtBalance(text, place);
    this.#opening = balance;
    this.#currency = currency;
    this.#isFirstPage = tag === "60F";
  }

  #begin(first: string, rest: readonly string[], place: FilePlace): void {
    this.#flush();
    if (this.#opening === undefined)
      throw fault(place, "order", ":61:", "the opening balance :60F: before :61:");
    if (this.isClosed) throw fault(place, "order", ":61:", "no booking after the closing balance");
    this.#line = { ...readLine61(first.trimEnd(), this.#currency, place), place };
    for (const line of rest) this.#addText("additional", line);
  }

  /** Before the first and after the last booking an :86: is about the statement. */
  #information(lines: readonly string[]): void {
    if (this.#line === undefined) return;
    for (const { field, text } of readInformation(lines)) this.#addText(field, text);
  }

  #addText(field: LineText["field"], text: string): void {
    const plain = text.trim();
    if (plain !== "") this.#texts.push({ field, text: withNordicLetters(plain, this.#account?.country) });
  }

  #flush(): void {
    const read = this.#line;
    if (read === undefined) return;
    const texts = this.#texts;
    this.#line = undefined;
    this.#texts = [];
    if (read.isExpected) {
      this.#tally.pendingCount += 1;
      return;
    }
    if (read.reference !== "") texts.push({ field: "reference", text: read.reference });
    const line = {
      bookingDate: read.bookingDate,
      valueDate: read.valueDate,
      amount: read.amount,
      currency: this.#currency,
      bankReference: read.bankReference,
      texts,
      details: [],
      isReversal: read.isReversal,
      place: read.place,
    };
    addLine(this.#tally, line);
    this.events.push({ kind: "line", line });
  }

  #close(tag: string, text: string, place: FilePlace): void {
    this.#flush();
    if (this.isClosed) throw fault(place, "order", tag, "one closing balance in a message");
    if (this.#opening === undefined) throw fault(place, "order", tag, "the opening balance :60F: before it");
    const { balance, currency } = readMtBalance(text, place);
    if (currency !== this.#currency) {
      throw fault(
        place,
        "other-currency",
        currency,
        `${this.#currency}, the currency of the opening balance`,
      );
    }
    this.#closing = balance;
    this.isLastPage = tag === "62F";
    this.isClosed = true;
  }

  /** The statement's first event: `page` is what the reader knows of the pages before and after. */
  begin(page: Readonly<{ number: number; isLast: boolean }> | undefined): StatementEvent {
    const account = this.#account;
    if (account === undefined)
      throw fault(this.place, "account", "", "the account (:25:) before the bookings");
    return {
      kind: "statement",
      account: { scheme: account.scheme, id: account.id },
      currency: this.#currency === "" ? undefined : this.#currency,
      statementId: this.#reference,
      sequence: this.#sequence,
      page,
      place: this.place,
    };
  }

  /** Whether this is a page of several. */
  get isPaged(): boolean {
    return !this.#isFirstPage || !this.isLastPage || (this.pageNumber ?? 1) > 1;
  }

  /**
   * The statement's end. An opening balance is dated as the statement before closed, so the first day is the next,
   * unless a booking says otherwise. Reversals (`RC`, `RD`) count as stated: their letters turn the sign.
   */
  end(place: FilePlace): StatementEvent {
    const opened = this.#opening?.date;
    const closed = this.#closing?.date;
    const first = this.#tally.first;
    const isOwnDay = opened === closed || (first !== undefined && opened !== undefined && first <= opened);
    const from = opened === undefined || isOwnDay ? opened : addDays(opened, 1);
    const isTurned = from !== undefined && closed !== undefined && from > closed;
    return endOf(this.#tally, {
      opening: this.#opening,
      closing: this.#closing,
      period: isTurned ? { from: undefined, to: undefined } : { from, to: closed },
      place,
      areReversalsStated: true,
    });
  }
}
