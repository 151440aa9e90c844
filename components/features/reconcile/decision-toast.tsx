"use client";

import { useTranslations } from "next-intl";

import type { Decisions, Said } from "@/components/features/reconcile/use-decisions";
import { Toast } from "@/components/patterns/toast";
import { Button, Kbd } from "@/components/ui/button";

/** Says what was done, and offers to take it back. */
export function DecisionToast({
  decisions,
}: Readonly<{ decisions: Pick<Decisions, "said" | "hush" | "undo"> }>) {
  const t = useTranslations("reconcile");
  const { said, hush } = decisions;
  return (
    <div aria-live="polite" data-said={said?.word}>
      {said !== undefined && (
        <Toast
          key={said.at}
          onOver={hush}
          action={
            said.hasUndo && (
              <Button onClick={() => void decisions.undo()}>
                {t("undo")} <Kbd>U</Kbd>
              </Button>
            )
          }
        >
          <Words said={said} />
        </Toast>
      )}
    </div>
  );
}

function Words({ said }: Readonly<{ said: Said }>) {
  const t = useTranslations("reconcile");
  return (
    <>
      {t(`said.${said.word}`, { count: said.count })} {said.detail}
    </>
  );
}
