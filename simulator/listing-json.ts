/** A ledger as `GET /settlement/v1/ledgers` lists it (Report API, OpenAPI and changelog). */
import type { LedgerPlan, SalesUnit } from "./plan";

export function unitsOn(plan: LedgerPlan, day: number): readonly SalesUnit[] {
  return plan.units.filter((unit) => unit.fromDay <= day && day < unit.untilDay);
}

export function listingOf(plan: LedgerPlan, day: number): string {
  const units = unitsOn(plan, day);
  const account = plan.accounts.filter((held) => held.fromDay <= day).at(-1)?.account;
  const isArray = plan.traits.has("array-handles");
  return JSON.stringify({
    ledgerId: plan.ledgerId,
    currency: plan.currency,
    payoutBankAccount: account,
    owner: plan.owner,
    settlesForRecipientHandles: units.map((unit) => unit.handle),
    // A string in the guide, an array in the rendered specification.
    salesUnits: units.map((unit) => ({
      name: unit.name,
      recipientHandle: isArray ? [unit.handle] : unit.handle,
      businessIdentifier: plan.owner,
    })),
  });
}
