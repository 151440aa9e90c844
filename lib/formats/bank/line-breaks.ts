/**
 * Makes every line break (`\r\n`, `\r`, `\n`) one `\n`, piece by piece: a pair may be cut in two. NUL, with which some
 * programs fill up their records, is left out: it is in no text, and no database keeps it.
 */
export async function* withPlainBreaks(text: AsyncIterable<string>): AsyncGenerator<string> {
  let isAfterReturn = false;
  for await (const written of text) {
    const piece = written.includes("\0") ? written.replaceAll("\0", "") : written;
    if (piece === "") continue;
    const rest = isAfterReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    isAfterReturn = piece.endsWith("\r");
    yield rest.includes("\r") ? rest.replaceAll(/\r\n?/g, "\n") : rest;
  }
}
