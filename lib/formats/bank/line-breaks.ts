/** Makes every line break (`\r\n`, `\r`, `\n`) one `\n`, piece by piece: a pair may be cut in two. */
export async function* withPlainBreaks(text: AsyncIterable<string>): AsyncGenerator<string> {
  let isAfterReturn = false;
  for await (const piece of text) {
    if (piece === "") continue;
    const rest = isAfterReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    isAfterReturn = piece.endsWith("\r");
    yield rest.includes("\r") ? rest.replaceAll(/\r\n?/g, "\n") : rest;
  }
}
