import { z } from "zod";

import { newId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { MailLanguage } from "@/lib/domain/access/language";
import { hashPassword, isPassword } from "@/lib/platform/password";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { signedIn } from "@/lib/services/identity/account-context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { checkPassword } from "@/lib/services/identity/check-password";
import { postNotice } from "@/lib/services/identity/post-notice";
import { provePassword } from "@/lib/services/identity/prove-password";
import { refuse } from "@/lib/services/identity/refuse";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { changePassword, findAccount, listAccountEvents, setLanguage } from "@/lib/store/account";
import type { AccountEventRecord, AccountRecord } from "@/lib/store/account";
import { withSystem } from "@/lib/store/system";

export type { AccountEventRecord, AccountRecord } from "@/lib/store/account";

const EVENTS = 20;
const Place = z.object({ at: z.iso.datetime(), id: z.uuid() });

/** The signed-in person's account. Throws: unauthenticated. */
export async function getAccount(ctx: AccountContext): Promise<AccountRecord> {
  return signedIn(await withSystem(ctx.database, (tx) => findAccount(tx, ctx.sessionId, ctx.clock.nowMs())));
}

/** What happened to the account, the latest first. Throws: invalid_input (the cursor). */
export async function listRecentActivity(
  ctx: AccountContext,
  input: Readonly<{ cursor?: string | undefined }>,
): Promise<Page<AccountEventRecord>> {
  const before = decodeCursor(input.cursor, Place);
  const rows = await withSystem(ctx.database, (tx) =>
    listAccountEvents(tx, {
      sessionId: ctx.sessionId,
      nowMs: ctx.clock.nowMs(),
      before,
      limit: EVENTS + 1,
    }),
  );
  return toPage(rows, EVENTS, ({ at, id }) => encodeCursor({ at, id }));
}

/** The language of the person's mail, and of the pages where they are in it. Throws: unauthenticated. */
export async function chooseLanguage(
  ctx: AccountContext,
  input: Readonly<{ language: MailLanguage }>,
): Promise<void> {
  signedIn(
    await withSystem(ctx.database, (tx) => setLanguage(tx, ctx.sessionId, input.language, ctx.clock.nowMs())),
  );
}

/**
 * A new password. Every other session is closed, links that were sent are void, and this session goes on under the id
 * that is returned. Throws: unauthenticated, invalid_input.
 */
export async function choosePassword(
  ctx: AccountContext,
  input: Readonly<{ password: string; newPassword: string }>,
): Promise<Readonly<{ sessionId: string }>> {
  const proofs = await provePassword(ctx, input.password);
  checkPassword(input.newPassword, proofs);
  if (proofs.passwordHash !== undefined && (await isPassword(proofs.passwordHash, input.newPassword)))
    throw refuse("password-same");
  const passwordHash = await hashPassword(input.newPassword);
  const nowMs = ctx.clock.nowMs();
  const newSessionId = newId<"session">(nowMs);
  await withSystem(ctx.database, async (tx) => {
    signedIn(await changePassword(tx, { sessionId: ctx.sessionId, passwordHash, newSessionId, nowMs }));
    await postNotice(tx, ctx, { ...proofs, name: "password-changed-notice" });
  });
  await ringMail(ctx);
  return { sessionId: newSessionId };
}
