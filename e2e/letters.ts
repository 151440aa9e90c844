import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "@playwright/test";
import PostalMime from "postal-mime";

/** The path of the link in the newest letter to somebody, as soon as it has come: the stack writes mail to a folder. */
export async function linkInLetterTo(address: string): Promise<string> {
  const folder = join(process.env["E2E_DATA_DIR"] ?? "", "mail");
  let link: string | undefined;
  await expect
    .poll(
      async () => {
        link = await newestLink(folder, address);
        return link;
      },
      // Mail waits its turn behind the first syncs of the demo.
      { timeout: 150_000 },
    )
    .toBeDefined();
  return new URL(link ?? "").pathname;
}

async function newestLink(folder: string, address: string): Promise<string | undefined> {
  if (!existsSync(folder)) return undefined;
  for (const name of readdirSync(folder).toSorted().toReversed()) {
    const letter = await PostalMime.parse(readFileSync(join(folder, name)));
    if (letter.to?.some((to) => to.address === address) !== true) continue;
    return /https?:\/\/\S+/.exec(letter.text ?? "")?.[0];
  }
  return undefined;
}
