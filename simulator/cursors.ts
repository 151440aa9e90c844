/** Opaque to the client: base64 of JSON, as in the examples of the OpenAPI document. */

export type Place = Readonly<{ ledgerId: string; topic: string; date: string | null; start: number }>;

export function encodeCursor(place: Place): string {
  const { ledgerId, topic, date, start } = place;
  const text = JSON.stringify({
    ledgerId,
    topic,
    startTransactionId: String(start).padStart(10, "0"),
    ledgerDate: date,
  });
  return Buffer.from(text).toString("base64");
}

/** The place, or undefined when this cursor was not made for this ledger, topic and date. */
export function decodeCursor(cursor: string, expected: Omit<Place, "start">): number | undefined {
  const parsed = parseBase64(cursor);
  if (parsed === undefined) return undefined;
  const isOurs =
    parsed["ledgerId"] === expected.ledgerId &&
    parsed["topic"] === expected.topic &&
    parsed["ledgerDate"] === expected.date;
  const start = parsed["startTransactionId"];
  if (!isOurs || typeof start !== "string" || !/^\d{10}$/.test(start)) return undefined;
  return Number(start);
}

/** The cursor of a ledger that is no longer shared: it leads nowhere. */
export function deadCursor(ledgerId: string, topic: string): string {
  return Buffer.from(JSON.stringify({ ledgerId, topic, startTransactionId: null })).toString("base64");
}

export function encodeListCursor(afterLedgerId: string, handle: string | null): string {
  const text = JSON.stringify({ afterLedgerId, settlesForRecipientHandles: handle });
  return Buffer.from(text).toString("base64");
}

export function decodeListCursor(
  cursor: string,
): Readonly<{ after: string; handle: string | null }> | undefined {
  const parsed = parseBase64(cursor);
  const after = parsed?.["afterLedgerId"];
  const handle = parsed?.["settlesForRecipientHandles"];
  if (typeof after !== "string") return undefined;
  return { after, handle: typeof handle === "string" ? handle : null };
}

function parseBase64(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64").toString());
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // Not JSON: not one of ours.
  }
}
