import type { OpenLine, Reason, SettlementItem } from "@/lib/domain/reconciliation/model";
import type { Fit } from "@/lib/domain/reconciliation/reference";
import { daysLate, isInNarrowWindow, isInWideWindow } from "@/lib/domain/reconciliation/window";

type Code = Reason["code"];
type Values = Reason["values"];

/** What speaks for or against one settlement entry being one line, beside what is said about the text. */
export function explainPair(item: SettlementItem, line: OpenLine): Reason[] {
  const reasons: Reason[] = [];
  if (item.amount === line.amount) {
    reasons.push(pro("same-amount", { amount: String(item.amount), currency: item.currency }));
  } else {
    const difference = String(line.amount - item.amount);
    const values = { expected: String(item.amount), found: String(line.amount), difference };
    reasons.push(con("other-amount", { ...values, currency: item.currency }));
  }
  reasons.push(pro("same-account", {}), explainDay(item, line));
  return reasons;
}

/** What the text of a line says of the entry. */
export function explainFit(item: SettlementItem, fit: Fit): Reason[] {
  const reasons: Reason[] = [];
  if (fit.method === "reference") reasons.push(pro("reference-stands", { reference: item.reference }));
  if (fit.method === "payout-number") reasons.push(pro("payout-number", { number: fit.found }));
  if (fit.handle !== "") reasons.push(pro("handle", { handle: fit.handle }));
  if (fit.method === "cut-off") {
    if (fit.found !== "") reasons.push(pro("payout-number", { number: fit.found }));
    reasons.push(con("reference-cut-off", { field: fit.field }));
  }
  if (fit.lack === "cut" || fit.lack === "unspecific") reasons.push(con("no-payout-number"));
  if (fit.lack === "no-handle" || fit.lack === "other-handle")
    reasons.push(con(fit.lack, { known: item.handles.join(", ") }));
  if (fit.field !== "remittance") reasons.push(pro("other-field", { field: fit.field }));
  return reasons;
}

export function pro(code: Code, values: Values = NONE): Reason {
  return { speaks: "for", code, values };
}

export function con(code: Code, values: Values = NONE): Reason {
  return { speaks: "against", code, values };
}

const NONE: Values = {};

function explainDay(item: SettlementItem, line: OpenLine): Reason {
  const values = { booked: line.bookingDate, expected: item.expected, days: String(daysLate(item, line)) };
  if (isInNarrowWindow(item, line)) return pro("expected-day", values);
  return con(isInWideWindow(item, line) ? "other-day" : "outside-window", values);
}
