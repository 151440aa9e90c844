"use client";

import { useEffect, useEffectEvent } from "react";
import type { ReactNode } from "react";

const SHOWN_MS = 10_000;

/**
 * Says what was just done, for ten seconds, with what can still be done about it. Keyed by what is said,
 * and inside what is heard politely. */
export function Toast({
  children,
  action,
  onOver,
}: Readonly<{
  children: ReactNode;
  action?: ReactNode;
  onOver: () => void;
}>) {
  const over = useEffectEvent(onOver);
  // A timer lives outside React.
  useEffect(() => {
    const timer = setTimeout(() => over(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-16 z-20 flex justify-center px-4 md:bottom-6">
      <div className="border-line bg-raised text-ink shadow-float pointer-events-auto flex max-w-full items-center gap-3 rounded-lg border px-3.5 py-2 text-sm">
        <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
        {action}
      </div>
    </div>
  );
}
