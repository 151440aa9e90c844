/** Builds the merchants, their ledgers, and who may read them, from a seed and a first day. */
import type { LedgerTemplate, MerchantTemplate } from "./catalogue";
import { parseDay, type Country } from "./calendar";
import { bankAccount, organisation } from "./identifiers";
import { merchantTemplate } from "./merchant-templates";
import type { LedgerPlan, SalesUnit } from "./plan";
import { hashOf } from "./random";
import { TRADES } from "./trades";

export type WorldOptions = Readonly<{
  seed: number;
  merchants: number;
  fromDay: number;
  entriesPerDay?: number;
}>;

/** A grant that holds from a point in time on. */
type PlannedGrant = Readonly<{ clientId: string; ledgerId: string; isLate: boolean }>;
export type World = Readonly<{ plans: readonly LedgerPlan[]; grants: readonly PlannedGrant[] }>;

const FIRM_MOST = "firm-nordfjord";
const FIRM_FEW = "firm-oresund";
const INSTALLATION = "installation";
export const CLIENT_IDS = [FIRM_MOST, FIRM_FEW, INSTALLATION] as const;

const LAST_DAY = 1_000_000;
/** Before 2022 the handles of entries are null (Report API FAQ, "Why is recipientHandle null?"). */
const HANDLES_SINCE = parseDay("2022-01-01") ?? 0;
/** `payout-scheduled` was `scheduled-for-payout` in the specification of December 2023. */
const PAYOUT_NAME_SINCE = parseDay("2024-01-01") ?? 0;
/** How long the oldest entries of some ledgers look old, however young the history is. */
const OLD_DAYS = 25;
/** Entries per capture on both topics together: the capture, its fee, and the rest of the day. */
const ENTRIES_PER_CAPTURE = 2.06;

const CURRENCY: Readonly<Record<Country, string>> = { NO: "NOK", DK: "DKK", FI: "EUR" };

export function buildWorld(options: WorldOptions): World {
  const plans: LedgerPlan[] = [];
  const grants: PlannedGrant[] = [];
  const installationCount = Math.floor(Math.min(3, options.merchants / 10));
  for (let merchant = 0; merchant < options.merchants; merchant += 1) {
    const template = merchantTemplate(merchant);
    const ofMerchant: LedgerPlan[] = [];
    for (const ledger of template.ledgers) {
      // A single merchant is one ledger: that is how a load test asks for one long feed.
      if (options.merchants === 1 && ofMerchant.length === 1) break;
      const index = plans.length;
      ofMerchant.push(planLedger({ options, template, ledger, merchant, index, before: ofMerchant.at(-1) }));
      plans.push(...ofMerchant.slice(-1));
    }
    const clientId =
      merchant >= options.merchants - installationCount
        ? INSTALLATION
        : merchant % 4 === 3
          ? FIRM_FEW
          : FIRM_MOST;
    ofMerchant.forEach((plan, i) => {
      grants.push({ clientId, ledgerId: plan.ledgerId, isLate: template.ledgers[i]?.isGrantedLate === true });
    });
  }
  const shared = plans[1];
  if (options.merchants >= 10 && shared !== undefined) {
    grants.push({ clientId: FIRM_FEW, ledgerId: shared.ledgerId, isLate: false });
  }
  return { plans: withMoves(plans), grants };
}

type Making = Readonly<{
  options: WorldOptions;
  template: MerchantTemplate;
  ledger: LedgerTemplate;
  merchant: number;
  index: number;
  before: LedgerPlan | undefined;
}>;

function planLedger(making: Making): LedgerPlan {
  const { options, template, ledger, merchant, index } = making;
  const { country } = template;
  const trade = TRADES[template.trade];
  const seed = hashOf(options.seed, "ledger", index);
  const start = options.fromDay;
  const accountSeed = hashOf(options.seed, "account", index);
  const accounts = [{ fromDay: 0, account: bankAccount(country, accountSeed) }];
  if (ledger.accountChangesOnDay !== undefined) {
    accounts.push({
      fromDay: start + ledger.accountChangesOnDay,
      account: bankAccount(country, accountSeed + 1),
    });
  }
  const traits = new Set(ledger.traits);
  const old = start + OLD_DAYS;
  const isMoney100 = country === "FI";
  return {
    index,
    seed,
    ledgerId: ledgerIdOf(options.seed, index),
    merchant: template.name,
    country,
    currency: CURRENCY[country],
    owner: organisation(country, hashOf(options.seed, "owner", merchant)),
    accounts,
    units: ledger.units.map((name, unit) => planUnit(making, name, unit)),
    rhythm: rhythmOf(making),
    prices: isMoney100
      ? { low: Math.ceil(trade.prices.low / 10), high: Math.ceil(trade.prices.high / 10), step: 10 }
      : trade.prices,
    fee: feeOf(country, trade.isVmNumber),
    frequency: ledger.frequency ?? "daily",
    cutoffHour: ledger.cutoffHour ?? 0,
    settlesLate: ledger.settlesAtMidnight !== true,
    isGross: ledger.isGross ?? false,
    reserve: ledger.reserve ?? 0,
    openingFunds: ledger.openingFunds ?? 0,
    openingFees: 0,
    payoutReference: ledger.payoutReference ?? (country === "NO" ? "text" : "digits"),
    firstPayoutNumber: 2_000_001 + (hashOf(options.seed, "payout", index) % 160),
    refundShare: trade.refundShare,
    traits,
    startDay: start,
    nullHandlesBefore: traits.has("old-metadata") ? Math.max(HANDLES_SINCE, old) : HANDLES_SINCE,
    oldPayoutNameBefore: traits.has("old-payout-name") ? Math.max(PAYOUT_NAME_SINCE, old) : 0,
    openDatesCarryItems: hashOf(options.seed, "open", index) % 2 === 0,
    headCarriesItems: hashOf(options.seed, "head", index) % 2 === 0,
  };
}

