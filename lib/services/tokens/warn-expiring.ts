import { DAY_MS } from "@/lib/core/clock";
import { dateInZone } from "@/lib/core/ledger-date";
import type { Services } from "@/lib/services/context";
import { postMail } from "@/lib/services/mail/post-mail";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { withSystem } from "@/lib/store/system";
import { takeExpiringTokens } from "@/lib/store/tokens";

/** How long before its end a token's maker is told. */
export const TOKEN_WARNING_MS = 14 * DAY_MS;
const TAKE_MAX = 100;
const ZONE = "Europe/Oslo";

/**
 * Tells the makers of tokens that expire within 14 days, once each; of a maker who has left the firm, its owners and
 * admins. Returns how many letters were posted.
 */
export async function warnExpiring(
  services: Pick<Services, "database" | "clock" | "secrets" | "publicUrl" | "enqueue" | "log">,
): Promise<number> {
  const nowMs = services.clock.nowMs();
  const posted = await withSystem(services.database, async (tx) => {
    const taken = await takeExpiringTokens(tx, { nowMs, horizonMs: TOKEN_WARNING_MS, limit: TAKE_MAX });
    for (const token of taken) {
      await postMail(tx, services, {
        to: token.email,
        language: token.language,
        name: "token-expiring",
        values: {
          token: token.name,
          firm: token.firmName,
          date: dateInZone(Date.parse(token.expiresAt), ZONE),
          link: `${services.publicUrl}/${token.slug}/settings/tokens`,
        },
      });
    }
    return taken.length;
  });
  if (posted > 0) await ringMail(services);
  return posted;
}
