"use client";

import { Cell, Under } from "@/components/patterns/table";
import type { Ledger } from "@/lib/contracts/shapes";
import { proposeMerchantName } from "@/lib/domain/merchant/proposal";

/** What a merchant of this ledger would be called: the name of its merchant, else proposed from its sales units. */
export function nameOf(ledger: Ledger): string {
  return ledger.merchantName ?? proposeMerchantName(ledger.owner, ledger.salesUnits);
}

const HANDLES_SHOWN = 3;

/** Owner, currency, payout account and sales units: what tells ledgers apart. */
export function LedgerCells({ ledger }: Readonly<{ ledger: Ledger }>) {
  const handles =
    ledger.settlesFor.length > 0 ? ledger.settlesFor : ledger.salesUnits.map((unit) => unit.recipientHandle);
  const more = handles.length - HANDLES_SHOWN;
  return (
    <>
      <Cell isWide>
        {ledger.owner.id === "" ? <None /> : <span className="tabular-nums">{ledger.owner.id}</span>}
        {ledger.owner.id !== "" && <Under>{ledger.owner.scheme}</Under>}
      </Cell>
      <Cell isWide>{ledger.currency}</Cell>
      <Cell isWide>
        {ledger.payoutAccount.id === "" ? (
          <None />
        ) : (
          <span className="tabular-nums [overflow-wrap:anywhere]">{ledger.payoutAccount.id}</span>
        )}
        {ledger.payoutAccount.id !== "" && <Under>{ledger.payoutAccount.scheme}</Under>}
      </Cell>
      <Cell isWide>
        {handles.length === 0 && <None />}
        <span className="tabular-nums [overflow-wrap:anywhere]">
          {handles.slice(0, HANDLES_SHOWN).join(", ")}
          {more > 0 && ` +${String(more)}`}
        </span>
      </Cell>
    </>
  );
}

/** The same on a phone, under the name. */
export function LedgerUnder({ ledger }: Readonly<{ ledger: Ledger }>) {
  return (
    <span className="text-muted block text-xs whitespace-normal md:hidden">
      {[ledger.ledgerId, ledger.owner.id, ledger.currency].filter(Boolean).join(" · ")}
      <span className="block [overflow-wrap:anywhere]">{ledger.payoutAccount.id}</span>
    </span>
  );
}

function None() {
  return <span className="text-muted">—</span>;
}
