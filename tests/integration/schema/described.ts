import { readFileSync } from "node:fs";

import { z } from "zod";

import { foreignKeyText } from "@/tests/integration/schema/shape";
import type { ColumnShape, IndexShape, SchemaShape, TableShape } from "@/tests/integration/schema/shape";

const Default = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.object({ name: z.string(), args: z.array(z.unknown()) }),
]);

const Field = z.object({
  name: z.string(),
  dbName: z.string().nullish(),
  kind: z.enum(["scalar", "object"]),
  type: z.string(),
  isList: z.boolean(),
  isRequired: z.boolean(),
  isId: z.boolean(),
  nativeType: z.tuple([z.string(), z.array(z.string())]).nullish(),
  default: Default.optional(),
  documentation: z.string().optional(),
  relationFromFields: z.array(z.string()).optional(),
  relationToFields: z.array(z.string()).optional(),
  relationOnDelete: z.string().optional(),
  relationOnUpdate: z.string().optional(),
});
type Field = z.infer<typeof Field>;

const Model = z.object({
  name: z.string(),
  dbName: z.string().nullish(),
  schema: z.string(),
  fields: z.array(Field),
  primaryKey: z.object({ fields: z.array(z.string()) }).nullable(),
});
type Model = z.infer<typeof Model>;

const Index = z.object({
  model: z.string(),
  type: z.enum(["id", "unique", "normal"]),
  dbName: z.string().optional(),
  fields: z.array(z.strictObject({ name: z.string() })),
  where: z.string().optional(),
});

const DataModel = z.object({ models: z.array(Model), indexes: z.array(Index) });
type DataModel = z.infer<typeof DataModel>;

/** The tables as prisma/schema describes them, from what `npm run prisma:generate` writes beside the client. */
export function readDescribed(path: string): SchemaShape {
  const data = DataModel.parse(JSON.parse(readFileSync(path, "utf8")));
  const byName = new Map(data.models.map((model) => [model.name, model]));
  return Object.fromEntries(data.models.map((model) => [tableOf(model), describe(model, { data, byName })]));
}

function describe(
  model: Model,
  { data, byName }: Readonly<{ data: DataModel; byName: ReadonlyMap<string, Model> }>,
): TableShape {
  const scalars = model.fields.filter((field) => field.kind === "scalar");
  const columns = (of: Model, names: readonly string[]): string[] =>
    names.map((name) => {
      const found = of.fields.find((field) => field.name === name);
      if (found === undefined) throw new Error(`${of.name} has no field ${name}`);
      return columnOf(found);
    });
  const idFields =
    model.primaryKey?.fields ?? scalars.filter((field) => field.isId).map((field) => field.name);
  const indexes = data.indexes
    .filter((index) => index.model === model.name && index.type !== "id")
    .map((index): [string, IndexShape] => {
      const of = columns(
        model,
        index.fields.map((field) => field.name),
      );
      const name = index.dbName ?? `${model.dbName ?? model.name}_${of.join("_")}_key`;
      return [name, { columns: of, unique: index.type === "unique", where: index.where }];
    });
  return {
    columns: Object.fromEntries(scalars.map((field) => [columnOf(field), describeColumn(field)])),
    primaryKey: columns(model, idFields),
    foreignKeys: model.fields
      .filter((field) => (field.relationFromFields ?? []).length > 0)
      .map((field) => {
        const target = byName.get(field.type);
        if (target === undefined) throw new Error(`${model.name} points to ${field.type}, which is no model`);
        return foreignKeyText({
          columns: columns(model, field.relationFromFields ?? []),
          table: tableOf(target),
          references: columns(target, field.relationToFields ?? []),
          onDelete: actionOf(field.relationOnDelete),
          onUpdate: actionOf(field.relationOnUpdate),
        });
      })
      .sort(),
    indexes: Object.fromEntries(indexes),
  };
}

function tableOf(model: Model): string {
  return `${model.schema}.${model.dbName ?? model.name}`;
}

function columnOf(field: Field): string {
  return field.dbName ?? field.name;
}

/** `NoAction` → `no action`; Prisma says nothing where it means its own choice, and we always say it. */
function actionOf(action: string | undefined): string {
  return (action ?? "(not given)").replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function describeColumn(field: Field): ColumnShape {
  const type = typeOf(field);
  return {
    type: field.isList ? `${type}[]` : type,
    // Prisma has no word for a list that may be null: the comment on such a column begins with it.
    nullable: field.isList ? (field.documentation ?? "").startsWith("Null:") : !field.isRequired,
    default: defaultOf(field, type),
  };
}

/** PostgreSQL's name of what Prisma's type stands for. */
function typeOf({ name, type, nativeType }: Field): string {
  const [native, [size = ""]] = nativeType ?? ["", []];
  const known: Readonly<Record<string, string>> = {
    "String ": "text",
    "String Uuid": "uuid",
    "String Char": `character(${size})`,
    "String VarChar": `character varying(${size})`,
    "DateTime Date": "date",
    "DateTime Timestamptz": `timestamp(${size}) with time zone`,
    "BigInt ": "bigint",
    "Int ": "integer",
    "Float Real": "real",
    "Boolean ": "boolean",
    "Bytes ": "bytea",
    "Json ": "jsonb",
  };
  const found = known[`${type} ${native}`];
  if (found === undefined) throw new Error(`${name}: ${type} ${native} has no name in PostgreSQL here yet`);
  return found;
}

function defaultOf(field: Field, type: string): string | undefined {
  const value = field.default;
  if (value === undefined) return undefined;
  if (typeof value === "string") return field.type === "BigInt" ? value : `'${value}'::${type}`;
  if (typeof value !== "object") return String(value);
  return value.name === "dbgenerated" ? String(value.args[0]) : `${value.name}()`;
}
