"use client";

import { useSyncExternalStore } from "react";

/** Where there is room beside a list; as `--breakpoint-lg` in app/globals.css. */
const WIDE = "(min-width: 1100px)";

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

/** Whether there is room beside a list. What the server writes is for a wide screen. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}
