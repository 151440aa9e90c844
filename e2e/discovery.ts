import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

import { withAdmin } from "./people";

const INTERVAL_MS = 1_000;
const TIMEOUT_MS = 100_000;

/** Keys, as a database's administrator may touch them. */
export function withKeys<T>(
  work: (client: Parameters<Parameters<typeof withAdmin>[0]>[0]) => Promise<T>,
): Promise<T> {
  return withAdmin(async (client) => {
    await client.query("reset role");
    await client.query("set role avstemt_keys");
    return work(client);
  });
}

/**
 * Has the list of the client's ledgers read, over and over, until what is looked for is there. A firm may ask once a
 * minute: here the last asking is made to lie a minute back.
 */
export async function readListUntil(
  page: Page,
  { tenant, clientId }: Readonly<{ tenant: string; clientId: string }>,
  isThere: () => Promise<boolean>,
): Promise<void> {
  await expect
    .poll(
      async () => {
        await withKeys((client) =>
          client.query(
            `update installation.discovery_run r set asked_at = r.asked_at - interval '1 minute'
             from installation.credential c where c.id = r.credential_id and c.client_id = $1`,
            [clientId],
          ),
        );
        await page.request.post("/api/v1/onboarding/look", {
          headers: { "avstemt-tenant": tenant },
          data: {},
        });
        return isThere();
      },
      { timeout: TIMEOUT_MS, intervals: [INTERVAL_MS] },
    )
    .toBe(true);
}
