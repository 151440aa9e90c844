import { mailSecret } from "@/lib/services/mail/post-mail";
import type { Letter } from "@/lib/services/mail/post-mail";
import type { Services } from "@/lib/services/context";
import { deleteMail, takeMail } from "@/lib/store/mail";
import { withSystem } from "@/lib/store/system";

/** Takes every letter that waits to be sent, opened. */
export async function takePostedLetters(services: Services): Promise<Letter[]> {
  return withSystem(services.database, async (tx) => {
    const waiting = await takeMail(tx, { nowMs: services.clock.nowMs(), leaseSeconds: 60, limit: 100 });
    for (const mail of waiting) await deleteMail(tx, mail.id);
    return waiting.map(
      (mail) => JSON.parse(services.secrets.open(mail.sealed, mailSecret(mail.id))) as Letter,
    );
  });
}
