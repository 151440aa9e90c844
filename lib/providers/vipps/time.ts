import { isLedgerDate } from "@/lib/core/ledger-date";

const MINUTE_MS = 60_000;

/** As v2 writes it, so that nearly every entry costs one test and no new text. The 29th and on are looked at. */
const PLAIN =
  /^(?:19|[2-9]\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):?([0-5]\d))$/;

/**
 * An instant as `2026-01-31T23:59:59.123456Z`: UTC, exactly six decimals, later ones cut off. Takes RFC 3339,
 * and offsets without a colon, as older answers have them. Undefined: it is no instant, or lies before 1900,
 * as the zero of some platforms does. Text, because a Date would lose the microseconds.
 */
export function toUtcMicroseconds(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [, date = "", hour, minute, second, fraction = "", sign, offsetHour, offsetMinute] = match;
  if (!isLedgerDate(date)) return undefined;
  const offsetMs = (Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0)) * MINUTE_MS;
  const wallMs = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  const utc = new Date(sign === "-" ? wallMs + offsetMs : wallMs - offsetMs).toISOString();
  // A year beyond 9999 is written with a sign.
  if (utc < "1900" || utc.length !== "2026-01-31T23:59:59.123Z".length) return undefined;
  return `${utc.slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, "0")}Z`;
}
