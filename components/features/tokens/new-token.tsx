"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import { Card } from "@/components/patterns/page";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

type Copying = "not-yet" | "copied" | "failed";

/** A token that was just made: it stands here once, and nowhere else. */
export function NewToken({
  name,
  token,
  onDone,
}: Readonly<{ name: string; token: string; onDone: () => void }>) {
  const t = useTranslations("tokens");
  const [copying, setCopying] = useState<Copying>("not-yet");
  const heading = useRef<HTMLHeadingElement>(null);
  // The focus is the browser's: whoever made the token with the keyboard goes on here.
  useEffect(() => heading.current?.focus(), []);

  function copy(): void {
    navigator.clipboard.writeText(token).then(
      () => setCopying("copied"),
      () => setCopying("failed"),
    );
  }

  return (
    <section className="mb-7">
      <Card>
        <h2 ref={heading} tabIndex={-1} className="text-[15px] leading-[22px] font-semibold">
          {t("madeTitle", { name })}
        </h2>
        <p className="text-muted mb-3 text-sm">{t("madeDetail")}</p>
        <div className="flex max-w-3xl flex-wrap items-end gap-2">
          <div className="min-w-0 grow basis-80">
            <TextField
              label={t("tokenLabel")}
              value={token}
              readOnly
              autoComplete="off"
              spellCheck={false}
              onFocus={(event) => event.currentTarget.select()}
            />
          </div>
          <Button look="primary" onClick={copy}>
            {copying === "copied" && <Icon name="check" />}
            {t(copying === "copied" ? "copied" : "copy")}
          </Button>
          <Button onClick={onDone}>{t("done")}</Button>
        </div>
        <output className="mt-2 block text-sm">
          {copying === "copied" && <span className="sr-only">{t("copied")}</span>}
          {copying === "failed" && <span className="text-negative">{t("copyFailed")}</span>}
        </output>
      </Card>
    </section>
  );
}
