"use client";

import { useSyncExternalStore } from "react";

const never = (): (() => void) => () => {};

/** False until scripts run: before that the browser itself would send a form, without the answer's words. */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
