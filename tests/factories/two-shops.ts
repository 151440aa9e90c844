import type { ServiceContext } from "@/lib/services/context";
import { apiEntries, createTestLedger, setProofs, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";

export type TwoShops = Readonly<{ shop: TestLedger; danish: TestLedger }>;

/** A Norwegian shop with payouts written after midnight, a break and fees; a Danish one with the same order number. */
export async function createTwoShops(ctx: ServiceContext): Promise<TwoShops> {
  const shop = await createTestLedger(ctx, { name: "Butikk", booksFrom: "2026-11-18" });
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries(
      [
        {
          date: "2026-11-17",
          type: "capture",
          amount: 40_000,
          reference: "order-1",
          psp: "p1",
          handle: "NO:57860",
        },
        {
          date: "2026-11-18",
          type: "capture",
          amount: 49_900,
          reference: "order-2",
          psp: "p2",
          handle: "NO:57860",
        },
        {
          date: "2026-11-18",
          type: "capture",
          amount: 10_000,
          reference: "order-3",
          psp: "p3",
          handle: "api:123456",
        },
        // Written after midnight, when the next date has begun.
        {
          date: "2026-11-19",
          type: "capture",
          amount: 5_000,
          reference: "order-4",
          psp: "p4",
          handle: "NO:57860",
          time: "2026-11-19T00:02:00.000000Z",
        },
        {
          date: "2026-11-18",
          type: "fees-retained",
          amount: -900,
          psp: "fr1",
          time: "2026-11-19T00:10:00.000000Z",
        },
        {
          date: "2026-11-18",
          type: "payout-scheduled",
          amount: -90_000,
          psp: `77-2000001`,
          time: "2026-11-19T00:12:00.000000Z",
        },
        {
          date: "2026-11-19",
          type: "refund",
          amount: -49_900,
          reference: "order-2",
          psp: "r2",
          handle: "NO:57860",
        },
        {
          date: "2026-11-19",
          type: "capture",
          amount: 80_000,
          reference: "order-5",
          psp: "p5",
          handle: "NO:57860",
          jump: 7,
        },
        { date: "2026-11-19", type: "payout-scheduled", amount: -30_000, psp: `77-2000002` },
      ],
      { opening: 500 },
    ),
    { pageSize: 2 },
  );
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "fees" },
    apiEntries([
      { date: "2026-11-18", type: "capture-fee", amount: -600, psp: "p2", handle: "NO:57860" },
      { date: "2026-11-18", type: "service-fee", amount: -100 },
      { date: "2026-11-18", type: "fees-retained", amount: 900, psp: "fr1" },
      { date: "2026-11-19", type: "credit-note", amount: 50 },
      { date: "2026-11-19", type: "dance-fee", amount: -5, handle: "NO:57860" },
    ]),
  );
  await setProofs(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    { from: "2026-11-18", through: "2026-11-20", proof: "verified" },
  );
  const danish = await createTestLedger(ctx, { name: "Butik", country: "DK" });
  await writeEntries(
    ctx,
    { ledger: danish.ledger, topic: "funds" },
    apiEntries(
      [
        {
          date: "2026-11-16",
          type: "capture",
          amount: 49_900,
          reference: "order-2",
          psp: "dk-p2",
          handle: "DK:90601",
        },
        {
          date: "2026-11-16",
          type: "payout-scheduled",
          amount: -49_900,
          psp: "88-2000001",
          reference: "02023452430010504243",
        },
      ],
      { currency: "DKK" },
    ),
  );
  return { shop, danish };
}
