import { parseArgs } from "node:util";

import { UsageError } from "@/cli/usage-error";
import type { Command, Outcome, RawValues } from "@/cli/command";
import { COMMANDS } from "@/cli/commands";
import type { Entry } from "@/cli/commands";
import { failureLine, failureOf } from "@/cli/failures";
import type { Session } from "@/cli/session";
import type { Terminal } from "@/cli/terminal";
import { commandHelp, overview, usageLine } from "@/cli/usage";
import { AppError } from "@/lib/core/errors";

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

/** Runs one command line. Returns the exit status; everything that is said goes to the terminal. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const words = leadingWords(args);
  const entry = COMMANDS.find(({ name }) => words === name || words.startsWith(`${name} `));
  if (entry === undefined) return showCommands(args, words, terminal);
  const command = await entry.load();
  const rest = args.slice(entry.name.split(" ").length);
  if (rest.includes("--help") || rest.includes("-h")) {
    terminal.out(`${commandHelp(command)}\n`);
    return DONE;
  }
  const isJson = rest.includes("--json");
  let session: Session | undefined;
  try {
    const { values, operands } = parseValues(command, rest);
    session = (await import("@/cli/session")).createSession(terminal);
    const outcome = await command.run(values, session, operands);
    print(outcome, { isJson, terminal });
    return outcome.isFailed === true ? FAILED : DONE;
  } catch (error) {
    return fail(error, { command, isJson, terminal });
  } finally {
    await session?.close().catch(() => undefined);
  }
}

function leadingWords(args: readonly string[]): string {
  const end = args.findIndex((arg) => arg.startsWith("-"));
  return args.slice(0, end === -1 ? args.length : end).join(" ");
}

/** No command, or one that does not exist: what there is instead. */
function showCommands(args: readonly string[], words: string, terminal: Terminal): number {
  const [first = ""] = words.split(" ");
  const group: readonly Entry[] = COMMANDS.filter(({ name }) => first !== "" && name.startsWith(`${first} `));
  const text = overview(group.length > 0 ? group : COMMANDS);
  if (args.includes("--help") || args.includes("-h")) {
    terminal.out(`${text}\n`);
    return DONE;
  }
  const complaint = words === "" ? "Say what to do." : `There is no command "${words}".`;
  terminal.err(`${complaint}\n\n${text}\n`);
  return WRONG_USAGE;
}

/** The values of a command's options, and what stands after them. Throws: UsageError. */
function parseValues(
  command: Command,
  args: readonly string[],
): Readonly<{ values: RawValues; operands: readonly string[] }> {
  const { values: parsed, positionals: operands } = readArguments(command, args);
  if (command.operands !== undefined && operands.length === 0)
    throw new UsageError(`${command.operands.placeholder} is missing: ${command.operands.help}.`);
  const values: Record<string, string | boolean | undefined> = {};
  for (const [name, option] of Object.entries(command.options)) {
    const value = parsed[name];
    if (option.type === "boolean") values[name] = value === true;
    else values[name] = typeof value === "string" ? value : undefined;
    if (value === "") throw new UsageError(`--${name} is empty; it must be ${option.help}.`);
    if (option.isRequired === true && value === undefined)
      throw new UsageError(`--${name} ${option.placeholder ?? ""} is missing: ${option.help}.`);
  }
  return { values, operands };
}

function readArguments(
  { options, operands }: Command,
  args: readonly string[],
): Readonly<{ values: Readonly<Record<string, unknown>>; positionals: readonly string[] }> {
  const known: Record<string, { type: "string" | "boolean"; short?: string }> = { json: { type: "boolean" } };
  for (const [name, { type, short }] of Object.entries(options))
    known[name] = { type, ...(short !== undefined && { short }) };
  try {
    const allowPositionals = operands !== undefined;
    return parseArgs({ args: [...args], options: known, allowPositionals, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's words are good, but go on with advice for programmers.
    throw new UsageError(`${error.message.split(". ")[0] ?? error.message}.`.replace(/\.\.$/, "."));
  }
}

function print(
  outcome: Outcome,
  { isJson, terminal }: Readonly<{ isJson: boolean; terminal: Terminal }>,
): void {
  if (isJson) terminal.out(`${JSON.stringify(outcome.json, undefined, 2)}\n`);
  else if (outcome.text !== "") terminal.out(`${outcome.text}\n`);
}

type Failing = Readonly<{ command: Command; isJson: boolean; terminal: Terminal }>;

function fail(error: unknown, { command, isJson, terminal }: Failing): number {
  const document = (code: string, message: string, more = { safe: "", mend: "" }): void => {
    if (isJson) terminal.out(`${JSON.stringify({ error: { code, message, ...more } }, undefined, 2)}\n`);
  };
  if (terminal.signal.aborted && !(error instanceof UsageError)) {
    const message = "Stopped. What was written stays; run the command again to go on from there.";
    document("interrupted", message);
    terminal.err(`${message}\n`);
    return INTERRUPTED;
  }
  if (error instanceof UsageError) {
    document("usage", error.message);
    terminal.err(`${error.message}\n\n${usageLine(command)}\n`);
    return WRONG_USAGE;
  }
  if (error instanceof AppError) {
    const failure = failureOf(error);
    document(failure.code, failure.message, failure);
    terminal.err(`${failureLine(failure)}\n`);
    if (isDebug(terminal)) terminal.err(`${stackOf(error)}\n`);
    return FAILED;
  }
  const message = error instanceof Error ? error.message : String(error);
  // By name and not by class: the environment's module need not be loaded to fail without it.
  const isEnvironment = error instanceof Error && error.name === "EnvError";
  document(isEnvironment ? "environment" : "bug", message);
  if (isEnvironment) terminal.err(`${message}\n`);
  else
    terminal.err(
      `This is a bug: ${message}\nNothing was half written. LOG_LEVEL=debug shows where it happened.\n`,
    );
  if (isDebug(terminal) && !isEnvironment) terminal.err(`${stackOf(error)}\n`);
  return FAILED;
}

function isDebug(terminal: Terminal): boolean {
  return terminal.env["LOG_LEVEL"] === "debug";
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
