"use client";

import { useTranslations } from "next-intl";
import { useId, useRef } from "react";

import { useImports } from "@/components/features/bank/imports";
import { NotAllowed, usePermission } from "@/components/patterns/access";
import { Button } from "@/components/ui/button";
import type { ButtonLook } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

const ACCEPTED = ".xml,.camt,.053,.c53,.sta,.mt940,.940,.txt,.csv,.tsv,.zip,text/xml,text/csv,text/plain";

/**
 * Takes in bank statements: several at once, by choosing or by dropping them anywhere on the page that the button is
 * on. What becomes of each is told in a panel that stays while pages come and go.
 */
export function ImportStatementButton({ look = "primary" }: Readonly<{ look?: ButtonLook }>) {
  const t = useTranslations("bank");
  const mayImport = usePermission("bank.import");
  const imports = useImports(mayImport);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button
        look={look}
        disabled={!mayImport}
        aria-describedby={`${id}-about`}
        onClick={() => input.current?.click()}
      >
        <Icon name="inbox" />
        {t("import")}
      </Button>
      {mayImport ? (
        <span id={`${id}-about`} className="sr-only">
          {t("importHint")}
        </span>
      ) : (
        <NotAllowed permission="bank.import" id={`${id}-about`} />
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label={t("import")}
        onChange={(event) => {
          imports?.add([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
    </span>
  );
}
