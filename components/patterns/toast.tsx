"use client";

import { useEffect } from "react";
import type { ReactNode } from "react";

const SHOWN_MS = 10_000;

/** Says what was just done, for ten seconds, with what can still be done about it. */
export function Toast({
  at,
  children,
  action,
  onOver,
}: Readonly<{
  /** A new number for each thing that is said. */
  at: number;
  children: ReactNode;
  action?: ReactNode;
  onOver: () => void;
}>) {
  // A timer lives outside React.
  useEffect(() => {
    const timer = setTimeout(onOver, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [at, onOver]);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-16 z-20 flex justify-center px-4 md:bottom-6">
      <div
        role="status"
        className="border-line bg-raised text-ink shadow-float pointer-events-auto flex max-w-full items-center gap-3 rounded-lg border px-3.5 py-2 text-sm"
      >
        <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
        {action}
      </div>
    </div>
  );
}
