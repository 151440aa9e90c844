"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Note } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";

/** Recovery codes, shown this once. */
export function RecoveryCodes({ codes, onKept }: Readonly<{ codes: readonly string[]; onKept: () => void }>) {
  const t = useTranslations("account.factor");
  const [isCopied, setIsCopied] = useState(false);
  return (
    <div className="grid gap-3">
      <h3 className="text-sm font-semibold">{t("codesTitle")}</h3>
      <Note tone="warning">{t("codesHint")}</Note>
      <ul className="grid max-w-md grid-cols-1 gap-x-6 gap-y-1 text-sm tabular-nums md:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          onClick={() => {
            void navigator.clipboard.writeText(codes.join("\n")).then(() => setIsCopied(true));
          }}
        >
          {t(isCopied ? "copied" : "copy")}
        </Button>
        <Button look="primary" onClick={onKept}>
          {t("kept")}
        </Button>
      </div>
    </div>
  );
}
