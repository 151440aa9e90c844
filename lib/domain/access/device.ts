/** What a person knows their device by. `undefined`: the browser does not say. */
export type Device = Readonly<{ browser: string | undefined; system: string | undefined }>;

/** The order matters: most browsers claim to be others, too. */
const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["SamsungBrowser", "Samsung Internet"],
  ["Firefox", "Firefox"],
  ["FxiOS", "Firefox"],
  ["CriOS", "Chrome"],
  ["HeadlessChrome", "Chrome"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;

const SYSTEMS = [
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["CrOS", "ChromeOS"],
  ["Macintosh", "Mac"],
  ["Linux", "Linux"],
] as const;

/** Reads a browser's own words about itself (User-Agent). They are a claim: good for recognising, not for deciding. */
export function describeDevice(userAgent: string): Device {
  const nameIn = (table: readonly (readonly [string, string])[]): string | undefined =>
    table.find(([sign]) => userAgent.includes(sign))?.[1];
  return { browser: nameIn(BROWSERS), system: nameIn(SYSTEMS) };
}
