/** A firm's name in addresses and commands: 2 to 63 small letters, digits and hyphens. */
export const SLUG = /^[a-z0-9][a-z0-9-]{1,62}$/;

/**
 * What the product itself has, or may come to have, at the beginning of an address. The database refuses the same:
 * the constraint tenant_slug_reserved.
 */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(
  (
    "about account accounts admin api app assets auth avstemt demo docs error export favicon firm firms " +
    "health help invitation invitations login logout mail metrics my new next not-found operator operators " +
    "problems profile public reset robots security session sessions settings sign-in sign-out sign-up " +
    "static status support tenant tenants user users verify welcome www"
  ).split(" "),
);

/** Why a text cannot be a firm's slug; undefined: it can. */
export function slugProblem(slug: string): "malformed" | "reserved" | undefined {
  if (!SLUG.test(slug)) return "malformed";
  return RESERVED_SLUGS.has(slug) ? "reserved" : undefined;
}

const LETTERS: Readonly<Record<string, string>> = { æ: "ae", ø: "o", å: "a", ß: "ss", đ: "d", ł: "l" };

/** A slug for a firm of this name: `Øresund Bogføring` → `oresund-bogforing`. Empty, when nothing of it is left. */
export function proposeSlug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[æøåßđł]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}
