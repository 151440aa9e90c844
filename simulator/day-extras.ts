/** What is neither a sale nor a settlement: top-ups, returned payouts, corrections, invoices, service fees. */
import { dateText, dayOfMonth } from "./calendar";
import { atHour, specialDraft, type DayInMaking } from "./state";

/** A balance that stays negative this long is invoiced (Report API guide, entry types, top-up). */
const TOP_UP_AFTER_DAYS = 24;
const SERVICE_FEE = 19_900;

export function addExtras(making: DayInMaking): void {
  addReturnedPayout(making);
  addTopUp(making);
  addCreditNote(making);
  addInvoice(making);
  addCorrections(making);
  addServiceFee(making);
  addUnheardOf(making);
}

/** The payout failed for good: the money stands on the ledger again, and leaves with the next payout. */
function addReturnedPayout(making: DayInMaking): void {
  const { state, day, funds } = making;
  const { returning } = state;
  if (returning === undefined || returning.returnsOn !== day) return;
  funds.push(
    specialDraft({ timeUs: atHour(making, 10.3), day }, "payout-aborted", returning.amount, {
      psp: returning.psp,
      reference: returning.reference,
    }),
  );
  state.returning = undefined;
}

function addTopUp(making: DayInMaking): void {
  const { state, day, funds } = making;
  const { plan } = state;
  if (!plan.traits.has("negative-spell") || state.negativeDays < TOP_UP_AFTER_DAYS) return;
  if (state.negativeDays % TOP_UP_AFTER_DAYS !== 0 || state.funds.balance >= 0) return;
  const amount = -state.funds.balance;
  const stamp = dateText(day).replaceAll("-", "");
  funds.push(
    specialDraft({ timeUs: atHour(making, 11), day }, "top-up", amount, {
      psp: `${plan.ledgerId}-T${stamp}`,
      reference: `Invoice ${stamp}`,
    }),
  );
  if (plan.traits.has("credit-notes"))
    state.pendingCredit = { day: day + 5, amount: -Math.floor(amount / 10) };
}

/** On funds against a top-up invoice, on fees against invoiced fees. The sign is not documented. */
function addCreditNote(making: DayInMaking): void {
  const { state, day } = making;
  const { plan, pendingCredit } = state;
  if (pendingCredit === undefined || pendingCredit.day !== day) return;
  const draft = specialDraft({ timeUs: atHour(making, 9.5), day }, "credit-note", pendingCredit.amount, {
    psp: `${plan.ledgerId}-C${dateText(day).replaceAll("-", "")}`,
    reference: "",
  });
  (plan.isGross ? making.fees : making.funds).push(draft);
  state.pendingCredit = undefined;
}

/** Gross settlement: the fees of a month are invoiced early in the next (Settlements, gross settlement). */
function addInvoice(making: DayInMaking): void {
  const { state, day, fees } = making;
  const { plan } = state;
  if (!plan.isGross) return;
  if (dayOfMonth(day) === 1) state.toInvoice = -state.fees.balance;
  if (dayOfMonth(day) !== 3 || state.toInvoice <= 0) return;
  const month = dateText(day - 3)
    .slice(0, 7)
    .replace("-", "");
  fees.push(
    specialDraft({ timeUs: atHour(making, 6.2), day }, "fees-invoiced", state.toInvoice, {
      psp: `${plan.ledgerId}-I${month}`,
      reference: `Invoice ${month}`,
    }),
  );
  if (plan.traits.has("credit-notes")) {
    state.pendingCredit = { day: day + 10, amount: Math.floor(state.toInvoice / 20) };
  }
  state.toInvoice = 0;
}

function addCorrections(making: DayInMaking): void {
  const { state, day, k, funds, fees } = making;
  const { traits, ledgerId } = state.plan;
  const names = { psp: `${ledgerId}-K${k}`, reference: "" };
  if (traits.has("corrections") && k % 27 === 14) {
    const amount = k % 2 === 0 ? -12_300 : 4_500;
    funds.push(specialDraft({ timeUs: atHour(making, 14.5), day }, "correction", amount, names));
  }
  if (traits.has("corrections") && k % 33 === 16) {
    fees.push(specialDraft({ timeUs: atHour(making, 15), day }, "correction", 275, names));
  }
  // Fees were charged twice by mistake; giving them back leaves Vipps MobilePay owing, so fees-retained is positive.
  if (traits.has("fee-refund") && k % 40 === 12) {
    fees.push(specialDraft({ timeUs: atHour(making, 15.2), day }, "correction", 480_000, names));
  }
}

function addServiceFee(making: DayInMaking): void {
  const { state, day, fees } = making;
  if (!state.plan.traits.has("service-fee") || dayOfMonth(day) !== 1) return;
  const month = dateText(day).slice(0, 7);
  fees.push(
    specialDraft({ timeUs: atHour(making, 5), day }, "service-fee", -SERVICE_FEE, {
      psp: `${state.plan.ledgerId}-S${month.replace("-", "")}`,
      reference: `Subscription ${month}`,
    }),
  );
}

function addUnheardOf(making: DayInMaking): void {
  const { state, day, k, funds, fees } = making;
  const { traits, ledgerId } = state.plan;
  if (!traits.has("unknown-types")) return;
  if (k % 19 === 7) {
    const names = { psp: `${ledgerId}-L${k}`, reference: "loyalty" };
    funds.push(
      specialDraft(
        { timeUs: atHour(making, 16.7), day },
        "loyalty-adjustment",
        k % 2 === 0 ? -5000 : 2500,
        names,
      ),
    );
  }
  if (k % 31 === 11) {
    const names = { psp: `${ledgerId}-V${k}`, reference: "" };
    fees.push(specialDraft({ timeUs: atHour(making, 16.8), day }, "currency-fee", -130, names));
  }
}
