"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

/** One line of the help: what a page's keys do. */
export type KeyHelp = Readonly<{ keys: readonly string[]; does: string }>;

type Registered = Readonly<{ help: readonly KeyHelp[]; hear: (event: KeyboardEvent) => boolean }>;

let registered: Registered | undefined;
const listeners = new Set<() => void>();

function register(next: Registered | undefined): void {
  registered = next;
  // Tells whoever drives the page by keys that its own are heard too.
  if (next === undefined) delete document.documentElement.dataset["pageKeys"];
  else document.documentElement.dataset["pageKeys"] = "heard";
  for (const listener of listeners) listener();
}

/**
 * Gives the page that is shown keys of its own. They come after the keys that go to places, and before those that
 * every list has; they stand in the help. `hear` says whether it took the key.
 */
export function usePageKeys(help: readonly KeyHelp[], hear: (event: KeyboardEvent) => boolean): void {
  const heard = useEffectEvent(hear);
  // The keyboard belongs to the frame, which is not above the page but around it.
  useEffect(() => {
    const own = { help, hear: (event: KeyboardEvent) => heard(event) };
    register(own);
    return () => {
      if (registered === own) register(undefined);
    };
  }, [help]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const NO_HELP: readonly KeyHelp[] = [];

/** What the help says of the page that is shown. */
export function usePageKeyHelp(): readonly KeyHelp[] {
  return useSyncExternalStore(
    subscribe,
    () => registered?.help ?? NO_HELP,
    () => NO_HELP,
  );
}

/** Offers a key to the page that is shown; true when it took it. */
export function offerToPage(event: KeyboardEvent): boolean {
  return registered?.hear(event) === true;
}
