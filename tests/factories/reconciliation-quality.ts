import type { Proposal } from "@/lib/domain/reconciliation/model";
import { matchItems } from "@/lib/domain/reconciliation/match";
import { reconciliationYears } from "@/tests/factories/reconciliation-year";
import type { Fate, MerchantYear } from "@/tests/factories/reconciliation-year";

/** How well matching does on a year whose truth is known. Counts of entries, but for `matches` and `falseMatches`. */
export type Quality = {
  payouts: number;
  lines: number;
  matches: number;
  falseMatches: string[];
  usable: number;
  usableFound: number;
  /** In the bank, and not matched without a person. */
  rest: number;
  restFirst: number;
  byFate: Map<Fate["how"], { count: number; found: number; first: number }>;
};

export function qualityOf(options: Readonly<{ seed: number; merchants: number }>): Quality {
  const quality: Quality = {
    payouts: 0,
    lines: 0,
    matches: 0,
    falseMatches: [],
    usable: 0,
    usableFound: 0,
    rest: 0,
    restFirst: 0,
    byFate: new Map(),
  };
  for (const year of reconciliationYears(options)) judge(year, quality);
  return quality;
}

function judge(year: MerchantYear, quality: Quality): void {
  const proposals = matchItems({ ...year, rejected: [] });
  const found = new Set<string>();
  const first = new Map<string, Proposal>();
  for (const proposal of proposals) {
    if (proposal.kind === "sure") {
      quality.matches += 1;
      for (const id of proposal.items) found.add(id);
      if (!isTrue(year, proposal)) quality.falseMatches.push(JSON.stringify(proposal));
    } else if (proposal.kind === "suggestion") {
      for (const id of proposal.items) if (!first.has(id)) first.set(id, proposal);
    }
  }
  quality.payouts += year.items.length;
  quality.lines += year.lines.length;
  for (const { id } of year.items) {
    const fate = year.fates.get(id);
    if (fate === undefined || fate.how === "missing") continue;
    const of = quality.byFate.get(fate.how) ?? { count: 0, found: 0, first: 0 };
    quality.byFate.set(fate.how, of);
    of.count += 1;
    if (fate.isUsable) quality.usable += 1;
    if (found.has(id)) {
      of.found += 1;
      if (fate.isUsable) quality.usableFound += 1;
      continue;
    }
    const suggestion = first.get(id);
    const isFirst = suggestion !== undefined && isTrue(year, suggestion);
    quality.rest += 1;
    if (isFirst) {
      quality.restFirst += 1;
      of.first += 1;
    }
  }
}

function isTrue({ truth }: MerchantYear, { items, lines }: Proposal): boolean {
  const said = items.toSorted().join("\n");
  return lines.every((line) => truth.get(line)?.join("\n") === said);
}
