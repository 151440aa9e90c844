import type { SystemTx } from "@/lib/store/system";

/** What has ended and holds somebody's e-mail or a secret's hash: invitations, links of letters, sign-ins half done. */

/** Instants before which it is swept. */
export type EndedBefore = Readonly<{ invitedMs: number; linksMs: number }>;

export async function isSweepDue(tx: SystemTx, before: EndedBefore): Promise<boolean> {
  const rows = await tx.query<{ due: boolean }>(
    "select installation.is_sweep_due(to_timestamp($1 / 1000.0), to_timestamp($2 / 1000.0)) as due",
    [before.invitedMs, before.linksMs],
  );
  return rows[0]?.due ?? false;
}

/** Deletes at most `limit` of each kind; returns how many went. */
export async function sweepEnded(tx: SystemTx, before: EndedBefore, limit: number): Promise<number> {
  const rows = await tx.query<{ swept: number }>(
    "select installation.sweep_ended(to_timestamp($1 / 1000.0), to_timestamp($2 / 1000.0), $3) as swept",
    [before.invitedMs, before.linksMs, limit],
  );
  return rows[0]?.swept ?? 0;
}
