import { isRecord } from "@/lib/providers/vipps/invalid";

/** PostgreSQL's text holds no character 0, and half of a surrogate pair would come back as another character. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
/** In UTF-8 both can only be written as escapes. */
const ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/** The cheap look at a JSON text: false is certain, true wants each value looked at. */
export function mayBeUnstorable(json: string): boolean {
  return ESCAPE.test(json);
}

export function isUnstorable(text: string): boolean {
  return UNSTORABLE.test(text);
}

/** True when parsed JSON can be stored as such: its texts and names can, and it is not nested too deep. */
export function isStorableJson(value: unknown, depthMax: number): boolean {
  if (typeof value === "string") return !isUnstorable(value);
  if (depthMax === 0) return false;
  if (Array.isArray(value)) return value.every((each) => isStorableJson(each, depthMax - 1));
  if (!isRecord(value)) return true;
  return Object.entries(value).every(
    ([name, each]) => !isUnstorable(name) && isStorableJson(each, depthMax - 1),
  );
}
