import type { Diagnosis, DiagnosisQuery, DiagnosisStep } from "@/lib/contracts/onboarding";
import {
  businessIdLength,
  businessSchemeOf,
  digitsOf,
  readBusinessId,
  similarBusinessIds,
} from "@/lib/domain/merchant/business-id";
import type { Country } from "@/lib/domain/payout/bank-days";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { examineUnit } from "@/lib/services/onboarding/examine-unit";
import { listLedgersByWord, listLedgersOfOwners, listOwnDiscoveries } from "@/lib/store/onboarding-facts";
import type { LedgerSighting, OwnDiscovery } from "@/lib/store/onboarding-facts";
import { withTenant } from "@/lib/store/tenant";

/** A reading of the list that is older than this is no answer any more. */
const FRESH_MS = 3 * 3_600_000;
const NAMES_MAX = 3;

/**
 * Why is the ledger not there that somebody expects? Answers question after question, each with what was found:
 * the keys, the last reading of the list, the number, the grant or the sales unit, and what nobody here can know.
 * Says only what this firm's keys and this firm's ledgers tell, never whether another firm has it.
 * Throws: forbidden, invalid_input (neither a number nor a handle).
 */
export async function diagnoseLedger(
  ctx: ServiceContext,
  query: DiagnosisQuery,
  options: Readonly<{ signal?: AbortSignal }> = {},
): Promise<Diagnosis> {
  requirePermission(ctx, "ledger.onboard");
  const readings = await withTenant(ctx.database, ctx, (tx) => listOwnDiscoveries(tx));
  const general = [keysStep(readings), discoveryStep(readings, ctx.clock.nowMs())];
  const handles = handlesIn(query.query, query.country);
  const about =
    handles === undefined
      ? await examineBusiness(ctx, query)
      : await examineUnit(
          ctx,
          { handles, isProven: readings.some(({ state }) => state === "proven") },
          options,
        );
  const elsewhere = about.some(({ step, verdict }) => step === "grant" && verdict === "bad");
  return {
    kind: handles === undefined ? "business" : "handle",
    asked: query.query,
    steps: [...general, ...about, ...(elsewhere ? [step("elsewhere", "open", "elsewhere")] : [])],
  };
}

/**
 * The recipient handles that a text may mean; undefined: it is an organisation number. A bare number that is too
 * short for one is a Vipps number of the country, or a sales unit of the API.
 */
function handlesIn(text: string, country: Country): readonly string[] | undefined {
  const named = /^(no|dk|fi|api)\s*:\s*(\d{1,12})$/i.exec(text.trim());
  const [, scheme, number] = named ?? [];
  if (scheme !== undefined && number !== undefined)
    return [`${scheme.toLowerCase() === "api" ? "api" : scheme.toUpperCase()}:${number}`];
  const bare = text.replaceAll(/[\s.-]/g, "");
  return /^\d+$/.test(bare) && bare.length < businessIdLength(country)
    ? [`${country}:${bare}`, `api:${bare}`]
    : undefined;
}

function keysStep(readings: readonly OwnDiscovery[]): DiagnosisStep {
  if (readings.length === 0) return step("keys", "bad", "keysNone");
  const doubted = readings.find(({ state }) => state === "in-doubt");
  const shown = doubted ?? readings[0];
  return {
    ...step(
      "keys",
      doubted === undefined ? "good" : "bad",
      doubted === undefined ? "keysProven" : "keysInDoubt",
      {
        clients: readings.map(({ clientId }) => clientId).join(", "),
        client: shown?.clientId ?? "",
      },
    ),
    at: shown?.provenAt ?? null,
  };
}

function discoveryStep(readings: readonly OwnDiscovery[], nowMs: number): DiagnosisStep {
  if (readings.length === 0) return step("discovery", "bad", "listNever");
  const failed = readings.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) {
    return {
      ...step("discovery", "bad", "listFailed", { code: failed.failure ?? "" }),
      at: failed.failedAt ?? null,
    };
  }
  // The one that was read longest ago is what the answer is as old as.
  const oldest = readings.map(({ succeededAt }) => succeededAt ?? "").toSorted()[0] ?? "";
  if (oldest === "") return step("discovery", "bad", "listNever");
  const listed = readings.reduce((sum, of) => sum + (of.listed ?? 0), 0);
  const isFresh = nowMs - Date.parse(oldest) < FRESH_MS;
  return {
    ...step("discovery", isFresh ? "good" : "bad", isFresh ? "listRead" : "listOld", {
      count: String(listed),
    }),
    at: oldest,
  };
}

