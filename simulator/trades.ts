/** Kinds of trade: when people come, what they pay. Data, not code. */
import type { Prices, Rhythm } from "./plan";

export type TradeName =
  | "bakery"
  | "cafe"
  | "club"
  | "culture"
  | "festival"
  | "hairdresser"
  | "housing"
  | "kiosk"
  | "parking"
  | "restaurant"
  | "shop"
  | "webshop";

export type Trade = Readonly<{ rhythm: Rhythm; prices: Prices; refundShare: number; isVmNumber: boolean }>;

const EVEN = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
const SUMMER = [0.6, 0.6, 0.8, 0.9, 1.2, 1.4, 1.6, 1.4, 1, 0.9, 0.7, 0.9];
const CHRISTMAS = [0.8, 0.8, 0.9, 0.9, 1, 0.9, 0.8, 0.9, 0.9, 1, 1.4, 1.7];

function trade(
  rhythm: Readonly<{
    perDay: number;
    weekdays: string;
    months: readonly number[];
    hours: string;
    quiet?: number;
  }>,
  prices: string,
  refundShare: number,
  isVmNumber: boolean,
): Trade {
  const [openHour = 0, closeHour = 24] = rhythm.hours.split("-").map(Number);
  const [low = 100, high = 1000, step = 1] = prices.split(" ").map((kroner) => Number(kroner) * 100);
  const weekdays = rhythm.weekdays.split(" ").map(Number);
  const { perDay, months, quiet = 0 } = rhythm;
  return {
    rhythm: { perDay, weekdays, months, openHour, closeHour, quiet },
    prices: { low, high, step },
    refundShare,
    isVmNumber,
  };
}

/** Weekdays are Sunday first. Prices are lowest, highest, and the step between them, in kroner or euro. */
export const TRADES: Readonly<Record<TradeName, Trade>> = {
  bakery: trade(
    { perDay: 26, weekdays: "0.4 1 1 1 1.1 1.3 1.6", months: EVEN, hours: "7-17" },
    "29 480 0.5",
    0.004,
    true,
  ),
  cafe: trade(
    { perDay: 24, weekdays: "1.1 0.7 0.8 0.9 1 1.3 1.5", months: SUMMER, hours: "8-21" },
    "39 620 1",
    0.006,
    true,
  ),
  club: trade(
    { perDay: 4, weekdays: "1.6 0.6 1.2 0.6 1.2 0.5 1.5", months: SUMMER, hours: "9-22", quiet: 0.25 },
    "50 2900 50",
    0.02,
    true,
  ),
  culture: trade(
    { perDay: 16, weekdays: "0.8 0.3 0.6 0.8 1.2 1.7 1.9", months: CHRISTMAS, hours: "10-23", quiet: 0.05 },
    "90 990 10",
    0.03,
    false,
  ),
  festival: trade(
    { perDay: 12, weekdays: "1 0.8 0.9 1 1.1 1.4 1.2", months: SUMMER, hours: "0-24" },
    "450 3850 50",
    0.03,
    false,
  ),
  hairdresser: trade(
    { perDay: 9, weekdays: "0 0.9 1.1 1.1 1.2 1.4 0.8", months: CHRISTMAS, hours: "9-19" },
    "290 2490 10",
    0.004,
    true,
  ),
  housing: trade(
    { perDay: 1, weekdays: "1 1 1 1 1 1 1", months: SUMMER, hours: "10-20", quiet: 0.4 },
    "100 4500 50",
    0.01,
    true,
  ),
  kiosk: trade(
    { perDay: 14, weekdays: "1.5 0.6 0.7 0.8 0.9 1.4 1.8", months: SUMMER, hours: "10-22" },
    "15 260 1",
    0.003,
    true,
  ),
  parking: trade(
    { perDay: 44, weekdays: "0.7 1 1 1 1.1 1.3 1.4", months: EVEN, hours: "0-24" },
    "12 310 1",
    0.012,
    false,
  ),
  restaurant: trade(
    { perDay: 18, weekdays: "0.8 0.2 0.7 0.9 1.2 1.9 2", months: CHRISTMAS, hours: "14-24" },
    "149 3200 1",
    0.006,
    true,
  ),
  shop: trade(
    { perDay: 15, weekdays: "0 0.9 0.9 1 1.1 1.4 1.6", months: CHRISTMAS, hours: "10-19" },
    "79 2600 1",
    0.025,
    true,
  ),
  webshop: trade(
    { perDay: 28, weekdays: "1.3 1.1 1 1 1 0.9 0.8", months: CHRISTMAS, hours: "0-24" },
    "99 2990 1",
    0.05,
    false,
  ),
};
