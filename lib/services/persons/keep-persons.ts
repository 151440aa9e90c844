import { hasCode } from "@/lib/core/errors";
import type { LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { KeptEntry } from "@/lib/domain/ledger/repeats";
import { oldestKept } from "@/lib/domain/person/retention";
import type { ServiceContext } from "@/lib/services/context";
import { openPersonBox } from "@/lib/services/persons/person-box";
import type { PersonBox } from "@/lib/services/persons/person-box";
import { wantDates } from "@/lib/store/person-dates";
import { findPersonSetting, insertPersons } from "@/lib/store/persons";
import type { PersonSetting } from "@/lib/store/persons";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Stores the payers of entries that are being written, in their transaction. What is outside the time to keep is
 * dropped, and so is everything when the ledger's payers are not kept (any more). Never stands in the way of the
 * entries: a data key that does not open costs the payers, whose dates are asked for again later.
 */
export async function keepPersons(
  tx: TenantTx,
  ctx: ServiceContext,
  { ledger, topic, entries }: Readonly<{ ledger: LedgerUid; topic: Topic; entries: readonly KeptEntry[] }>,
): Promise<number> {
  if (!entries.some((entry) => entry.person !== undefined)) return 0;
  const setting = await findPersonSetting(tx, ledger, { lock: true });
  if (setting === undefined) return 0;
  const nowMs = ctx.clock.nowMs();
  const from = oldestKept(nowMs, setting.retentionDays);
  const wanted = entries.filter((entry) => entry.person !== undefined && entry.ledgerDate >= from);
  if (wanted.length === 0) return 0;
  const box = openOrUndefined(ctx, setting);
  if (box === undefined) {
    const dates = wanted.map((entry) => entry.ledgerDate).toSorted();
    const [first = from] = dates;
    await wantDates(tx, setting, { from: first, to: dates.at(-1), nowMs });
    return 0;
  }
  const rows = wanted.flatMap(({ person, ledgerDate, content, ordinal }) => {
    if (person === undefined) return [];
    const key = { ledgerDate, topic, content, ordinal };
    return [{ key, sealed: box.seal(person, key) }];
  });
  return insertPersons(tx, setting, rows);
}

function openOrUndefined(ctx: ServiceContext, setting: PersonSetting): PersonBox | undefined {
  try {
    return openPersonBox(ctx, setting);
  } catch (error) {
    if (!hasCode(error, "invariant_broken")) throw error;
    ctx.log.error({ ledger: setting.ledger }, "the data key of a ledger's payers does not open");
    return undefined;
  }
}
