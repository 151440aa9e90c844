import { SaxesParser } from "saxes";
import type { SaxesTagPlain } from "saxes";

import type { FilePlace } from "@/lib/domain/bank/statement";
import { CamtState } from "@/lib/formats/bank/camt-state";
import { DOCUMENTS } from "@/lib/formats/bank/camt-tree";
import type { Element } from "@/lib/formats/bank/camt-tree";
import { fault } from "@/lib/formats/bank/fault";

const DEPTH_MAX = 64;
/** The longest text of an element that is read: the standard's longest is 500. */
const TEXT_MAX = 20_000;
/** What may come without an element beginning or ending, in characters: whatever it is, it is held in memory. */
const SILENCE_MAX = 1024 * 1024;
const KNOWN_NAMES_MAX = 1_000;

/** States: 0 is a part that is passed over, 1 the envelope where documents are looked for, then one per element. */
const SKIPPED = 0;
const SEARCHING = 1;

/** The tree as a table: the state after `state * NAMES.size + name`. */
const NAMES = new Map<string, number>();
const ELEMENTS: (Element | undefined)[] = [undefined, { in: DOCUMENTS }];
const NEXT = compile();
/** What the elements do, each beside the others: looked at for every element of a file. */
const OPENS = ELEMENTS.map((element) => element?.open);
const CLOSES = ELEMENTS.map((element) => element?.close);
const TEXTS = ELEMENTS.map((element) => element?.text);
const HAS_CURRENCY = ELEMENTS.map((element) => element?.hasCurrency === true);
const IS_TEXT = Uint8Array.from(TEXTS, (text) => (text === undefined ? 0 : 1));
const SPACE = 0x20;

function compile(): Uint16Array {
  const edges: (readonly [number, number, number])[] = [];
  const idOf = (name: string): number => {
    const id = NAMES.get(name) ?? NAMES.size + 1;
    NAMES.set(name, id);
    return id;
  };
  for (let state = SEARCHING; state < ELEMENTS.length; state += 1) {
    for (const [name, element] of Object.entries(ELEMENTS[state]?.in ?? {})) {
      edges.push([state, idOf(name), ELEMENTS.length]);
      ELEMENTS.push(element);
    }
  }
  const width = NAMES.size + 1; // name 0: any other
  const next = new Uint16Array(ELEMENTS.length * width);
  next.fill(SEARCHING, SEARCHING * width, (SEARCHING + 1) * width);
  for (const [state, name, to] of edges) next[state * width + name] = to;
  return next;
}

/** Reads the elements of a camt document as they come; what is read is in `state`. */
export class CamtMachine {
  readonly state = new CamtState(() => this.place());
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  /** The field that the tokenizer's `on("text")` sets by its name, which is too slow for every element. */
  readonly #listener = this.#parser as unknown as { textHandler: ((text: string) => void) | undefined };
  readonly #states = new Uint16Array(DEPTH_MAX + 1);
  readonly #known = new Map<string, number>();
  readonly #lineOffset: number;
  readonly #width = NAMES.size + 1;
  readonly #onText = (text: string): void => this.#collect(text);
  #depth = 0;
  #back = 0;
  #isCollecting = false;
  #text = "";
  #isSilent = true;
  #silence = 0;

  /** `lineOffset`: lines that were left out before the document. */
  constructor(lineOffset: number) {
    this.#lineOffset = lineOffset;
    this.#states[0] = SEARCHING;
    const parser = this.#parser;
    parser.on("opentag", (tag) => this.#open(tag));
    parser.on("closetag", () => this.#close());
    parser.on("cdata", (text) => {
      if (this.#isCollecting) this.#collect(text);
    });
    parser.on("doctype", () => {
      throw fault(this.place(), "doctype", "<!DOCTYPE", "a document without a DOCTYPE: bank files have none");
    });
    parser.on("error", (error) => {
      const what = error.message.replace(/^[\d:]+ /, "");
      const isEnd = /unclosed tag|unexpected end|must contain a root/.test(what);
      throw fault(
        this.place(),
        isEnd ? "cut-off" : "xml",
        what,
        isEnd ? "the rest of the document: it is cut off" : "well-formed XML",
      );
    });
  }

  write(text: string): void {
    this.#isSilent = true;
    this.#parser.write(text);
    this.#silence = this.#isSilent ? this.#silence + text.length : 0;
    if (this.#silence > SILENCE_MAX) {
      throw fault(this.place(), "too-long", "", "XML with elements: this part is too long");
    }
  }

  end(): void {
    this.#parser.close();
  }

  /** Where the parser stands; while an element opens, where its tag begins. */
  place(): FilePlace {
    const parser = this.#parser;
    return { line: parser.line + this.#lineOffset, column: Math.max(1, parser.column + 1 - this.#back) };
  }

  #open(tag: SaxesTagPlain): void {
    this.#isSilent = false;
    const depth = this.#depth + 1;
    const { name } = tag;
    if (depth > DEPTH_MAX) {
      throw fault(this.place(), "too-deep", name, `XML of at most ${String(DEPTH_MAX)} levels`);
    }
    const before = this.#states[this.#depth] ?? SKIPPED;
    let next = SKIPPED;
    if (before !== SKIPPED) {
      const id = this.#known.get(name) ?? this.#idOf(name);
      next = NEXT[before * this.#width + id] ?? SKIPPED;
    }
    this.#states[depth] = next;
    this.#depth = depth;
    const isCollecting = IS_TEXT[next] === 1;
    if (isCollecting !== this.#isCollecting) this.#setCollecting(isCollecting);
    if (next <= SEARCHING) return;
    if (isCollecting) {
      this.#text = "";
      if (HAS_CURRENCY[next] === true) this.state.currency = tag.attributes["Ccy"] ?? "";
      return;
    }
    const open = OPENS[next];
    if (open === undefined) return;
    this.#back = name.length + 2;
    open(this.state);
    this.#back = 0;
  }

  #close(): void {
    this.#isSilent = false;
    const at = this.#states[this.#depth] ?? SKIPPED;
    this.#depth -= 1;
    if (at > SEARCHING) {
      if (IS_TEXT[at] === 1) {
        const text = this.#text;
        this.#text = "";
        const isTrimmed = text.charCodeAt(0) > SPACE && text.charCodeAt(text.length - 1) > SPACE;
        TEXTS[at]?.(this.state, isTrimmed ? text : text.trim());
      } else {
        CLOSES[at]?.(this.state);
      }
    }
    const isCollecting = IS_TEXT[this.#states[this.#depth] ?? SKIPPED] === 1;
    if (isCollecting !== this.#isCollecting) this.#setCollecting(isCollecting);
  }

  /** The tokenizer makes no strings of text that nobody listens to. */
  #setCollecting(isCollecting: boolean): void {
    this.#isCollecting = isCollecting;
    this.#listener.textHandler = isCollecting ? this.#onText : undefined;
  }

  #collect(text: string): void {
    this.#text = this.#text === "" ? text : this.#text + text;
    if (this.#text.length > TEXT_MAX) {
      throw fault(this.place(), "too-long", "", `a text of at most ${String(TEXT_MAX)} characters`);
    }
  }

  /** The number of a name without its prefix; a document has few different ones, so they are remembered. */
  #idOf(name: string): number {
    const id = NAMES.get(name.slice(name.indexOf(":") + 1)) ?? 0;
    if (this.#known.size < KNOWN_NAMES_MAX) this.#known.set(name, id);
    return id;
  }
}