/** Six digits mostly, sometimes five: the guides show 6, real data has both. Unique below 79 999 ledgers. */
function ledgerIdOf(seed: number, index: number): string {
  if (index % 11 === 4) return String(20_000 + ((index * 37 + hashOf(seed, "short")) % 79_999));
  return String(300_000 + ((index * 7919 + hashOf(seed, "long")) % 600_000));
}

function planUnit(making: Making, name: string, unit: number): SalesUnit {
  const { options, template, ledger, index, before } = making;
  const moving =
    ledger.unitMovesIn?.unit === unit ? before?.units.find((other) => other.name === name) : undefined;
  const fromDay = options.fromDay + (ledger.unitMovesIn?.onDay ?? 0);
  if (moving !== undefined) return { ...moving, fromDay };
  const isVmNumber = TRADES[template.trade].isVmNumber !== (ledger.swapKind === true);
  const serial = index * 8 + unit;
  // MSNs have six or seven digits, VM numbers five or six.
  const number = isVmNumber
    ? String(50_000 + ((serial * 613 + hashOf(options.seed, "vm")) % 899_999))
    : String(
        (index % 5 === 0 ? 1_100_000 : 210_000) + ((serial * 709 + hashOf(options.seed, "msn")) % 699_999),
      );
  const initials = name
    .split(/\P{L}+/u)
    .map((word) => word.slice(0, 1))
    .join("")
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
  return {
    name,
    handle: `${isVmNumber ? template.country : "api"}:${number}`,
    number,
    isVmNumber,
    referencePrefix: `${initials.slice(0, 4) || "x"}-order`,
    fromDay: 0,
    untilDay: LAST_DAY,
  };
}

function rhythmOf({ options, template, ledger }: Making): LedgerPlan["rhythm"] {
  const { rhythm } = TRADES[template.trade];
  if (ledger.traits?.includes("no-traffic") === true) return { ...rhythm, perDay: 0 };
  if (options.entriesPerDay === undefined) return { ...rhythm, perDay: rhythm.perDay * (ledger.scale ?? 1) };
  // The asked-for number is met by every ledger that trades: no quiet days, and weekdays that average to one.
  const mean = rhythm.weekdays.reduce((sum, share) => sum + share, 0) / 7;
  return {
    ...rhythm,
    perDay: options.entriesPerDay / ENTRIES_PER_CAPTURE,
    weekdays: rhythm.weekdays.map((share) => share / mean),
    months: rhythm.months.map(() => 1),
    quiet: 0,
  };
}

function feeOf(country: Country, isVmNumber: boolean): LedgerPlan["fee"] {
  if (country === "DK") return isVmNumber ? { basisPoints: 95, fixed: 0 } : { basisPoints: 99, fixed: 100 };
  if (country === "FI") return { basisPoints: 120, fixed: 0 };
  return isVmNumber ? { basisPoints: 175, fixed: 0 } : { basisPoints: 249, fixed: 100 };
}

/** A sales unit that moves in here leaves the ledger before on the same day. */
function withMoves(plans: readonly LedgerPlan[]): readonly LedgerPlan[] {
  const arrivals = new Map<string, number>();
  for (const plan of plans) {
    for (const unit of plan.units) if (unit.fromDay > 0) arrivals.set(unit.handle, unit.fromDay);
  }
  if (arrivals.size === 0) return plans;
  return plans.map((plan) => ({
    ...plan,
    units: plan.units.map((unit) =>
      unit.fromDay > 0 ? unit : { ...unit, untilDay: arrivals.get(unit.handle) ?? LAST_DAY },
    ),
  }));
}
