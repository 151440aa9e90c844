/** Merchants without end: the listed ones first, then variations on places and trades. */
import type { Country } from "./calendar";
import { MERCHANTS, type LedgerTemplate, type MerchantTemplate } from "./catalogue";
import type { Trait } from "./plan";
import type { TradeName } from "./trades";

const PLACES = {
  NO: [
    "Ålesund",
    "Bodø",
    "Hamar",
    "Kragerø",
    "Molde",
    "Namsos",
    "Røros",
    "Sandnes",
    "Stord",
    "Tønsberg",
    "Vadsø",
    "Åsane",
  ],
  DK: ["Aarhus", "Ebeltoft", "Fåborg", "Helsingør", "Køge", "Næstved", "Ribe", "Rønne", "Tønder"],
  FI: ["Hämeenlinna", "Jyväskylä", "Kuopio", "Oulu", "Porvoo", "Seinäjoki", "Tampere", "Ähtäri"],
} as const;

const KINDS: Readonly<Record<Country, readonly (readonly [string, TradeName])[]>> = {
  NO: [
    ["{} Gårdsbutikk AS", "shop"],
    ["Kafé {} AS", "cafe"],
    ["{} Turn- og Idrettsforening", "club"],
    ["{} Rør og Verktøy Nettsalg AS", "webshop"],
    ["Parkeringsselskapet {} KF", "parking"],
    ["{} Frisør og Velvære", "hairdresser"],
    ["{} Teater SA", "culture"],
    ["{} Bakeri & Konditori AS", "bakery"],
  ],
  DK: [
    ["{} Bageri ApS", "bakery"],
    ["Café {} A/S", "cafe"],
    ["{} Boldklub", "kiosk"],
    ["{} Webhandel ApS", "webshop"],
  ],
  FI: [
    ["{} Leipomo Oy", "bakery"],
    ["Kahvila {} Tmi", "cafe"],
    ["{}n Urheiluseura ry", "kiosk"],
  ],
};

/** The merchant with this number: the first are as listed above, the rest are variations without end. */
export function merchantTemplate(index: number): MerchantTemplate {
  const listed = MERCHANTS[index];
  if (listed !== undefined) return listed;
  const country = index % 7 === 3 ? "DK" : index % 7 === 5 ? "FI" : "NO";
  const kinds = KINDS[country];
  const places = PLACES[country];
  const [pattern, trade] = kinds[index % kinds.length] ?? ["{} AS", "shop"];
  const round = Math.floor(index / (kinds.length * places.length));
  const place = places[Math.floor(index / kinds.length) % places.length] ?? "Hamar";
  const name = pattern.replace("{}", place) + (round === 0 ? "" : ` ${round + 1}`);
  return { name, country, trade, ledgers: [variation(index, country, name)] };
}

function variation(index: number, country: Country, name: string): LedgerTemplate {
  const traits: Trait[] = [];
  if (index % 3 === 0) traits.push("disputes");
  if (index % 5 === 0) traits.push("two-fees");
  if (index % 11 === 0) traits.push("corrections");
  if (index % 13 === 0) traits.push("aborted-payout");
  if (index % 17 === 0) traits.push("service-fee");
  const isNorwegian = country === "NO";
  return {
    units: [name],
    traits,
    frequency:
      isNorwegian && index % 6 === 1 ? "weekly" : isNorwegian && index % 9 === 2 ? "monthly" : "daily",
    payoutReference: isNorwegian ? (index % 2 === 0 ? "text" : "absent") : "digits",
    settlesAtMidnight: index % 4 === 0,
  };
}
