import type { HttpAnswer } from "@/lib/platform/http";
import type { ListedLedger, ListedSalesUnit } from "@/lib/providers/vipps/access";
import { invalidAnswer, parseJson } from "@/lib/providers/vipps/invalid";
import { LedgerListing } from "@/lib/providers/vipps/schemas";

const PAGES_MAX = 10_000;
const WHAT = "the list of ledgers";

export type ListingPage = Readonly<{ ledgers: readonly ListedLedger[]; cursor: string | undefined }>;

/** A page of the listing. Throws: provider_answer_invalid, provider_unavailable (no JSON). */
export function readListingPage(answer: HttpAnswer): ListingPage {
  const parsed = LedgerListing.safeParse(parseJson(WHAT, answer.text));
  if (!parsed.success) {
    throw invalidAnswer(WHAT, parsed.error.issues[0]?.path.join(".") ?? "the answer", "as documented");
  }
  const { ledgers, salesUnits, cursor } = parsed.data;
  return {
    ledgers: ledgers.map((ledger) => toListedLedger(ledger, salesUnits)),
    cursor: cursor === "" ? undefined : cursor,
  };
}

/** Follows the listing to its end. Throws: what fetching throws, provider_answer_invalid when it does not end. */
export async function* followListing(
  fetchPage: (cursor: string | undefined) => Promise<ListingPage>,
): AsyncGenerator<readonly ListedLedger[], void> {
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let count = 0; count < PAGES_MAX; count += 1) {
    const page = await fetchPage(cursor);
    yield page.ledgers;
    cursor = page.cursor;
    if (cursor === undefined) return;
    if (seen.has(cursor)) throw invalidAnswer(WHAT, "cursor", "another one on each page");
    seen.add(cursor);
  }
  throw invalidAnswer(WHAT, "the list", `at most ${PAGES_MAX} pages long`);
}

type RawLedger = LedgerListing["ledgers"][number];
type RawSalesUnit = LedgerListing["salesUnits"][number];

function toListedLedger(ledger: RawLedger, unitsBeside: readonly RawSalesUnit[]): ListedLedger {
  const settlesFor = new Set(ledger.settlesForRecipientHandles);
  // Units beside the list belong to the ledger that settles for them: they name no other one.
  const salesUnits =
    ledger.salesUnits?.flatMap(toListedUnits) ??
    unitsBeside.flatMap(toListedUnits).filter((unit) => settlesFor.has(unit.recipientHandle));
  return {
    ledgerId: ledger.ledgerId,
    currency: ledger.currency,
    owner: ledger.owner,
    payoutAccount: ledger.payoutBankAccount,
    settlesFor: [...settlesFor],
    salesUnits,
  };
}

function toListedUnits(unit: RawSalesUnit): ListedSalesUnit[] {
  const handles = unit.recipientHandle.length === 0 ? [""] : unit.recipientHandle;
  return handles.map((recipientHandle) => ({
    name: unit.name,
    recipientHandle,
    ...(unit.businessIdentifier ? { businessIdentifier: unit.businessIdentifier } : {}),
  }));
}
