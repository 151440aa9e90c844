import type { z } from "zod";

import { AppError } from "@/lib/core/errors";

/** A list's place as the text that callers hand back: opaque to them, checked like any input. */
export function encodeCursor(place: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(place), "utf8").toString("base64url");
}

/** Reads a cursor of this list; undefined on the first page. Throws: invalid_input. */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  schema: Schema,
): z.output<Schema> | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString("utf8")));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", "the cursor is not one of this list", {
    fields: [{ field: "cursor", message: "must be the nextCursor of the page before" }],
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
