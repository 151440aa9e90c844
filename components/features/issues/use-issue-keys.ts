"use client";

import { useEffect, useEffectEvent } from "react";

const CHORD_MS = 1_500;

/** The keys of issues: `s` puts off, `a` gives to somebody, `x` chooses. Never in a field, nor behind a dialog. */
export const ISSUE_KEYS = ["x", "s", "a"] as const;
export type IssueKey = (typeof ISSUE_KEYS)[number];

/** Hears the keys, and hands on with them the path of the link that has the focus, if it is one that a row is about. */
export function useIssueKeys(
  isHeard: boolean,
  onKey: (key: IssueKey, path: string | undefined) => boolean,
): void {
  const heard = useEffectEvent(onKey);
  useEffect(() => {
    if (!isHeard) return undefined;
    let chordUntil = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      // `g` and a letter go to a place: the letter is none of ours.
      const isChord = event.timeStamp < chordUntil;
      chordUntil = event.key === "g" ? event.timeStamp + CHORD_MS : 0;
      const key = ISSUE_KEYS.find((of) => of === event.key);
      if (key === undefined || isChord || document.querySelector("dialog[open]") !== null) return;
      const focused = document.activeElement;
      const link =
        focused instanceof HTMLAnchorElement ? focused : focused?.closest("tr")?.querySelector("a");
      const path = link?.dataset["rowLink"] === undefined ? undefined : link.pathname;
      if (heard(key, path)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isHeard]);
}

/** A box that is ticked takes no text. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
