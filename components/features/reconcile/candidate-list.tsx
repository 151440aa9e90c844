"use client";

import { useTranslations } from "next-intl";

import { rankCandidates } from "@/components/features/reconcile/hand-candidates";
import type { Candidate } from "@/components/features/reconcile/hand-candidates";
import { LedgerDate } from "@/components/patterns/dates";
import { Money } from "@/components/patterns/money";
import { TextField } from "@/components/ui/field";

const SHOWN_MAX = 40;

type CandidateListProps = Readonly<{
  title: string;
  searchLabel: string;
  candidates: readonly Candidate[];
  chosen: ReadonlySet<string>;
  /** Amounts near to this one stand first. */
  near: bigint;
  currency: string;
  search: string;
  isLoading: boolean;
  onSearch: (text: string) => void;
  onToggle: (id: string) => void;
}>;

/** One side of a match by hand: what is chosen first, then what could be, the nearest amount before others. */
export function CandidateList({
  title,
  searchLabel,
  candidates,
  chosen,
  near,
  currency,
  search,
  isLoading,
  onSearch,
  onToggle,
}: CandidateListProps) {
  const t = useTranslations("reconcile");
  const taken = candidates.filter(({ id }) => chosen.has(id));
  const found = rankCandidates(
    candidates.filter(({ id }) => !chosen.has(id)),
    { search, near, currency },
  );
  const shown = [...taken, ...found.slice(0, SHOWN_MAX)];
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-xs font-medium">{title}</legend>
      <TextField
        label={searchLabel}
        value={search}
        autoComplete="off"
        onChange={(event) => onSearch(event.target.value)}
      />
      <ul className="border-line divide-line max-h-60 divide-y overflow-y-auto rounded-md border text-sm">
        {shown.map((candidate) => (
          <li key={candidate.id}>
            <label className="hover:bg-sunken/50 flex items-center gap-2 px-2 py-1.5">
              <input
                type="checkbox"
                checked={chosen.has(candidate.id)}
                onChange={() => onToggle(candidate.id)}
              />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{candidate.name}</span>
                <span className="text-muted block truncate text-xs">
                  <LedgerDate date={candidate.date} />
                  {candidate.under !== "" && `, ${candidate.under}`}
                </span>
              </span>
              <Money amount={candidate.amount} currency={currency} />
            </label>
          </li>
        ))}
        {shown.length === 0 && (
          <li className="text-muted px-2 py-2">{t(isLoading ? "searching" : "nothingToChoose")}</li>
        )}
      </ul>
      {found.length > SHOWN_MAX && (
        <p className="text-muted text-xs">{t("moreFound", { count: found.length - SHOWN_MAX })}</p>
      )}
    </fieldset>
  );
}
