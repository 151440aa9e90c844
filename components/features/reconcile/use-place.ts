"use client";

import { useEffect, useState } from "react";

import { filterValues } from "@/components/features/reconcile/reconcile-address";
import type {
  FormName,
  ReconcileAddress,
  WorkFilter,
} from "@/components/features/reconcile/reconcile-address";
import { withQuery } from "@/lib/browser/api";

/** Browsers refuse an address that changes many times a second: it follows when the person stands still. */
const SETTLED_MS = 200;

export type Place = Readonly<{ row: string | undefined; form: FormName | undefined }>;

/** Where the person stands and which form is open: it is in the address, and a reload comes back to it. */
export function usePlace(
  base: string,
  filter: WorkFilter,
  start: Pick<ReconcileAddress, "row" | "form">,
): readonly [Place, (change: (before: Place) => Place) => void] {
  const [place, setPlace] = useState<Place>({ row: start.row, form: start.form });
  const address = withQuery(base, { ...filterValues(filter), row: place.row, form: place.form });
  // The address is the browser's.
  useEffect(() => {
    if (`${window.location.pathname}${window.location.search}` === address) return undefined;
    const timer = setTimeout(() => window.history.replaceState(null, "", address), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [address]);
  return [place, setPlace];
}
