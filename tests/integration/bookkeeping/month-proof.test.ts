import { afterAll, beforeAll, expect, test } from "vitest";

import { monthReport } from "@/lib/services/reports/period-report";
import { apiEntries, createTestLedger, setProofs, writeEntries } from "@/tests/factories/books";
import { csvRows } from "@/tests/factories/reports-read";
import { bytesOf } from "@/tests/integration/bookkeeping/read-back";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});

afterAll(() => world.close());

test("a month of which the fees are in doubt is in doubt, as its days are", async () => {
  const firm = await world.newFirm();
  const shop = await createTestLedger(firm, { booksFrom: "2026-11-01" });
  for (const topic of ["funds", "fees"] as const) {
    await writeEntries(
      firm,
      { ledger: shop.ledger, topic },
      apiEntries([{ date: "2026-11-03", type: topic === "funds" ? "capture" : "capture-fee", amount: -100 }]),
    );
    await setProofs(
      firm,
      { ledger: shop.ledger, topic },
      { from: "2026-11-01", through: "2026-11-30", proof: "verified" },
    );
  }
  const proofs = async (): Promise<unknown[]> => {
    const report = await monthReport(firm, {
      id: shop.merchantId,
      month: "2026-11",
      format: "csv",
      language: "nb",
    });
    return csvRows(await bytesOf(report)).flatMap(({ row, proof }) =>
      row === "opening" ? [] : [`${row ?? ""} ${proof ?? ""}`],
    );
  };
  expect(await proofs()).toEqual(["day verified", "total verified"]);
  await setProofs(
    firm,
    { ledger: shop.ledger, topic: "fees" },
    { from: "2026-11-03", through: "2026-11-03", proof: "differs" },
  );
  expect(await proofs()).toEqual(["day in-doubt", "total in-doubt"]);
});
