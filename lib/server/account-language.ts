import { cookies } from "next/headers";

import { LANGUAGES } from "@/lib/messages/catalogue";
import { isSecure } from "@/lib/server/session-cookie";
import { getAccount } from "@/lib/services/identity/account";
import { sharedServices } from "@/lib/services/wiring";

/** What the reader chose; the same as in lib/browser/theme.ts, which the server does not import. */
export const LANGUAGE_COOKIE = "avstemt-language";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * A person who signs in with a browser where no language was chosen yet finds the pages in the language of the
 * account, where they are written in it. Scripts read the cookie: the choice in the frame changes it.
 */
export async function bringLanguage(sessionId: string): Promise<void> {
  const jar = await cookies();
  if (jar.has(LANGUAGE_COOKIE)) return;
  const { language } = await getAccount({ ...sharedServices(), sessionId });
  const known = LANGUAGES.find((of) => of === language);
  if (known === undefined) return;
  jar.set(LANGUAGE_COOKIE, known, {
    path: "/",
    maxAge: YEAR_SECONDS,
    sameSite: "lax",
    secure: isSecure(),
  });
}
