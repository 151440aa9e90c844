import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { describe, expect, test } from "vitest";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import type { PayoutHead, ReportSums } from "@/lib/domain/bookkeeping/settlement-report";
import { DAY_VERIFICATIONS } from "@/lib/domain/ledger/states";
import { PAYOUT_STATUSES } from "@/lib/domain/payout/status";
import { periodDocument } from "@/lib/formats/period-document";
import type { ReportDocument } from "@/lib/formats/report-document";
import { SETTLEMENT_WORDS, payoutDocument } from "@/lib/formats/settlement-document";
import { settlementPdf } from "@/lib/formats/settlement-pdf";

/** What stands on paper, where: nothing over anything else, nothing beyond the page, nothing cut off. */

const START = parseLedgerDate("2026-11-01");
const END = addDays(START, 29);
const LARGE = 98_765_432_109n;
const PSP = "01H7W7Q6Y5R-3G58CTAZX0MHKV2";
const HANDLE = "NO:1234567";

type Placed = Readonly<{ text: string; x: number; y: number; width: number }>;

async function pagesOf(
  report: ReportDocument,
): Promise<{ width: number; height: number; texts: Placed[] }[]> {
  const bytes = await settlementPdf(report, "nb", 0);
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: { width: number; height: number; texts: Placed[] }[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const content = await page.getTextContent();
    const texts = content.items.flatMap((item): Placed[] => {
      if (!("str" in item) || item.str.trim() === "") return [];
      const [, , , , x = 0, y = 0] = item.transform as number[];
      return [{ text: item.str, x, y, width: item.width }];
    });
    pages.push({ width, height, texts });
  }
  return pages;
}

/** Texts that leave the page's margins, and pairs that stand over one another. */
async function faultsOf(report: ReportDocument): Promise<string[]> {
  const faults: string[] = [];
  for (const { width, height, texts } of await pagesOf(report)) {
    for (const of of texts) {
      const isOn = of.x >= 55 && of.x + of.width <= width - 39 && of.y >= 20 && of.y <= height - 20;
      if (!isOn) faults.push(`beyond the page: ${of.text}`);
      for (const other of texts) {
        const isBeside = Math.abs(of.y - other.y) < 4 && of.x <= other.x && of !== other;
        if (isBeside && of.x + of.width > other.x + 0.5) faults.push(`${of.text} over ${other.text}`);
      }
    }
  }
  return faults;
}

const sumsOf = (amount: bigint): ReportSums => ({
  capture: amount,
  refund: -amount,
  fee: -amount,
  payout: -amount,
  other: amount,
  count: 12_345,
});

function headOf(status: PayoutHead["status"]): PayoutHead {
  return {
    payoutNumber: "2000167",
    pspReference: "460017-2000167",
    bankReference: "Utb. 2000167 Vippsnr 548005",
    payoutAccount: "86011117947",
    ledgerId: "460017",
    ledgerDate: START,
    expectedDate: START,
    receivedDate: START,
    receivedBy: "bank-line",
    status,
    currency: "NOK",
    amount: -LARGE,
  };
}

type Language = (typeof MAIL_LANGUAGES)[number];

function reportsOf(name: string, language: Language): readonly [ReportDocument, ReportDocument] {
  const of = { language, madeAtMs: 0 };
  const merchant = { name, businessId: "987654321" };
  const sums = sumsOf(LARGE);
  const units = [{ recipientHandle: HANDLE, name, sums }];
  const days = DAY_VERIFICATIONS.map((verification, index) => ({
    ledgerDate: addDays(START, index),
    sums,
    breaks: LARGE,
    closing: -LARGE,
    charged: -LARGE,
    verification,
  }));
  const ledger = {
    ledgerId: "460017",
    currency: "NOK",
    from: START,
    to: END,
    opening: LARGE,
    closing: -LARGE,
    sums,
    breaks: LARGE,
    charged: -LARGE,
    days,
    units,
    payouts: [...PAYOUT_STATUSES.map(headOf), { ...headOf("received"), receivedBy: "attested" as const }],
    proof: "pending" as const,
  };
  const period = periodDocument({ merchant, from: START, to: END, ledgers: [ledger] }, of);
  const payout = payoutDocument(
    {
      merchant,
      payout: headOf("received"),
      fromDate: START,
      proof: "in-doubt",
      waterfall: [
        { key: "left-before", amount: LARGE, count: undefined },
        { key: "capture", amount: LARGE, count: 12_345 },
        { key: "left", amount: 2n * LARGE, count: undefined },
      ],
      units,
      dates: [{ ledgerDate: START, sums }],
      entryCount: 1,
    },
    [
      {
        ledgerDate: START,
        time: "2026-11-01T12:00:00.000000Z",
        entryType: "returned-disputed-capture",
        reference: "r".repeat(64),
        pspReference: PSP,
        recipientHandle: HANDLE,
        amount: LARGE,
      },
    ],
    of,
  );
  return [period, payout];
}

describe.each([
  "Kort",
  "Et veldig langt navn på en forretning som ingen har hørt om ".repeat(4).trim(),
  "Ordutenmellomrom".repeat(18),
])("the reports of %.20s", (name) => {
  test.each(MAIL_LANGUAGES)("stand on their pages, nothing over anything (%s)", async (language) => {
    for (const report of reportsOf(name, language)) expect(await faultsOf(report)).toEqual([]);
  });
});

test.each(MAIL_LANGUAGES)("no word and no number of theirs is cut off (%s)", async (language) => {
  const [period, payout] = reportsOf("Kort", language);
  for (const report of [period, payout]) {
    const all = (await pagesOf(report)).flatMap(({ texts }) => texts.map(({ text }) => text));
    expect(all.filter((text) => text.includes("…"))).toEqual([]);
    // What goes on in the line below is all there.
    const joined = all.join("").replaceAll(/\s/g, "");
    for (const { columns, rows } of report.tables) {
      const labels = columns.map(({ label }) => label);
      for (const text of [...labels, ...rows.flat()].filter((cell) => typeof cell === "string"))
        for (const word of text.split(" ").filter((part) => part.length <= 14))
          expect(all.join(" ")).toContain(word);
    }
    if (report === payout) expect(joined).toContain(HANDLE);
  }
});

test("a text without end leaves room for what stands below it", async () => {
  const [, payout] = reportsOf("lang ".repeat(5_000), "nb");
  expect(await faultsOf({ ...payout, facts: [] })).toEqual([]);
});

test("no word begins twice", () => {
  const twice = Object.entries(SETTLEMENT_WORDS).flatMap(([language, words]) =>
    [...JSON.stringify(words).matchAll(/\p{L}+/gu)]
      .map(([word]) => word)
      .filter((word) => /^(\p{L}{2,})\1/iu.test(word))
      .map((word) => `${language} ${word}`),
  );
  expect(twice).toEqual([]);
});
