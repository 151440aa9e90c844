import { present } from "@/lib/core/invariant";
import type { Services } from "@/lib/services/context";
import type { Letter } from "@/lib/services/mail/post-mail";
import { mailSecret } from "@/lib/services/mail/post-mail";
import { takeMail } from "@/lib/store/mail";
import { withSystem } from "@/lib/store/system";

/** Takes the letters that wait, opened: oldest first. They do not wait any more. */
export async function takeLetters(services: Services): Promise<Letter[]> {
  const nowMs = services.clock.nowMs();
  const taken = await withSystem(services.database, (tx) =>
    takeMail(tx, { nowMs, leaseSeconds: 86_400 * 365, limit: 1_000 }),
  );
  return taken
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map((mail) => JSON.parse(services.secrets.open(mail.sealed, mailSecret(mail.id))) as Letter);
}

/** What opens the invitation of a letter. */
export function linkToken(letter: Letter | undefined): string {
  return present(letter?.values["link"], "the letter's link").split("/").at(-1) ?? "";
}
