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

/** A file name of letters, digits and hyphens, whatever it is made of. */
export function fileName(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, ""))
    .filter((part) => part !== "")
    .join("-")
    .toLowerCase();
}