async function examineBusiness(ctx: ServiceContext, query: DiagnosisQuery): Promise<DiagnosisStep[]> {
  const { country } = query;
  const { business, fault } = readBusinessId(country, query.query);
  const digits = digitsOf(query.query);
  const seen = await withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      const scheme = businessSchemeOf(country);
      return {
        own: business === undefined ? [] : await listLedgersOfOwners(tx, scheme, [business.id, digits]),
        // Sales units may be run by another business than the ledger's owner, such as a parent company.
        byUnit: business === undefined ? [] : await listLedgersByWord(tx, digits),
        similar: await listLedgersOfOwners(tx, scheme, similarBusinessIds(country, digits)),
      };
    },
    { snapshot: true },
  );
  const isHere = seen.own.some((ledger) => ledger.status !== "revoked");
  const others = seen.byUnit.filter((ledger) => !seen.own.some((own) => own.id === ledger.id));
  return [
    identifierStep({
      country,
      fault,
      id: business?.id ?? query.query,
      isHere,
      similar: seen.similar,
      others,
    }),
    ...(business === undefined ? [] : [grantStep(seen.own)]),
  ];
}

function identifierStep(
  found: Readonly<{
    country: Country;
    fault: "length" | "check-digit" | undefined;
    id: string;
    isHere: boolean;
    similar: readonly LedgerSighting[];
    others: readonly LedgerSighting[];
  }>,
): DiagnosisStep {
  const { similar, others } = found;
  const digits = String(businessIdLength(found.country));
  if (found.fault !== undefined) {
    const name = found.fault === "length" ? "numberLength" : "numberCheckDigit";
    const [near] = similar;
    return near === undefined
      ? step("identifier", "bad", name, { id: found.id, digits })
      : about(step("identifier", "bad", "numberSimilar", { id: found.id, ...namesOf(similar) }), near);
  }
  const [other] = others;
  if (!found.isHere && other !== undefined)
    return about(step("identifier", "bad", "numberOfUnit", { id: found.id, ...namesOf(others) }), other);
  const [near] = similar;
  if (!found.isHere && near !== undefined)
    return about(step("identifier", "bad", "numberSimilar", { id: found.id, ...namesOf(similar) }), near);
  return step("identifier", "good", "numberRight", { id: found.id });
}

/** Is a ledger of this owner in the list now, or was it? */
function grantStep(own: readonly LedgerSighting[]): DiagnosisStep {
  const here = own.filter((ledger) => ledger.status !== "revoked");
  const [first] = here;
  if (first !== undefined) {
    const isWaiting = here.every((ledger) => ledger.status === "new");
    const isIgnored = here.every((ledger) => ledger.status === "ignored");
    const name = isWaiting ? "grantNew" : isIgnored ? "grantIgnored" : "grantLive";
    return about(step("grant", isIgnored ? "bad" : "good", name, namesOf(here)), first);
  }
  const [lost] = own;
  if (lost === undefined) return step("grant", "bad", "grantNone");
  return { ...about(step("grant", "bad", "grantLost", namesOf(own)), lost), at: lost.revokedAt ?? null };
}

function namesOf(ledgers: readonly LedgerSighting[]): Readonly<Record<string, string>> {
  const name = ({ ledgerId, unitName }: LedgerSighting): string =>
    unitName === undefined ? ledgerId : `${ledgerId} (${unitName})`;
  return {
    ledgers: ledgers.slice(0, NAMES_MAX).map(name).join(", "),
    owners: [...new Set(ledgers.map(({ owner }) => owner.id))].slice(0, NAMES_MAX).join(", "),
    count: String(ledgers.length),
  };
}

/** One question answered. */
function step(
  name: DiagnosisStep["step"],
  verdict: DiagnosisStep["verdict"],
  finding: string,
  facts: Readonly<Record<string, string>> = {},
): DiagnosisStep {
  return { step: name, verdict, finding, facts: { ...facts }, at: null, ledger: null };
}

function about(of: DiagnosisStep, ledger: LedgerSighting): DiagnosisStep {
  return { ...of, ledger: ledger.id };
}
