import type { Command, Options } from "@/cli/command";
import { COMMANDS } from "@/cli/commands";
import type { Entry } from "@/cli/commands";

const PROGRAM = "npm run -s cli --";
const INDENT = "  ";

/** `npm run -s cli -- keys set (…)`: one line of how a command is called. */
export function usageLine({ name, options, operands }: Command): string {
  const parts = Object.entries(options).map(([option, { placeholder, isRequired, short }]) => {
    const dash = short === undefined ? `--${option}` : `-${short}`;
    const text = placeholder === undefined ? dash : `${dash} ${placeholder}`;
    return isRequired === true ? text : `[${text}]`;
  });
  const files = operands === undefined ? [] : [operands.placeholder];
  return [PROGRAM, name, ...parts, "[--json]", ...files].join(" ");
}

/** `--help` of one command. */
export function commandHelp(command: Command): string {
  const options: Options = {
    ...command.options,
    json: {
      type: "boolean",
      help: "one JSON document on standard output; everything else on standard error",
    },
  };
  const lines = Object.entries(options).map(([option, { placeholder, short, help }]) => {
    const long = placeholder === undefined ? `--${option}` : `--${option} ${placeholder}`;
    return [short === undefined ? long : `-${short}, ${long}`, help] as const;
  });
  const { operands } = command;
  return [
    `${command.name}: ${command.summary}`,
    "",
    usageLine(command),
    "",
    columns(operands === undefined ? lines : [...lines, [operands.placeholder, operands.help] as const]),
    ...(command.notes === undefined ? [] : ["", command.notes]),
    "",
    "Exit status: 0 done, 1 the check failed or the thing was refused, 2 wrong usage.",
  ].join("\n");
}

/** What there is to call; all of it, or what begins with a word. */
export function overview(entries: readonly Entry[] = COMMANDS): string {
  const lines = entries.map(({ name, summary }) => [name, summary] as const);
  return [
    `${PROGRAM} COMMAND [options]`,
    "",
    columns(lines),
    "",
    `${PROGRAM} COMMAND --help tells a command's options. Every command takes --json.`,
    "Secrets are read from standard input or the environment, never from arguments.",
  ].join("\n");
}

function columns(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `${INDENT}${left.padEnd(width)}${INDENT}${right}`).join("\n");
}
