import { expect } from "vitest";

import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";
import { ledgerUid, listLedgers } from "@/tests/factories/firm";
import { readHeld, truthOf } from "@/tests/factories/held";
import type { TestSimulator } from "@/tests/factories/simulator";

/** Expects every ledger granted to these keys to be held exactly as the simulator's truth has it now. */
export async function expectTruth(
  ctx: ServiceContext,
  simulator: TestSimulator,
  clientId: string,
): Promise<void> {
  const granted = (await simulator.truth()).filter((ledger) => ledger.grantedTo.includes(clientId));
  expect(granted.length).toBeGreaterThan(0);
  for (const truth of granted) {
    const ledger = await ledgerUid(ctx, truth.ledgerId);
    for (const topic of TOPICS) {
      expect(await readHeld(ctx, ledger, topic), `${truth.ledgerId} ${topic}`).toEqual(
        truthOf(truth.topics[topic]),
      );
    }
  }
}

/** Expects no topic of the firm to be half written: gapless, and sums and checkpoint of just the entries there. Returns how many there are. */
export async function expectWhole(ctx: ServiceContext): Promise<number> {
  let count = 0;
  for (const ledger of await listLedgers(ctx)) {
    for (const topic of TOPICS) {
      const held = await readHeld(ctx, ledger.id, topic);
      expect(held.gapless, `${ledger.ledgerId} ${topic}`).toBe(true);
      expect(held.days.reduce((sum, day) => sum + day.count, 0)).toBe(held.count);
      expect(held.days.reduce((sum, day) => sum + day.sum, 0)).toBe(held.sum);
      expect((held.headBalance ?? 0) - (held.firstBalance ?? 0)).toBe(held.sum);
      count += held.count;
    }
  }
  return count;
}

export type FeedState = Readonly<{
  ledger: string;
  topic: Topic;
  state: string;
  failures: number;
  code: string | null;
}>;

export function feedStates(ctx: ServiceContext): Promise<FeedState[]> {
  return withTenant(ctx.database, ctx, (tx) =>
    tx.query<FeedState>(
      `select l.ledger_id as ledger, f.topic, f.state, f.failures, f.failure_code as code
       from feed f join ledger l on l.tenant_id = f.tenant_id and l.id = f.ledger where f.tenant_id = $1 order by 1, 2`,
      [tx.tenantId],
    ),
  );
}

/** The open issues of the firm, by kind. */
export async function openIssueKinds(ctx: ServiceContext): Promise<readonly string[]> {
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    tx.query<{ kind: string }>(
      "select kind from issue where tenant_id = $1 and resolved_at is null order by kind",
      [tx.tenantId],
    ),
  );
  return rows.map((row) => row.kind);
}
