"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

import { keepSession } from "@/lib/browser/account";

const EVERY_MS = 5 * 60 * 1_000;
/** Pages for people who are not signed in. */
const DOORS = ["/sign-in", "/reset/", "/account/email/"];

/**
 * While somebody is at work the session goes on, and its id is exchanged now and then; a page that is only open does
 * not count. Whoever was signed out meanwhile is brought to the door.
 */
export function SessionKeeper() {
  const path = usePathname();
  const isDoor = DOORS.some((door) => path.startsWith(door));
  // Keys and pointers are heard by the document, outside React.
  useEffect(() => {
    if (isDoor) return undefined;
    let next = 0;
    const onUse = (event: Event): void => {
      if (event.timeStamp < next || document.visibilityState === "hidden") return;
      next = event.timeStamp + EVERY_MS;
      void keep();
    };
    const uses = ["pointerdown", "keydown", "visibilitychange"] as const;
    for (const use of uses) document.addEventListener(use, onUse, { passive: true });
    next = performance.now() + EVERY_MS;
    void keep();
    return () => {
      for (const use of uses) document.removeEventListener(use, onUse);
    };
  }, [isDoor]);
  return null;
}

async function keep(): Promise<void> {
  const isHeld = await keepSession();
  if (!isHeld) window.location.assign("/sign-in");
}
