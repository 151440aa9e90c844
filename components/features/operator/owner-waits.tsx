"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNow, useTranslations } from "next-intl";

import { Instant } from "@/components/patterns/dates";
import { Button } from "@/components/ui/button";
import { invalidateOperator, renewOwner } from "@/lib/browser/queries/operator";
import type { FirmItem } from "@/lib/contracts/operators";

/** A firm whose first owner has not come yet: until when the link holds, and sending another. */
export function OwnerWaits({ firm, endsAt }: Readonly<{ firm: FirmItem; endsAt: string }>) {
  const t = useTranslations("operator");
  const client = useQueryClient();
  const isLate = Date.parse(endsAt) <= useNow({ updateInterval: 30_000 }).getTime();
  const asking = useMutation({
    mutationFn: () => renewOwner(firm.slug),
    onSuccess: () => invalidateOperator(client),
  });
  return (
    <div className="grid justify-items-start gap-1.5 py-1 whitespace-normal">
      <p className="text-muted max-w-72 text-xs">
        {t(isLate ? "ownerLate" : "ownerWaits")} <Instant at={endsAt} />
      </p>
      <Button
        aria-label={t("askOwnerAgainFor", { firm: firm.name })}
        disabled={asking.isPending}
        onClick={() => asking.mutate()}
      >
        {t("askOwnerAgain")}
      </Button>
      <output className="text-muted text-xs">{asking.isSuccess && t("ownerAsked")}</output>
      {asking.isError && (
        <p role="alert" className="text-negative text-xs">
          {t("ownerNotAsked")}
        </p>
      )}
    </div>
  );
}
