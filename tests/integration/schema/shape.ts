/** What a column is: PostgreSQL's name of its type, whether it may be null, and its default as an expression. */
export type ColumnShape = Readonly<{ type: string; nullable: boolean; default: string | undefined }>;

export type IndexShape = Readonly<{ columns: readonly string[]; unique: boolean; where: string | undefined }>;

/** What a table is, in words that both the schema of Prisma and PostgreSQL's catalogue can be put into. */
export type TableShape = Readonly<{
  columns: Readonly<Record<string, ColumnShape>>;
  primaryKey: readonly string[];
  /** `a, b -> public.other (c, d) on delete no action on update no action`, in order. */
  foreignKeys: readonly string[];
  /** By name, the primary key's left out. */
  indexes: Readonly<Record<string, IndexShape>>;
}>;

/** By `schema.table`. */
export type SchemaShape = Readonly<Record<string, TableShape>>;

export function foreignKeyText(
  key: Readonly<{
    columns: readonly string[];
    table: string;
    references: readonly string[];
    onDelete: string;
    onUpdate: string;
  }>,
): string {
  return `${key.columns.join(", ")} -> ${key.table} (${key.references.join(", ")}) on delete ${key.onDelete} on update ${key.onUpdate}`;
}
