import type { ExpectedGrant } from "@/lib/contracts/onboarding";
import type { ExpectedGrantRow } from "@/lib/store/expected-grants";

/** A grant that is waited for, as the API shows it. */
export function describeExpected(row: ExpectedGrantRow): ExpectedGrant {
  return {
    id: row.id,
    country: row.country,
    owner: row.owner,
    name: row.name,
    email: row.email ?? null,
    language: row.language,
    state: row.state,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    letters: row.letters,
    firstLetterAt: row.firstLetterAt ?? null,
    lastLetterAt: row.lastLetterAt ?? null,
    nextLetterAt: row.nextLetterAt ?? null,
    endedAt: row.endedAt ?? null,
    ledger: row.ledger ?? null,
  };
}
