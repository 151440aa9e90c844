import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { TenantId } from "@/lib/core/ids";
import type { Services } from "@/lib/services/context";
import { insertTenant } from "@/lib/store/installation";
import { findTenantBySlug, withSystem } from "@/lib/store/system";

/** First parts of addresses that are pages of their own. */
const TAKEN: ReadonlySet<string> = new Set(["api", "invitation", "my", "sign-in"]);
const SLUG = /^[a-z0-9][a-z0-9-]{1,62}$/;

/** A new accounting firm. Needs a database connection of the migration role. Throws: invalid_input, conflict. */
export async function createTenant(
  services: Services,
  input: Readonly<{ name: string; slug: string }>,
): Promise<Readonly<{ id: TenantId; slug: string; name: string }>> {
  if (!SLUG.test(input.slug)) {
    throw new AppError(
      "invalid_input",
      `"${input.slug}" cannot be a slug: 2 to 63 small letters, digits and hyphens, as in nordfjord-regnskap`,
    );
  }
  if (TAKEN.has(input.slug))
    throw new AppError(
      "invalid_input",
      `"${input.slug}" is an address of Avstemt's own; choose another slug`,
    );
  const name = input.name.trim();
  if (name === "" || name.length > 200)
    throw new AppError("invalid_input", "the firm's name must have 1 to 200 characters");
  const id = newId<"tenant">(services.clock.nowMs());
  await withSystem(services.database, (tx) => insertTenant(tx, { id, slug: input.slug, name }));
  return { id, slug: input.slug, name };
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
