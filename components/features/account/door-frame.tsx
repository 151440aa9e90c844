import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Mark } from "@/components/ui/icon";

/** The frame of pages for people who are not signed in. */
export function DoorFrame({
  title,
  sub,
  children,
}: Readonly<{ title: string; sub?: string; children: ReactNode }>) {
  const t = useTranslations("everywhere");
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <div className="w-full max-w-[360px]">
        <div className="mb-6 flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Mark className="size-6" />
          {t("appName")}
        </div>
        <div className="border-line bg-raised rounded-lg border p-6">
          <h1 className="mb-5 text-lg font-semibold">
            {title}
            {sub !== undefined && <span className="text-muted block text-sm font-normal">{sub}</span>}
          </h1>
          {children}
        </div>
      </div>
    </main>
  );
}
