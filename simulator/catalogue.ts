/** The merchants of the simulated world. Data, not code; the names are made up. */
import type { Country } from "./calendar";
import type { Frequency, PayoutReference, Trait } from "./plan";
import type { TradeName } from "./trades";

export type LedgerTemplate = Readonly<{
  /** Names of the sales units that settle on this ledger. */
  units: readonly string[];
  /** API units where the trade has VM numbers, or the other way round. */
  swapKind?: boolean;
  /** The sales unit with this place in `units` comes from the merchant's ledger before, on this day of its history. */
  unitMovesIn?: Readonly<{ unit: number; onDay: number }>;
  traits?: readonly Trait[];
  frequency?: Frequency;
  cutoffHour?: number;
  settlesAtMidnight?: boolean;
  isGross?: boolean;
  reserve?: number;
  openingFunds?: number;
  payoutReference?: PayoutReference;
  accountChangesOnDay?: number;
  isGrantedLate?: boolean;
  scale?: number;
}>;

export type MerchantTemplate = Readonly<{
  name: string;
  country: Country;
  trade: TradeName;
  ledgers: readonly LedgerTemplate[];
}>;

export const MERCHANTS: readonly MerchantTemplate[] = [
  {
    name: "Nordlys Nettbutikk AS",
    country: "NO",
    trade: "webshop",
    ledgers: [{ units: ["Nordlys.example"], traits: ["disputes", "two-fees", "service-fee", "corrections"] }],
  },
  {
    name: "Kaffebaren på Hjørnet AS",
    country: "NO",
    trade: "cafe",
    ledgers: [
      {
        units: ["Kaffebaren på Hjørnet"],
        payoutReference: "absent",
        traits: ["old-metadata", "old-payout-name"],
      },
    ],
  },
  {
    name: "Smørrebrød & Søn ApS",
    country: "DK",
    trade: "restaurant",
    ledgers: [
      {
        units: ["Smørrebrød & Søn, Nyhavn"],
        reserve: 200_000,
        settlesAtMidnight: true,
        traits: ["disputes"],
      },
    ],
  },
  {
    name: "Idrettslaget Skarven Friidrett",
    country: "NO",
    trade: "club",
    ledgers: [
      { units: ["IL Skarven"], frequency: "monthly", payoutReference: "absent", traits: ["old-metadata"] },
    ],
  },
  {
    name: "Fjordparkering Bergen AS",
    country: "NO",
    trade: "parking",
    ledgers: [
      {
        units: ["Fjordparkering Torget", "Fjordparkering Nygård", "Fjordparkering Flyplass"],
        cutoffHour: 4,
        traits: ["two-fees", "zero-twins", "array-handles"],
      },
    ],
  },
  {
    name: "Kahvila Lumikki Oy",
    country: "FI",
    trade: "cafe",
    ledgers: [{ units: ["Kahvila Lumikki, Töölö"], traits: ["unknown-fields"] }],
  },
  {
    name: "Brødrene Åsgård Bakeri AS",
    country: "NO",
    trade: "bakery",
    ledgers: [
      { units: ["Åsgård Bakeri Sentrum", "Åsgård Bakeri Moss"] },
      { units: ["Åsgård Bakeri Ås"], payoutReference: "absent" },
      {
        units: ["Åsgård Bakeri Drøbak", "Åsgård Bakeri Ås"],
        unitMovesIn: { unit: 1, onDay: 60 },
        frequency: "weekly",
      },
    ],
  },
  {
    name: "Midnattsolfestivalen SA",
    country: "NO",
    trade: "festival",
    ledgers: [
      { units: ["Midnattsolfestivalen billett"], traits: ["negative-spell", "credit-notes", "disputes"] },
    ],
  },
  {
    name: "Ålgård Møbel & Interiør AS",
    country: "NO",
    trade: "shop",
    ledgers: [
      { units: ["Ålgård Møbel"], isGross: true, swapKind: true, traits: ["credit-notes", "service-fee"] },
    ],
  },
  {
    name: "Ærø Cykeludlejning I/S",
    country: "DK",
    trade: "kiosk",
    ledgers: [{ units: ["Ærø Cykler, Marstal"], accountChangesOnDay: 70, traits: ["aborted-payout"] }],
  },
  {
    name: "Hytteforeningen Sjøgløtt",
    country: "NO",
    trade: "housing",
    ledgers: [{ units: ["Sjøgløtt felleskasse"], traits: ["no-traffic"] }],
  },
  {
    name: "Tromsø Kystlag Båt og Brygge",
    country: "NO",
    trade: "club",
    ledgers: [
      {
        units: ["Kystlaget brygge"],
        openingFunds: 1_234_550,
        payoutReference: "empty",
        traits: ["old-payout-name"],
      },
    ],
  },
  {
    name: "Frisør Bjørkelangen Solveig Dahl-Østmo",
    country: "NO",
    trade: "hairdresser",
    ledgers: [{ units: ["Frisør Bjørkelangen"], isGrantedLate: true, frequency: "weekly" }],
  },
  {
    name: "Kulturhuset Søndre Torg KF",
    country: "NO",
    trade: "culture",
    ledgers: [
      {
        units: ["Kulturhuset billetter", "Kulturhuset kafé"],
        traits: ["unknown-types", "unknown-fields", "corrections"],
      },
    ],
  },
  {
    name: "Stiftelsen Fellesrådet for Frivillige Organisasjoner og Nærmiljøsentraler i Øvre Gudbrandsdalen og Omegn",
    country: "NO",
    trade: "club",
    ledgers: [
      {
        units: ["Fellesrådet innsamling", "Fellesrådet loppemarked på Øvre Torg, Lillehammer"],
        frequency: "weekly",
      },
    ],
  },
  {
    name: "Havnens Fiskehus A/S",
    country: "DK",
    trade: "shop",
    ledgers: [
      {
        units: ["Havnens Fiskehus, Skagen"],
        traits: ["two-fees", "old-payout-name"],
        settlesAtMidnight: true,
      },
    ],
  },
  {
    name: "Sykkelverkstedet Trygve Bø ENK",
    country: "NO",
    trade: "shop",
    ledgers: [{ units: ["Trygves Sykkelverksted"], traits: ["fee-refund", "split-retained-reference"] }],
  },
  {
    name: "Järvenrannan Sauna ja Uinti ry",
    country: "FI",
    trade: "kiosk",
    ledgers: [{ units: ["Järvenrannan sauna"], traits: ["disputes", "aborted-payout"] }],
  },
  {
    name: "Lofoten Keramikk og Garn DA",
    country: "NO",
    trade: "webshop",
    ledgers: [
      { units: ["Lofoten Keramikk nett"], scale: 0.4, traits: ["disputes", "zero-twins"] },
      { units: ["Lofoten Keramikk Svolvær"], swapKind: true, scale: 0.3, payoutReference: "absent" },
    ],
  },
  {
    name: "Grünerløkka Pizzeria AS",
    country: "NO",
    trade: "restaurant",
    ledgers: [{ units: ["Grünerløkka Pizzeria"], cutoffHour: 4, traits: ["service-fee"] }],
  },
  {
    name: "Vinterparken Skisenter AS",
    country: "NO",
    trade: "culture",
    ledgers: [
      {
        units: ["Vinterparken heiskort", "Vinterparken skiutleie", "Vinterparken kafé"],
        reserve: 500_000,
        scale: 1.6,
      },
    ],
  },
  {
    name: "Blomsterhuset Åse & Øyvind ANS",
    country: "NO",
    trade: "shop",
    ledgers: [
      { units: ["Blomsterhuset"], frequency: "monthly", payoutReference: "absent", traits: ["corrections"] },
    ],
  },
  {
    name: "Cirkus Æbleskov Børneteater",
    country: "DK",
    trade: "culture",
    ledgers: [{ units: ["Cirkus Æbleskov"], traits: ["negative-spell"], scale: 0.5 }],
  },
  {
    name: "Skien Skolekorps",
    country: "NO",
    trade: "club",
    ledgers: [{ units: ["Skien Skolekorps kiosk"], frequency: "monthly", isGrantedLate: true }],
  },
];
