/** Where somebody goes on who had to sign in before accepting: kept in a cookie, because signing in leads elsewhere. */
export const INVITATION_COOKIE = "avstemt-invitation";

const LINK = /^[A-Za-z0-9_-]{43}$/;
const QUARTER_SECONDS = 15 * 60;

/** The address of the invitation that waits, if the cookie names one. */
export function invitationPath(cookie: string | undefined): string | undefined {
  return cookie !== undefined && LINK.test(cookie) ? `/invitation/${cookie}` : undefined;
}

/** Comes back to the invitation after signing in, within a quarter of an hour. */
export function rememberInvitation(token: string): void {
  document.cookie = `${INVITATION_COOKIE}=${token}; path=/; max-age=${String(QUARTER_SECONDS)}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

export function forgetInvitation(): void {
  document.cookie = `${INVITATION_COOKIE}=; path=/; max-age=0; samesite=lax`;
}
