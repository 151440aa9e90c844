import type { LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { RETENTION_DAYS_MAX } from "@/lib/domain/person/retention";
import type { ServiceContext } from "@/lib/services/context";
import { openPersonBox } from "@/lib/services/persons/person-box";
import { turnOnPersons } from "@/lib/services/persons/turn-on-persons";
import { findPersonSetting, insertPersons } from "@/lib/store/persons";
import { withTenant } from "@/lib/store/tenant";

/** Keeps a made-up payer of every entry of a ledger's funds, as if the provider had given one. */
export async function keepTestPayers(ctx: ServiceContext, ledger: LedgerUid): Promise<void> {
  await turnOnPersons(ctx, {
    id: ledger,
    purpose: "members",
    purposeNote: "Medlemskontingent",
    retentionDays: RETENTION_DAYS_MAX,
  });
  await withTenant(ctx.database, ctx, async (tx) => {
    const setting = await findPersonSetting(tx, ledger, { lock: true });
    if (setting === undefined) throw new Error("payers are not kept");
    const box = openPersonBox(ctx, setting);
    const keys = await tx.query<{ ledger_date: LedgerDate; content: string; ordinal: number }>(
      `select e.ledger_date, encode(e.content, 'hex') as content, e.ordinal from entry e
       join ledger_topic t on t.tenant_id = e.tenant_id and t.ledger = e.ledger and t.topic = e.topic and t.active_copy = e.copy
       where e.tenant_id = $1 and e.ledger = $2 and e.topic = 'funds' order by e.sequence`,
      [tx.tenantId, ledger],
    );
    const rows = keys.map(({ ledger_date: ledgerDate, content, ordinal }, index) => {
      const key = { ledgerDate, topic: "funds", content, ordinal } as const;
      return {
        key,
        sealed: box.seal({ name: `Payer ${String(index + 1)}`, maskedPhoneNo: "xxxx 5678" }, key),
      };
    });
    await insertPersons(tx, setting, rows);
  });
}
