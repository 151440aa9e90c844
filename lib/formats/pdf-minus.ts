/** U+0081 stands for the minus in what is written: a code that WinAnsi leaves free. */
const FREE_CODE = 0x81;
const FREE_CHARACTER = String.fromCharCode(FREE_CODE);
const MINUS = "\u2212";

/** What WinAnsi has beyond Latin-1 (PDF 32000-1, annex D). */
const WIN_ANSI_BEYOND = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
/** Letters that are not a plain letter with a mark, so that no decomposition finds one. */
const PLAIN: Readonly<Record<string, string>> = {
  Đ: "D",
  đ: "d",
  Ł: "L",
  ł: "l",
  Ŋ: "N",
  ŋ: "n",
  Ŧ: "T",
  ŧ: "t",
  ı: "i",
};

/**
 * The standard fonts of PDF are written in WinAnsi, which has every letter of our languages and no minus, though the
 * fonts do. This gives the current font a code for it. pdfkit has no way to say so: its font is reached by what it
 * keeps of it, and the tests read the minus back.
 */
export function teachMinus(document: object): void {
  const font: unknown = Reflect.get(document, "_font");
  if (!isStandardFont(font))
    throw new Error("pdfkit keeps its font in another way: the minus cannot be taught");
  font.embed = () => {
    const { dictionary, name } = font;
    if (dictionary === undefined) throw new Error("pdfkit embeds a font that is not used");
    dictionary.data = {
      Type: "Font",
      BaseFont: name,
      Subtype: "Type1",
      Encoding: { Type: "Encoding", BaseEncoding: "WinAnsiEncoding", Differences: [FREE_CODE, "minus"] },
    };
    dictionary.end();
  };
}

type StandardFont = { name: string; embed: () => void; dictionary?: { data: unknown; end: () => void } };

function isStandardFont(font: unknown): font is StandardFont {
  return typeof font === "object" && font !== null && "embed" in font && "name" in font;
}

/** Text as these fonts can write it: marks that WinAnsi lacks are left off, what it has no letter for becomes `?`. */
export function toWritable(text: string): string {
  return Array.from(text.normalize("NFC"), writableOf).join("");
}

function writableOf(character: string): string {
  if (character === MINUS) return FREE_CHARACTER;
  if (isWinAnsi(character)) return character;
  const plain = PLAIN[character] ?? character.normalize("NFD").replaceAll(/\p{M}/gu, "");
  return plain !== "" && Array.from(plain).every(isWinAnsi) ? plain : "?";
}

function isWinAnsi(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || WIN_ANSI_BEYOND.includes(character)
  );
}

/** The same width as what is written: the minus of these fonts is as wide as their plus (Adobe's metrics: 584). */
export function toMeasurable(writable: string): string {
  return writable.replaceAll(FREE_CHARACTER, "+");
}
