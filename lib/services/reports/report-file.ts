import type { ReportFormat } from "@/lib/contracts/bookkeeping";

/** A report as it is sent: a name without its ending, and chunks of text or bytes. */
export type ReportFile = Readonly<{
  name: string;
  format: ReportFormat;
  chunks: AsyncGenerator<string | Uint8Array, void, undefined>;
}>;

/** A file that is whole at once. */
export async function* oneChunk(
  make: () => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield await make();
}

/** Letters that are not a plain letter with a mark. */
const PLAIN: Readonly<Record<string, string>> = { æ: "ae", ø: "o", ð: "d", đ: "d", þ: "th", ł: "l", ß: "ss" };

/** A file name of letters, digits and hyphens, whatever it is made of: names of merchants have letters beyond ASCII. */
export function fileName(...parts: readonly string[]): string {
  return parts
    .map((part) =>
      plainOf(part)
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-+|-+$/g, ""),
    )
    .filter((part) => part !== "")
    .join("-");
}

function plainOf(text: string): string {
  const letters = text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
  return letters.replaceAll(/[æøðđþłß]/g, (letter) => PLAIN[letter] ?? letter);
}
