import type { TenantId } from "@/lib/core/ids";

/** What the secret of accounting keys is sealed to: its owner, and these keys. On another row it does not open. */
export function secretContextOf(
  credential: Readonly<{ owner: TenantId | undefined; clientId: string }>,
): Readonly<{ owner: string; purpose: string }> {
  return { owner: credential.owner ?? "installation", purpose: `accounting-keys/${credential.clientId}` };
}
