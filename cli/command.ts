import type { Session } from "@/cli/session";
import { UsageError } from "@/cli/usage-error";

/** One option of a command. `placeholder` stands in the usage line: `--slug SLUG`. */
export type Option = Readonly<{
  type: "string" | "boolean";
  placeholder?: string;
  isRequired?: boolean;
  short?: string;
  help: string;
}>;
export type Options = Readonly<Record<string, Option>>;

/** The values of a command's options, by their kind. */
type Values<O extends Options> = {
  readonly [K in keyof O]: O[K]["type"] extends "boolean"
    ? boolean
    : O[K]["isRequired"] extends true
      ? string
      : string | undefined;
};

/** What a command has to say: the same to scripts and to people. */
export type Outcome = Readonly<{
  /** The one JSON document of `--json`. */
  json: unknown;
  /** The same for people, without a newline at its end. */
  text: string;
  /** True: the check failed, or the thing was refused: exit status 1. */
  isFailed?: boolean;
}>;

export type CommandSpec<O extends Options> = Readonly<{
  name: string;
  summary: string;
  options: O;
  /** What stands after the options, one or more of it; without this nothing may. */
  operands?: Readonly<{ placeholder: string; help: string }>;
  /** What stands below the options in `--help`. */
  notes?: string;
  /** Throws: UsageError, AppError, EnvError. */
  run: (values: Values<O>, session: Session, operands: readonly string[]) => Promise<Outcome>;
}>;

/** What the runner reads from the arguments, by the command's options. */
export type RawValues = Readonly<Record<string, string | boolean | undefined>>;

/** A command as the runner sees it, whatever its options. */
export type Command = Readonly<
  Omit<CommandSpec<Options>, "run"> & {
    run: (values: RawValues, session: Session, operands: readonly string[]) => Promise<Outcome>;
  }
>;

/** Declares a command; the values that it gets are typed by its options. */
export function command<const O extends Options>(spec: CommandSpec<O>): Command {
  // The runner gives exactly what the options say.
  return { ...spec, run: (values, session, operands) => spec.run(values as Values<O>, session, operands) };
}

export const TENANT = {
  type: "string",
  placeholder: "SLUG",
  isRequired: true,
  help: "the accounting firm, by its slug",
} as const satisfies Option;

/** Of commands on keys and grants: a firm's own, or the installation's. */
export const OWNER = {
  tenant: { type: "string", placeholder: "SLUG", help: "the accounting firm, by its slug" },
  installation: { type: "boolean", help: "the installation's own keys, instead of a firm's" },
} as const satisfies Options;

/** Exactly one of `--tenant SLUG` and `--installation`. Undefined: the installation. Throws: UsageError. */
export function ownerOf(
  values: Readonly<{ tenant: string | undefined; installation: boolean }>,
): string | undefined {
  if (values.installation === (values.tenant !== undefined)) {
    throw new UsageError("Say whose: either --tenant SLUG or --installation.");
  }
  return values.tenant;
}
