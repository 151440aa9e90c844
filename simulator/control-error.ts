/** What the control endpoints refuse. */
import type { Core } from "./core";
import type { Ledger } from "./ledger";

/** The caller's mistake, with a status. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function requireLedger(core: Core, ledgerId: string): Ledger {
  const ledger = core.book.ledgers.get(ledgerId);
  if (ledger === undefined) throw new ControlError(404, `no ledger ${ledgerId}`);
  return ledger;
}
