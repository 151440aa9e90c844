"use client";

import { createContext, useContext } from "react";
import type { ReactNode } from "react";

const MayReveal = createContext(false);

/** Says whether whoever reads this page may look at payers; a page knows, since it knows the role. */
export function RevealScope({ mayReveal, children }: Readonly<{ mayReveal: boolean; children: ReactNode }>) {
  return <MayReveal value={mayReveal}>{children}</MayReveal>;
}

export function useMayReveal(): boolean {
  return useContext(MayReveal);
}
