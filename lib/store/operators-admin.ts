import type { UserId } from "@/lib/core/ids";
import type { CredentialId } from "@/lib/core/ids";
import type { SystemTx } from "@/lib/store/system";

/**
 * Who the operators are, and what was done to the installation from the command line. Only the migration role may
 * run these statements; with the run-time role they fail.
 */

/** One line of the operators' log, of somebody at the command line. */
export async function noteOperatorEvent(
  tx: SystemTx,
  event: Readonly<{
    nowMs: number;
    /** The name of the account on the machine. */
    by: string;
    action: string;
    subject: string;
    firm?: string;
    before?: Readonly<Record<string, string>>;
    after?: Readonly<Record<string, string>>;
  }>,
): Promise<void> {
  await tx.execute(
    `insert into installation.operator_event (at, actor_id, actor_name, address, action, subject, firm, before, after)
     values (to_timestamp($1 / 1000.0), $2, $2, '', $3, $4, $5, $6, $7)`,
    [
      event.nowMs,
      event.by,
      event.action,
      event.subject,
      event.firm ?? null,
      event.before === undefined ? null : JSON.stringify(event.before),
      event.after === undefined ? null : JSON.stringify(event.after),
    ],
  );
}

export async function findPerson(
  tx: SystemTx,
  email: string,
): Promise<Readonly<{ id: UserId; name: string }> | undefined> {
  const rows = await tx.query<{ id: UserId; name: string }>(
    "select id, name from installation.app_user where email = $1",
    [email],
  );
  return rows[0];
}

/** A person without a place in any firm. */
export async function insertPerson(
  tx: SystemTx,
  person: Readonly<{ id: UserId; email: string; name: string; passwordHash: string }>,
): Promise<void> {
  await tx.execute(
    "insert into installation.app_user (id, email, name, password_hash) values ($1, $2, $3, $4)",
    [person.id, person.email, person.name, person.passwordHash],
  );
}

/** Whether the person was none before. */
export async function insertOperator(tx: SystemTx, userId: UserId): Promise<boolean> {
  return (
    (await tx.execute(
      "insert into installation.operator (user_id) values ($1) on conflict (user_id) do nothing",
      [userId],
    )) > 0
  );
}

/** Whether the person was one before. */
export async function deleteOperator(tx: SystemTx, userId: UserId): Promise<boolean> {
  return (await tx.execute("delete from installation.operator where user_id = $1", [userId])) > 0;
}

export type Operator = Readonly<{ email: string; name: string; since: string }>;

export async function listOperators(tx: SystemTx): Promise<Operator[]> {
  return tx.query<{ email: string; name: string; since: string }>(
    "select u.email, u.name, o.created_at as since from installation.operator o join installation.app_user u on u.id = o.user_id order by u.email",
  );
}

/** Lifts the hold on the installation's own keys of this id; the number of ledgers that it was about, or undefined. */
export async function liftHold(
  tx: SystemTx,
  credential: CredentialId,
  nowMs: number,
): Promise<number | undefined> {
  const rows = await tx.query<{ ledgers: number }>(
    `with held as (
       update installation.credential set vanished_held = false, next_discovery_at = to_timestamp($2 / 1000.0)
       where id = $1 and tenant_id is null and vanished_held returning id, vanished_since)
     select (select count(*) from installation.discovered_ledger d where d.credential_id = held.id and d.missing_since >= held.vanished_since)::int as ledgers from held`,
    [credential, nowMs],
  );
  return rows[0]?.ledgers;
}
