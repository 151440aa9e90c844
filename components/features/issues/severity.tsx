"use client";

import { useTranslations } from "next-intl";

import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon";
import type { Severity as SeverityName } from "@/lib/domain/issue/kinds";

const LOOKS: Readonly<Record<SeverityName, readonly [IconName, string]>> = {
  critical: ["cross", "text-negative"],
  warning: ["triangle", "text-warning"],
  info: ["dot", "text-muted"],
};

/** How grave an issue is: icon, word and colour. */
export function Severity({ severity }: Readonly<{ severity: SeverityName }>) {
  const t = useTranslations("issue");
  const [icon, tone] = LOOKS[severity];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${tone}`}>
      <Icon name={icon} className="size-3.5" />
      {t(severity)}
    </span>
  );
}
