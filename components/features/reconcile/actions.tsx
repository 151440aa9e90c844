"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

import { canDo, DEEDS, mainDeed } from "@/components/features/reconcile/deeds";
import type { Deed } from "@/components/features/reconcile/deeds";
import { NotAllowed, usePermission } from "@/components/patterns/access";
import { Button, Kbd } from "@/components/ui/button";
import type { OpenItem } from "@/lib/contracts/reconciliation";

/** What stands on the key of each deed. */
export const DEED_KEYS: Readonly<Record<Deed, string>> = {
  accept: "A",
  reject: "R",
  split: "S",
  difference: "D",
  hand: "M",
  learn: "L",
  ignore: "I",
  attest: "T",
  note: "N",
};

/** The deeds that make sense for the row, each with its key; for whoever may not, they say why not. */
export function Actions({ item, onDeed }: Readonly<{ item: OpenItem; onDeed: (deed: Deed) => void }>) {
  const t = useTranslations("reconcile");
  const isAllowed = usePermission("match.make");
  const reasonId = useId();
  const main = mainDeed(item);
  const deeds = DEEDS.filter((deed) => canDo(deed, item));
  const sorted = [...deeds.filter((deed) => deed === main), ...deeds.filter((deed) => deed !== main)];
  return (
    <div className="grid gap-2">
      {sorted.map((deed) => (
        <Button
          key={deed}
          look={deed === main ? "primary" : "plain"}
          className="w-full justify-between"
          disabled={!isAllowed}
          aria-describedby={isAllowed ? undefined : reasonId}
          onClick={() => onDeed(deed)}
        >
          {t(`deeds.${deed}`)} <Kbd>{DEED_KEYS[deed]}</Kbd>
        </Button>
      ))}
      <NotAllowed permission="match.make" id={reasonId} />
    </div>
  );
}
