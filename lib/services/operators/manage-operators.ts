import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { hashPassword } from "@/lib/platform/password";
import type { Services } from "@/lib/services/context";
import { checkPassword } from "@/lib/services/identity/check-password";
import { checkedEmail } from "@/lib/services/tenants/create-user";
import {
  deleteOperator,
  findPerson,
  insertOperator,
  insertPerson,
  listOperators as listRows,
  noteOperatorEvent,
} from "@/lib/store/operators-admin";
import type { Operator } from "@/lib/store/operators-admin";
import { withSystem } from "@/lib/store/system";

export type AddedOperator = Readonly<{ email: string; isNewPerson: boolean; wasOperator: boolean }>;

/**
 * Makes somebody an operator of the installation. Who signs in here already keeps their password; for anybody else a
 * person is made, with the password that `readPassword` asks for. Needs a database connection of the migration role.
 * Throws: invalid_input.
 */
export async function addOperator(
  services: Services,
  input: Readonly<{
    email: string;
    name?: string | undefined;
    readPassword: () => Promise<string>;
    by: string;
  }>,
): Promise<AddedOperator> {
  const email = checkedEmail(input.email);
  const known = await withSystem(services.database, (tx) => findPerson(tx, email));
  const nowMs = services.clock.nowMs();
  const id = known?.id ?? newId<"user">(nowMs);
  let passwordHash: string | undefined;
  if (known === undefined) {
    const password = await input.readPassword();
    checkPassword(password, { email, name: input.name, firmNames: [] });
    passwordHash = await hashPassword(password);
  }
  const isAdded = await withSystem(services.database, async (tx) => {
    if (passwordHash !== undefined) {
      const name = input.name?.trim() ?? email.slice(0, email.indexOf("@"));
      await insertPerson(tx, { id, email, name, passwordHash });
    }
    const added = await insertOperator(tx, id);
    if (added) await noteOperatorEvent(tx, { nowMs, by: input.by, action: "operator.added", subject: email });
    return added;
  });
  return { email, isNewPerson: known === undefined, wasOperator: !isAdded };
}

/** Ends it at once, also in sessions that are open. Needs a connection of the migration role. Throws: not_found. */
export async function removeOperator(
  services: Services,
  input: Readonly<{ email: string; by: string }>,
): Promise<Readonly<{ email: string }>> {
  const email = input.email.trim().toLowerCase();
  await withSystem(services.database, async (tx) => {
    const person = await findPerson(tx, email);
    if (person === undefined || !(await deleteOperator(tx, person.id)))
      throw new AppError("not_found", `${email} is no operator`);
    await noteOperatorEvent(tx, {
      nowMs: services.clock.nowMs(),
      by: input.by,
      action: "operator.removed",
      subject: email,
    });
  });
  return { email };
}

/** The operators by e-mail. Needs a database connection of the migration role. */
export function listOperators(services: Services): Promise<readonly Operator[]> {
  return withSystem(services.database, (tx) => listRows(tx));
}
