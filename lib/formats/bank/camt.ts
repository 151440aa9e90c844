import type { StatementEvent } from "@/lib/domain/bank/statement";
import { CamtMachine } from "@/lib/formats/bank/camt-machine";
import { BrokenText } from "@/lib/formats/bank/encoding";
import { fault } from "@/lib/formats/bank/fault";

/**
 * Reads a camt.053 document, piece by piece: what the text of one piece makes comes out together. DOCTYPE, and with
 * it entities of the document's own, is refused.
 */
export async function* readCamt(text: AsyncIterable<string>): AsyncGenerator<readonly StatementEvent[]> {
  let machine: CamtMachine | undefined;
  let blankLines = 0;
  try {
    for await (const piece of text) {
      let rest = piece;
      if (machine === undefined) {
        // Blank lines before the XML declaration are against the standard, and harmless.
        rest = piece.trimStart();
        blankLines += piece.slice(0, piece.length - rest.length).split("\n").length - 1;
        if (rest === "") continue;
        machine = new CamtMachine(blankLines);
      }
      machine.write(rest);
      const { events } = machine.state;
      if (events.length > 0) {
        machine.state.events = [];
        yield events;
      }
    }
  } catch (error) {
    if (error instanceof BrokenText) {
      throw fault(machine?.place() ?? { line: 1, column: 1 }, "encoding", "", error.expected);
    }
    throw error;
  }
  if (machine === undefined) throw fault({ line: 1, column: 1 }, "empty", "", "a document");
  machine.end();
  if (machine.state.statementCount === 0) {
    throw fault(machine.place(), "not-a-statement", "", "a bank statement (camt.053) with at least one Stmt");
  }
  if (machine.state.events.length > 0) yield machine.state.events;
}
