import type { LedgerUid, TenantId } from "@/lib/core/ids";
import type { Person } from "@/lib/domain/ledger/entry";
import { createRowBox } from "@/lib/platform/row-box";
import type { Services } from "@/lib/services/context";
import type { PersonKey, PersonSetting } from "@/lib/store/persons";

const NAME_CHARS_MAX = 200;
const PHONE_CHARS_MAX = 50;
const MESSAGE_CHARS_MAX = 2_000;

/** What is kept of a payer. */
export type KeptPerson = Readonly<{ name: string; maskedPhone: string; message: string }>;

export type PersonBox = Readonly<{
  seal: (person: Person, key: PersonKey) => string;
  /** Throws: invariant_broken, when the row was changed or belongs to another entry. */
  open: (sealed: string, key: PersonKey) => KeptPerson;
}>;

/** What a period's data key is sealed to: the firm, the ledger and this period. */
export function personKeyContext(
  tenantId: TenantId,
  of: Readonly<{ ledger: LedgerUid; id: string }>,
): Readonly<{ owner: string; purpose: string }> {
  return { owner: tenantId, purpose: `person-data/${of.ledger}/${of.id}` };
}

/** Opens a period's data key. Throws: invariant_broken, when it does not belong here or its master key is gone. */
export function openPersonBox(
  { tenantId, secrets }: Pick<Services, "secrets"> & Readonly<{ tenantId: TenantId }>,
  setting: PersonSetting,
): PersonBox {
  const rows = createRowBox(secrets.open(setting.keySealed, personKeyContext(tenantId, setting)));
  const placeOf = (key: PersonKey): readonly string[] => [
    tenantId,
    setting.ledger,
    key.ledgerDate,
    key.topic,
    key.content,
    String(key.ordinal),
  ];
  return {
    seal: (person, key) =>
      rows.seal(
        JSON.stringify([
          (person.name ?? "").slice(0, NAME_CHARS_MAX),
          (person.maskedPhoneNo ?? "").slice(0, PHONE_CHARS_MAX),
          (person.message ?? "").slice(0, MESSAGE_CHARS_MAX),
        ]),
        placeOf(key),
      ),
    open: (sealed, key) => {
      const [name, maskedPhone, message] = JSON.parse(rows.open(sealed, placeOf(key))) as [
        string,
        string,
        string,
      ];
      return { name, maskedPhone, message };
    },
  };
}
