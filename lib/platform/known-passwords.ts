import { dictionary } from "@zxcvbn-ts/language-common";

/** The passwords that people use most (the list of zxcvbn, about 49 000), in small letters. On the server only. */
export function listCommonPasswords(): readonly string[] {
  return dictionary["passwords-common"];
}

let known: ReadonlySet<string> | undefined;

/** True for a password of the list; `text` is in small letters. The first call makes the set. */
export function isCommonPassword(text: string): boolean {
  known ??= new Set(listCommonPasswords());
  return known.has(text);
}
