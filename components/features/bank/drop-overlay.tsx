"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { Icon } from "@/components/ui/icon";

/** Takes files that are dropped anywhere on the page, and shows that it would while they are held over it. */
export function DropOverlay({ onFiles }: Readonly<{ onFiles: (files: readonly File[]) => void }>) {
  const t = useTranslations("bank");
  const [isOver, setIsOver] = useState(false);

  // What is dragged comes from outside, to the window.
  useEffect(() => {
    // Each element that is entered tells so; only when all are left has the page been left.
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setIsOver(true);
    };
    const over = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    const leave = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [onFiles]);

  if (!isOver) return null;
  return (
    <div className="bg-surface/90 pointer-events-none fixed inset-0 z-30 grid place-items-center p-6">
      <div className="border-accent bg-raised grid justify-items-center gap-2 rounded-lg border-2 border-dashed px-10 py-14 text-center">
        <Icon name="inbox" className="size-6" />
        <p className="text-lg font-semibold">{t("dropHere")}</p>
        <p className="text-muted text-sm">{t("dropDetail")}</p>
      </div>
    </div>
  );
}
