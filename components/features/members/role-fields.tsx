"use client";

import { useTranslations } from "next-intl";

import { MerchantPicker } from "@/components/features/members/merchant-picker";
import type { PickedMerchant } from "@/components/features/members/merchant-picker";
import { SelectField } from "@/components/ui/field";
import { GIVEN_ROLES } from "@/lib/domain/access/permissions";
import type { GivenRole } from "@/lib/domain/access/permissions";

/** A role, and of an accountant the merchants; `merchants` null is the whole firm. */
export type PlaceChoice = Readonly<{ role: GivenRole; merchants: readonly PickedMerchant[] | null }>;

/** What is sent of a choice. */
export function placeBody({ role, merchants }: PlaceChoice): Readonly<{
  role: GivenRole;
  merchantIds: readonly string[] | null;
}> {
  return { role, merchantIds: merchants === null ? null : merchants.map(({ id }) => id) };
}

/** A limit without a merchant would show nothing: it cannot be sent. */
export function isWhole({ merchants }: PlaceChoice): boolean {
  return merchants === null || merchants.length > 0;
}

export function RoleFields({
  tenant,
  choice,
  onChange,
}: Readonly<{ tenant: string; choice: PlaceChoice; onChange: (choice: PlaceChoice) => void }>) {
  const t = useTranslations();
  const { role, merchants } = choice;
  return (
    <>
      <SelectField
        label={t("members.role")}
        hint={t(`members.may.${role}`)}
        value={role}
        onChange={(event) => {
          const chosen = GIVEN_ROLES.find((of) => of === event.target.value) ?? role;
          onChange({ role: chosen, merchants: chosen === "accountant" ? merchants : null });
        }}
      >
        {GIVEN_ROLES.map((of) => (
          <option key={of} value={of}>
            {t(`access.roles.${of}`)}
          </option>
        ))}
      </SelectField>
      {role === "accountant" && (
        <SelectField
          label={t("members.sees")}
          value={merchants === null ? "firm" : "some"}
          onChange={(event) => onChange({ role, merchants: event.target.value === "firm" ? null : [] })}
        >
          <option value="firm">{t("members.wholeFirm")}</option>
          <option value="some">{t("members.someMerchants")}</option>
        </SelectField>
      )}
      {merchants !== null && (
        <MerchantPicker
          tenant={tenant}
          picked={merchants}
          onPick={(picked) => onChange({ role, merchants: picked })}
        />
      )}
    </>
  );
}
