/**
 * Splits JSON text without interpreting its values: scripted entries are served as they were given, amounts beyond
 * 2^53 and unknown fields included.
 */

/** The elements of a JSON array, each as its own text. */
export function rawItems(text: string): readonly string[] {
  return split(text, "[", "]");
}

/** The members of a JSON object: name to text. */
export function rawMembers(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const part of split(text, "{", "}")) {
    const end = stringEnd(part, 0);
    const name: unknown = JSON.parse(part.slice(0, end));
    members.set(String(name), part.slice(part.indexOf(":", end) + 1).trim());
  }
  return members;
}

/** The place after the closing quote of the string that begins here. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

function split(text: string, open: string, close: string): readonly string[] {
  const trimmed = text.trim();
  JSON.parse(trimmed); // Throws where the text is not JSON; from here on it is well formed.
  if (!trimmed.startsWith(open) || !trimmed.endsWith(close))
    throw new SyntaxError(`expected ${open}…${close}`);
  const parts: string[] = [];
  const end = trimmed.length - 1;
  let depth = 0;
  let from = 1;
  for (let i = 1; i < end; i += 1) {
    const char = trimmed[i];
    if (char === '"') i = stringEnd(trimmed, i) - 1;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(trimmed.slice(from, i).trim());
      from = i + 1;
    }
  }
  const last = trimmed.slice(from, end).trim();
  return last === "" ? parts : [...parts, last];
}

/** JSON with every bigint written as a plain integer. */
export function stringifyExact(value: unknown): string {
  const text = JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "bigint" ? `\u0000int:${member}` : member,
  );
  return text.replace(/"\\u0000int:(-?\d+)"/g, "$1");
}
