import { DAY_MS, HOUR_MS, SECOND_MS } from "@/lib/core/clock";
import { AppError, hasCode } from "@/lib/core/errors";
import { composeMail } from "@/lib/messages/mail/compose";
import { mailSecret } from "@/lib/services/mail/post-mail";
import type { Letter } from "@/lib/services/mail/post-mail";
import type { Services } from "@/lib/services/context";
import { deleteMail, putOffMail, takeMail } from "@/lib/store/mail";
import type { WaitingMail } from "@/lib/store/mail";
import { findDigestRecipient } from "@/lib/store/digests";
import { withSystem } from "@/lib/store/system";
import { FIRM, withTenant } from "@/lib/store/tenant";

const TAKE_MAX = 20;
const LEASE_SECONDS = 300;
const WAIT_FIRST_MS = 30 * SECOND_MS;
const WAIT_MAX_MS = HOUR_MS;
/** What could not be sent for so long is given up: its links have expired. */
const GIVE_UP_MS = 3 * DAY_MS;

/** Sends mail that is due, at most 20 at a time. A letter that the server did not take waits longer each time. */
export async function sendMail(
  services: Pick<Services, "database" | "clock" | "log" | "secrets" | "random" | "mailer">,
  signal?: AbortSignal,
): Promise<Readonly<{ sent: number; putOff: number }>> {
  const waiting = await withSystem(services.database, (tx) =>
    takeMail(tx, { nowMs: services.clock.nowMs(), leaseSeconds: LEASE_SECONDS, limit: TAKE_MAX }),
  );
  let sent = 0;
  for (const mail of waiting) {
    if (signal?.aborted === true) break;
    if (await sendOne(services, mail)) sent += 1;
  }
  return { sent, putOff: waiting.length - sent };
}

async function sendOne(
  services: Pick<Services, "database" | "clock" | "log" | "secrets" | "random" | "mailer">,
  mail: WaitingMail,
): Promise<boolean> {
  let name: string | undefined;
  try {
    // One that does not open or cannot be written, as when its key is gone, must not hold up those behind it.
    const letter = JSON.parse(services.secrets.open(mail.sealed, mailSecret(mail.id))) as Letter;
    name = letter.name;
    if (!(await isForReader(services, letter))) {
      services.log.info({ mailId: mail.id, letter: name }, "mail dropped: its reader left, or sees less now");
      await withSystem(services.database, (tx) => deleteMail(tx, mail.id));
      return false;
    }
    await services.mailer.send({
      to: letter.to,
      ...composeMail(letter.name, letter.language, letter.values),
    });
  } catch (error) {
    const nowMs = services.clock.nowMs();
    const isHopeless = hasCode(error, "provider_rejected") || nowMs - Date.parse(mail.createdAt) > GIVE_UP_MS;
    const code = error instanceof AppError ? error.code : "broken";
    services.log.warn({ mailId: mail.id, letter: name, code, isHopeless }, "mail not sent");
    const waitMs = Math.min(WAIT_FIRST_MS * 2 ** (mail.tries - 1), WAIT_MAX_MS);
    await withSystem(services.database, (tx) =>
      isHopeless
        ? deleteMail(tx, mail.id)
        : putOffMail(tx, mail.id, nowMs + waitMs * (0.75 + services.random() / 2), code),
    );
    return false;
  }
  await withSystem(services.database, (tx) => deleteMail(tx, mail.id));
  return true;
}

/**
 * A letter that tells of a firm's books may wait for days where mail does not go: meanwhile its reader may have left,
 * or be limited to other merchants, and then it is not for them any more.
 */
async function isForReader(services: Pick<Services, "database">, { to, member }: Letter): Promise<boolean> {
  if (member === undefined) return true;
  const { tenantId, userId, scope } = member;
  const now = await withTenant(services.database, { tenantId, scope: FIRM }, (tx) =>
    findDigestRecipient(tx, userId),
  );
  if (now === undefined || now.email !== to) return false;
  if (now.scope.kind === "firm") return true;
  const { merchantIds } = now.scope;
  return scope.kind === "limited" && scope.merchantIds.every((id) => merchantIds.includes(id));
}
