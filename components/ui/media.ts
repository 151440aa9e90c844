"use client";

import { useSyncExternalStore } from "react";

/** As `--breakpoint-lg` and `--breakpoint-md` in app/globals.css. */
const WIDE = "(min-width: 1100px)";
const MEDIUM = "(min-width: 720px)";

/** Whether there is room beside a list. What the server writes is for a wide screen. */
export function useIsWide(): boolean {
  return useMedia(WIDE);
}

/** Whether there is room for more than what matters most in each row. */
export function useIsMedium(): boolean {
  return useMedia(MEDIUM);
}

function useMedia(media: string): boolean {
  return useSyncExternalStore(
    media === WIDE ? subscribeWide : subscribeMedium,
    () => window.matchMedia(media).matches,
    () => true,
  );
}

const subscribeTo =
  (media: string) =>
  (onChange: () => void): (() => void) => {
    const query = window.matchMedia(media);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  };
const subscribeWide = subscribeTo(WIDE);
const subscribeMedium = subscribeTo(MEDIUM);
