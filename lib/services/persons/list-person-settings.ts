import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { Page } from "@/lib/core/page";
import { toPage } from "@/lib/core/page";
import type { PersonsQuery, PersonSetting } from "@/lib/contracts/persons";
import { deletedOn } from "@/lib/domain/person/retention";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { listPersonLedgers } from "@/lib/store/person-dates";
import type { PersonLedger } from "@/lib/store/person-dates";
import { withTenant } from "@/lib/store/tenant";

const Place = z.object({ after: z.string().max(100) });

/** Ledgers, and whether and how their payers are kept. Throws: forbidden, invalid_input (cursor). */
export async function listPersonSettings(
  ctx: ServiceContext,
  query: PersonsQuery,
): Promise<Page<PersonSetting>> {
  requirePermission(ctx, "person.manage");
  const after = decodeCursor(query.cursor, Place)?.after;
  const rows = await withTenant(ctx.database, ctx, (tx) =>
    listPersonLedgers(tx, { onlyOn: query.state === "on", after, limit: query.limit }),
  );
  const page = toPage(rows, query.limit, (last) => encodeCursor({ after: last.ledgerId }));
  return { items: page.items.map(describe), nextCursor: page.nextCursor };
}

/** One ledger. Throws: forbidden, not_found. */
export async function getPersonSetting(
  ctx: ServiceContext,
  input: Readonly<{ id: string }>,
): Promise<PersonSetting> {
  requirePermission(ctx, "person.manage");
  const ledger = parseId<"ledger">(input.id);
  const [row] = await withTenant(ctx.database, ctx, (tx) =>
    listPersonLedgers(tx, { onlyOn: false, ledger, after: undefined, limit: 1 }),
  );
  if (row === undefined) throw new AppError("not_found", "there is no ledger with this id");
  return describe(row);
}

function describe({ setting, ...row }: PersonLedger): PersonSetting {
  return {
    ledgerUid: row.ledger,
    ledgerId: row.ledgerId,
    merchantName: row.merchantName ?? null,
    kept:
      setting === undefined
        ? null
        : {
            purpose: setting.purpose,
            purposeNote: setting.purposeNote,
            retentionDays: setting.retentionDays,
            turnedOnAt: setting.turnedOnAt,
            turnedOnBy: setting.turnedOnBy,
            payerCount: setting.held,
            pastDatesDone: setting.datesDone,
            pastDates: setting.datesWanted,
            nextDeletion:
              setting.oldestDate === undefined ? null : deletedOn(setting.oldestDate, setting.retentionDays),
          },
  };
}
