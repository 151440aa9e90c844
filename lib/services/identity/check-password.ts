import type { Refusal } from "@/lib/contracts/account";
import { faultOfPassword } from "@/lib/domain/access/password-rules";
import { isCommonPassword } from "@/lib/platform/known-passwords";
import { refuse } from "@/lib/services/identity/refuse";

type Person = Readonly<{ email: string; name?: string | undefined; firmNames: readonly string[] }>;

/** The one rule for new passwords, wherever they are chosen (lib/domain/access/password-rules.ts); undefined: taken. */
export function refusalOfPassword(password: string, person: Person): Refusal | undefined {
  const fault = faultOfPassword(password, {
    personal: [person.email, person.email.split("@")[0] ?? "", person.name ?? "", ...person.firmNames],
    isCommon: isCommonPassword,
  });
  return fault === undefined ? undefined : `password-${fault}`;
}

/** Throws: invalid_input, at the field `newPassword` unless the form calls it something else. */
export function checkPassword(password: string, person: Person, field?: string): void {
  const refusal = refusalOfPassword(password, person);
  if (refusal !== undefined) throw refuse(refusal, field);
}
