import { faultOfPassword } from "@/lib/domain/access/password-rules";
import { isCommonPassword } from "@/lib/platform/known-passwords";
import { refuse } from "@/lib/services/identity/refuse";

/**
 * The one rule for new passwords, wherever they are chosen (lib/domain/access/password-rules.ts). Throws:
 * invalid_input, at the field `newPassword` unless the form calls it something else.
 */
export function checkPassword(
  password: string,
  person: Readonly<{ email: string; name?: string | undefined; firmNames: readonly string[] }>,
  field?: string,
): void {
  const fault = faultOfPassword(password, {
    personal: [person.email, person.email.split("@")[0] ?? "", person.name ?? "", ...person.firmNames],
    isCommon: isCommonPassword,
  });
  if (fault !== undefined) throw refuse(`password-${fault}`, field);
}
