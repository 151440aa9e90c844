import type { LineText } from "@/lib/domain/bank/statement";
import type { SettlementItem } from "@/lib/domain/reconciliation/model";
import type { Seeded } from "@/tests/factories/seeded";

/** How a payout's line is written: the shares of the issue, and of what is joined. */
export type Writing = "clean" | "cut" | "other-field" | "own" | "none";

/** The texts of a line, and whether a usable reference stands in them: whole, or cut off with the payout's number whole. */
export type Written = Readonly<{ texts: readonly LineText[]; isUsable: boolean }>;

const CUT_LENGTH = 35;
const PROVIDER = { field: "counterparty", text: "Vipps Mobilepay As" } as const;

export function writingOf(random: Seeded): Writing {
  const roll = random.int(1, 100);
  if (roll <= 92) return "clean";
  if (roll <= 96) return "cut";
  if (roll <= 98) return "other-field";
  return roll === 99 ? "own" : "none";
}

export function writePayout(random: Seeded, item: SettlementItem, writing: Writing, shop: string): Written {
  const reference = referenceText(random, item);
  const isNamed = random.chance(0.8);
  const beside: LineText[] = isNamed ? [PROVIDER] : [];
  switch (writing) {
    case "clean":
      return {
        texts: [{ field: "remittance", text: around(random, reference.text) }, ...beside],
        isUsable: reference.isUsable,
      };
    case "other-field":
      return {
        texts: [
          {
            field: "remittance",
            text: random.pick(["Overføring", "Indbetaling", "Tilisiirto", "Kontoregulering 12.05"]),
          },
          { field: random.pick(["reference", "additional"]), text: reference.text },
          ...beside,
        ],
        isUsable: reference.isUsable,
      };
    case "cut":
      return cutText(random, item);
    case "own": {
      const text = `Oppgjør ${shop} ${item.ledgerDate.split("-").toReversed().join(".")} kasse ${String(random.int(1, 9))}`;
      return { texts: [{ field: "remittance", text }, ...beside], isUsable: false };
    }
    case "none":
    default: {
      const texts = random.chance(0.7) ? [PROVIDER] : [{ field: "remittance" as const, text: "Innbetaling" }];
      return { texts, isUsable: false };
    }
  }
}

/** A credit that is no payout, and has digits of one in its text by chance or malice. */
export function writeLookalike(random: Seeded, item: SettlementItem): readonly LineText[] {
  const number = item.payoutNumber ?? "0";
  const handle = item.handles[0] ?? "0";
  const text = random.pick([
    `Ola Nordmann faktura ${String(random.int(10_000, 99_999))}`,
    `KID ${String(random.int(10, 99))}${number}${String(random.int(100, 999))}`,
    `Kunde ${handle} gave ${item.ledgerDate}`,
    `Ordre ${number.slice(0, 5)} av 12.05.2026`,
    `Vippsnr ${handle} dugnad`,
    `Ordre ${number}`,
    `${number}${handle}`,
    `Faktura 1${number} kunde ${handle}`,
    `Utb. ${number} Vippsnr 9${handle}`,
    `02${"0".repeat(8)}001${item.ledgerDate.slice(8)}${item.ledgerDate.slice(5, 7)}`,
    "Leie mai",
  ]);
  return [
    { field: "remittance", text },
    { field: "counterparty", text: "Ola Nordmann" },
  ];
}

function referenceText(random: Seeded, item: SettlementItem): Written & { text: string } {
  const text = item.country === "NO" ? norwegian(random, item) : other(random, item);
  return { ...text, texts: [] };
}

function norwegian(random: Seeded, item: SettlementItem): { text: string; isUsable: boolean } {
  const number = item.payoutNumber ?? "";
  const handle = random.pick(item.handles as [string, ...string[]]);
  const spaced = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, " ");
  const text = random.pick([
    `Utb. ${number} Vippsnr ${handle}`,
    `Utb. ${number} Vippsnr ${handle}`,
    `Utb. ${number} Vippsnr ${handle}`,
    `Utb. ${handle} Vippsnr ${number}`,
    `Vipps utbet. ${number} Vippsnr ${handle}`,
    `UTB.  000${number}\u00a0VIPPSNR 0${handle}`,
    `Utb. ${spaced(number)} Vippsnr ${spaced(handle)}`,
    `Utb ${number}, vippsnr: ${handle}`,
  ]);
  return { text, isUsable: true };
}

function other(random: Seeded, item: SettlementItem): { text: string; isUsable: boolean } {
  const { reference } = item;
  // A text that is the same for every payout tells none of them.
  if (reference.startsWith("BUTIK")) return { text: reference, isUsable: false };
  if (!/^\d{20}$/.test(reference)) return { text: reference, isUsable: true };
  const text = random.pick([
    reference,
    reference,
    reference.replaceAll(/(\d{4})(?=\d)/g, "$1 "),
    reference.replace(/^0/, ""),
    `${reference.slice(0, 10)}-${reference.slice(10)}`,
  ]);
  return { text, isUsable: true };
}

function around(random: Seeded, text: string): string {
  const words = random.pick(["", "", "", "Giro ", "Fra: Vipps Mobilepay As, ", "Viite "]);
  return `${words}${text}${random.chance(0.1) ? " betalt 12.05.2026" : ""}`;
}

/** As a bank cuts it: with so many words before it that the end is lost. */
function cutText(random: Seeded, item: SettlementItem): Written {
  const whole =
    item.country === "NO"
      ? `Utb. ${item.payoutNumber ?? ""} Vippsnr ${item.handles[0] ?? ""}`
      : item.reference;
  const least = CUT_LENGTH - whole.length + 1;
  const words = "Overføring innland fra Vipps Mobilepay As";
  const kept = random.int(4, whole.length - 1);
  const lead = `${words
    .slice(0, Math.max(least, CUT_LENGTH - kept) - 1)
    .trimEnd()
    .padEnd(Math.max(least, CUT_LENGTH - kept) - 1, ".")} `;
  const text = `${lead}${whole}`.slice(0, CUT_LENGTH);
  const end = text.slice(lead.length);
  const isUsable = item.country === "NO" && new RegExp(`^Utb\\. ${item.payoutNumber ?? ""} V`).test(end);
  return { texts: [{ field: "remittance", text }, ...(random.chance(0.8) ? [PROVIDER] : [])], isUsable };
}
