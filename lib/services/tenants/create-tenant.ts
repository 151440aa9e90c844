import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { TenantId } from "@/lib/core/ids";
import { slugProblem } from "@/lib/domain/access/slug";
import type { Services } from "@/lib/services/context";
import { insertTenant } from "@/lib/store/installation";
import { noteOperatorEvent } from "@/lib/store/operators-admin";
import { findTenantBySlug, withSystem } from "@/lib/store/system";

/** What a firm is called, as it is stored. Throws: invalid_input. */
export function firmNameOf(
  input: Readonly<{ name: string; slug: string }>,
): Readonly<{ name: string; slug: string }> {
  const problem = slugProblem(input.slug);
  if (problem === "reserved")
    throw new AppError(
      "invalid_input",
      `"${input.slug}" is an address of the product's own; choose another slug`,
    );
  if (problem === "malformed") {
    throw new AppError(
      "invalid_input",
      `"${input.slug}" cannot be a slug: 2 to 63 small letters, digits and hyphens, as in nordfjord-regnskap`,
    );
  }
  const name = input.name.trim();
  if (name === "" || name.length > 200)
    throw new AppError("invalid_input", "the firm's name must have 1 to 200 characters");
  return { name, slug: input.slug };
}

/**
 * A new accounting firm, written down in the operators' log. Needs a database connection of the migration role.
 * Throws: invalid_input, conflict.
 */
export async function createTenant(
  services: Services,
  input: Readonly<{ name: string; slug: string; operator: string }>,
): Promise<Readonly<{ id: TenantId; slug: string; name: string }>> {
  const { name, slug } = firmNameOf(input);
  const nowMs = services.clock.nowMs();
  const id = newId<"tenant">(nowMs);
  await withSystem(services.database, async (tx) => {
    await insertTenant(tx, { id, slug, name });
    await noteOperatorEvent(tx, {
      nowMs,
      by: input.operator,
      action: "firm.created",
      subject: "",
      firm: slug,
      after: { name },
    });
  });
  return { id, slug, name };
}

/** The firm with this slug. Throws: not_found. */
export async function getTenantBySlug(
  services: Pick<Services, "database">,
  slug: string,
): Promise<Readonly<{ id: TenantId; name: string }>> {
  const tenant = await withSystem(services.database, (tx) => findTenantBySlug(tx, slug));
  if (tenant === undefined) throw new AppError("not_found", `there is no firm with the slug "${slug}"`);
  return tenant;
}
