import type { ServiceContext } from "@/lib/services/context";
import { postMail } from "@/lib/services/mail/post-mail";
import { findFirm, listFirmAdmins } from "@/lib/store/credentials";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Writes to the firm's owners and admins about a set of its keys, in the transaction of what happened to them. Ring
 * `mail.send` afterwards.
 */
export async function tellAdmins(
  tx: TenantTx,
  ctx: Pick<ServiceContext, "secrets" | "clock" | "publicUrl">,
  letter: Readonly<{ name: "keys-in-doubt" | "keys-proven-again"; clientId: string }>,
): Promise<void> {
  const firm = await findFirm(tx);
  const link = `${ctx.publicUrl}/${firm.slug}/settings/keys`;
  for (const { email, language } of await listFirmAdmins(tx)) {
    await postMail(tx, ctx, {
      to: email,
      language,
      name: letter.name,
      values: { clientId: letter.clientId, firm: firm.name, link },
    });
  }
}
