type Unit = Readonly<{
  name: string;
  businessIdentifier?: Readonly<{ scheme: string; id: string }> | undefined;
}>;

/**
 * What to call the merchant of newly granted ledgers: the name that its sales units share at their beginning,
 * if that is a name at all, else the first unit's, else the business identifier.
 */
export function proposeMerchantName(owner: Readonly<{ id: string }>, units: readonly Unit[]): string {
  const names = units.map((unit) => unit.name.trim()).filter((name) => name !== "");
  const [first] = names;
  if (first === undefined) return owner.id === "" ? "Unnamed merchant" : owner.id;
  const shared = first
    .split(/\s+/)
    .filter((_, index, words) =>
      names.every(
        (name) =>
          name
            .split(/\s+/)
            .slice(0, index + 1)
            .join(" ") === words.slice(0, index + 1).join(" "),
      ),
    )
    .join(" ")
    .replace(/[\s,–-]+$/u, "");
  return shared.length >= 3 ? shared : first;
}
