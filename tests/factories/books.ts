import { newId } from "@/lib/core/ids";
import type { CopyId, CredentialId, LedgerUid, MerchantId } from "@/lib/core/ids";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { ApiEntry } from "@/lib/domain/ledger/entry";
import type { Topic } from "@/lib/domain/ledger/states";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { ServiceContext } from "@/lib/services/context";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { writePages } from "@/lib/services/ledgers/write-pages";
import { findActiveFeed } from "@/lib/store/feeds";
import { assignMerchant, findOrCreateMerchant } from "@/lib/store/ledger-merchants";
import { createLedger, findLedger, setLedgerStatus } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";

/** A merchant with one active ledger, as take-in leaves it. */
export type TestLedger = Readonly<{
  merchantId: MerchantId;
  ledger: LedgerUid;
  ledgerId: string;
  currency: string;
}>;

let serial = 100_000;

export async function createTestLedger(
  ctx: ServiceContext,
  options: Readonly<{
    name?: string;
    merchantId?: MerchantId;
    country?: Country;
    currency?: string;
    booksFrom?: string;
    /** The number of the account that it is paid out to, as the listing writes it. */
    payoutAccount?: string;
  }> = {},
): Promise<TestLedger> {
  serial += 1;
  const ledgerId = String(serial);
  const nowMs = ctx.clock.nowMs();
  const country = options.country ?? "NO";
  const currency = options.currency ?? { NO: "NOK", DK: "DKK", FI: "EUR" }[country];
  const ledger = newId<"ledger">(nowMs);
  const booksFrom = parseLedgerDate(options.booksFrom ?? "2026-01-01");
  const merchantId = await withTenant(ctx.database, ctx, async (tx) => {
    await createLedger(tx, {
      id: ledger,
      listing: {
        ledgerId,
        currency,
        owner: { scheme: `business:${country}:ORG`, id: ledgerId },
        payoutAccount: { scheme: `BBAN:${country}`, id: options.payoutAccount ?? `86011${ledgerId}` },
        settlesFor: ["api:123456", "NO:57860"],
        salesUnits: [
          { name: "Torget", recipientHandle: "NO:57860" },
          { name: "Nettbutikk", recipientHandle: "api:123456" },
        ],
      },
      credentialId: newId<"credential">(nowMs) as CredentialId,
      country,
      booksFrom,
      copies: { funds: newId<"copy">(nowMs) as CopyId, fees: newId<"copy">(nowMs) as CopyId },
      nowMs,
    });
    const merchant =
      options.merchantId ??
      (await findOrCreateMerchant(tx, {
        id: newId<"merchant">(nowMs),
        name: options.name ?? `Merchant ${ledgerId}`,
        country,
        business: { scheme: `business:${country}:ORG`, id: ledgerId },
      }));
    await assignMerchant(tx, ledger, merchant);
    await setLedgerStatus(tx, ledger, { to: "active", booksFrom, nowMs });
    return merchant;
  });
  return { merchantId, ledger, ledgerId, currency };
}

let accounts = 8_601_110_000;

/** A Norwegian account number that nobody else has, with its check digit. */
export function newAccountNumber(): string {
  for (;;) {
    accounts += 1;
    const digits = String(accounts);
    const sum = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2].reduce(
      (total, weight, at) => total + weight * Number(digits[at]),
      0,
    );
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) return `${digits}${String(check)}`;
  }
}

/** One entry of a made-up feed: what is left out has a plain value, balances are reckoned. */
export type TestEntry = Readonly<{
  date: string;
  /** RFC 3339; the noon of the date unless given. */
  time?: string;
  type: string;
  amount: number;
  psp?: string;
  reference?: string;
  handle?: string;
  /** A jump in the provider's chain before this entry. */
  jump?: number;
}>;

/** Entries as the Report API would give them, from an opening balance on. */
export function apiEntries(
  entries: readonly TestEntry[],
  options: Readonly<{ opening?: number; currency?: string }> = {},
): ApiEntry[] {
  let balance = BigInt(options.opening ?? 0);
  return entries.map((entry, index): ApiEntry => {
    const balanceBefore = balance + BigInt(entry.jump ?? 0);
    balance = balanceBefore + BigInt(entry.amount);
    return {
      ledgerDate: parseLedgerDate(entry.date),
      time: entry.time ?? `${entry.date}T12:00:00.${String(index).padStart(6, "0")}Z`,
      entryType: entry.type,
      pspReference: entry.psp ?? `psp-${String(index + 1)}`,
      reference: entry.reference ?? "",
      recipientHandle: entry.handle ?? "",
      currency: options.currency ?? "NOK",
      amount: BigInt(entry.amount),
      balanceBefore,
      balanceAfter: balance,
      extra: undefined,
      person: undefined,
    };
  });
}

/** Reads entries into the active copy as the feed would, page by page; the last page is the head. */
export async function writeEntries(
  ctx: ServiceContext,
  target: Readonly<{ ledger: LedgerUid; topic: Topic }>,
  entries: readonly ApiEntry[],
  options: Readonly<{ pageSize?: number; headSeen?: boolean }> = {},
): Promise<void> {
  const pageSize = options.pageSize ?? 100;
  const starts =
    entries.length === 0
      ? [0]
      : Array.from({ length: Math.ceil(entries.length / pageSize) }, (_, index) => index * pageSize);
  for (const start of starts) {
    const { feed, ledger } = await withTenant(ctx.database, ctx, async (tx) => ({
      feed: await findActiveFeed(tx, target.ledger, target.topic),
      ledger: await findLedger(tx, target.ledger),
    }));
    if (feed === undefined || ledger === undefined) throw new Error("no such ledger");
    const isLast = start + pageSize >= entries.length;
    await writePages(ctx, {
      feed,
      ledger,
      pages: [
        {
          entries: entries.slice(start, start + pageSize).map(withContent),
          cursor: `after-${String(start + pageSize)}`,
          headSeen: isLast && options.headSeen !== false,
        },
      ],
    });
  }
}

/** Says of the dates of a topic how their reports compare, as the proof would: rows for every date of the interval. */
export async function setProofs(
  ctx: ServiceContext,
  target: Readonly<{ ledger: LedgerUid; topic: Topic }>,
  proofs: Readonly<{
    from: string;
    through: string;
    proof: "open" | "equal-so-far" | "verified" | "differs";
  }>,
): Promise<void> {
  await withTenant(ctx.database, ctx, async (tx) => {
    await tx.execute(
      `insert into day (tenant_id, ledger, topic, copy, ledger_date, proof)
       select t.tenant_id, t.ledger, t.topic, t.active_copy, d::date, $6 from ledger_topic t cross join generate_series($4::date, $5::date, interval '1 day') d
       where t.tenant_id = $1 and t.ledger = $2 and t.topic = $3
       on conflict (tenant_id, ledger, topic, copy, ledger_date) do update set proof = excluded.proof`,
      [ctx.tenantId, target.ledger, target.topic, proofs.from, proofs.through, proofs.proof],
    );
  });
}

export function date(text: string): LedgerDate {
  return parseLedgerDate(text);
}
