import type { FilePlace, StatementEvent } from "@/lib/domain/bank/statement";
import { BrokenText } from "@/lib/formats/bank/encoding";
import { fault } from "@/lib/formats/bank/fault";
import { withPlainBreaks } from "@/lib/formats/bank/line-breaks";
import { Mt940Message } from "@/lib/formats/bank/mt940-message";

const LINE_MAX = 20_000;
const FIELD_LINES_MAX = 1_000;
/** A field of the standard has some hundred characters, one of the longest banks a few thousand. */
const FIELD_MAX = 50_000;
/** Whether a message is the last page is known at its end: so many of its bookings wait for it. */
const HELD_MAX = 1_000;

const TAG = /^:(13|13D|20|21|25|25P|28|28C|34F|60F|60M|61|62F|62M|64|65|86|90C|90D):(.*)$/;

/**
 * Reads MT940, piece by piece. Each page of a statement comes out as a statement of its own, with its page number;
 * text before, between and after the messages is passed over.
 */
export async function* readMt940(text: AsyncIterable<string>): AsyncGenerator<readonly StatementEvent[]> {
  const reader = new Mt940Reader();
  let rest = "";
  let line = 0;
  const bound = (length: number): void => {
    if (length > LINE_MAX) {
      throw fault(
        { line: line + 1, column: 1 },
        "too-long",
        "",
        `a line of at most ${String(LINE_MAX)} characters`,
      );
    }
  };
  try {
    for await (const piece of withPlainBreaks(text)) {
      rest += piece;
      let start = 0;
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
        bound(end - start);
        line += 1;
        reader.line(rest.slice(start, end), line);
        start = end + 1;
      }
      rest = rest.slice(start);
      bound(rest.length);
      const events = reader.take();
      if (events.length > 0) yield events;
    }
  } catch (error) {
    if (error instanceof BrokenText)
      throw fault({ line: line + 1, column: 1 }, "encoding", "", error.expected);
    throw error;
  }
  if (rest !== "") reader.line(rest, line + 1);
  reader.end(line + 1);
  const events = reader.take();
  if (events.length > 0) yield events;
}

class Mt940Reader {
  #message: Mt940Message | undefined;
  #field: { tag: string; lines: string[]; length: number; place: FilePlace } | undefined;
  #ready: StatementEvent[] = [];
  #isBegun = false;
  #count = 0;
  /** The account and number of the page before, when another follows it. */
  #pageBefore: Readonly<{ account: string; number: number }> | undefined;

  take(): readonly StatementEvent[] {
    const events = this.#ready;
    this.#ready = [];
    return events;
  }

  line(text: string, number: number): void {
    const place = { line: number, column: 1 };
    const match = TAG.exec(text);
    if (match !== null) this.#tag(match[1] ?? "", match[2] ?? "", place);
    else if (/^\s*\{1:/.test(text)) this.#envelope(text, place);
    else if (this.#isEnd(text)) this.#finish(place);
    else this.#continue(text, place);
  }

  end(line: number): void {
    this.#finish({ line, column: 1 });
    if (this.#count === 0) {
      throw fault({ line, column: 1 }, "not-a-statement", "", "a message MT940 with :20:, :25: and :60F:");
    }
  }

  #tag(tag: string, text: string, place: FilePlace): void {
    const begins =
      tag === "20" ||
      ((tag === "25" || tag === "25P") && (this.#message === undefined || this.#message.hasAccount));
    if (begins) {
      this.#finish(place);
      this.#message = new Mt940Message(place);
      this.#isBegun = false;
    }
    if (this.#message === undefined) return; // a field outside of a message: free text
    this.#endField();
    this.#field = { tag, lines: [text], length: text.length, place };
  }

  /** The header of a SWIFT envelope: tells other messages from statements, and may hold the first field. */
  #envelope(text: string, place: FilePlace): void {
    this.#finish(place);
    if (/\{2:[IO]94[12]/.test(text)) {
      throw fault(place, "not-booked", "MT941/MT942", "a statement of booked entries (MT940)");
    }
    const inside = /\{4:(:.*)$/.exec(text)?.[1];
    if (inside !== undefined) this.line(inside, place.line);
  }

  /** A lone `-` ends a message; inside one, before its closing balance, it is text. */
  #isEnd(text: string): boolean {
    if (this.#message === undefined) return false;
    if (text.startsWith("-}")) return true;
    if (text.trim() !== "-") return false;
    return this.#message.isClosed || this.#field?.tag === "62F" || this.#field?.tag === "62M";
  }

  #continue(text: string, place: FilePlace): void {
    const field = this.#field;
    if (this.#message === undefined || field === undefined) return;
    if (field.lines.length >= FIELD_LINES_MAX) {
      throw fault(place, "too-long", "", `a field of at most ${String(FIELD_LINES_MAX)} lines`);
    }
    field.length += text.length;
    if (field.length > FIELD_MAX) {
      throw fault(place, "too-long", "", `a field of at most ${String(FIELD_MAX)} characters`);
    }
    field.lines.push(text);
  }

  #endField(): void {
    const message = this.#message;
    const field = this.#field;
    if (message === undefined || field === undefined) return;
    this.#field = undefined;
    message.field(field.tag, field.lines, field.place);
    if (message.events.length > HELD_MAX) this.#release(message);
  }

  /** Gives out what is held: the statement first. Its page is known when it is closed, else taken as the last. */
  #release(message: Mt940Message): void {
    if (!this.#isBegun) {
      this.#isBegun = true;
      this.#count += 1;
      this.#ready.push(message.begin(message.isPaged ? this.#pageOf(message) : undefined));
    }
    this.#ready.push(...message.events.splice(0));
  }

  #pageOf(message: Mt940Message): Readonly<{ number: number; isLast: boolean }> {
    const before = this.#pageBefore;
    const following = before?.account === message.accountId ? before.number + 1 : 1;
    return { number: message.pageNumber ?? following, isLast: message.isLastPage };
  }

  #finish(place: FilePlace): void {
    this.#endField();
    const message = this.#message;
    if (message === undefined) return;
    this.#message = undefined;
    if (!message.isClosed) {
      throw fault(place, "cut-off", "", "the closing balance :62F: of the statement before its end");
    }
    this.#release(message);
    this.#ready.push(message.end(place));
    const { number, isLast } = this.#pageOf(message);
    this.#pageBefore = isLast ? undefined : { account: message.accountId, number };
  }
}
