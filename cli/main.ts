import { createProcessTerminal } from "@/cli/process-terminal";
import { runCli } from "@/cli/run";

/** `npm run -s cli -- <command>`: see `--help`, and CONTRACT §3. */
const status = await runCli(process.argv.slice(2), createProcessTerminal());
// What was written must be out before the process ends; a connection that hangs must not keep it.
await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
process.exit(status); // oxlint-disable-line unicorn/no-process-exit -- see above
