"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import { DropOverlay } from "@/components/features/bank/drop-overlay";
import { ImportPanel } from "@/components/features/bank/import-panel";
import { createImports, isUnderWay, senderOf } from "@/lib/browser/imports";
import type { FileOnItsWay, Imports } from "@/lib/browser/imports";

type Shared = Readonly<{
  imports: Imports;
  /** A page that takes files is shown: what is dropped on it comes in. Returns how to end that. */
  open: () => () => void;
}>;

const ImportsContext = createContext<Shared | undefined>(undefined);
const NOTHING: readonly FileOnItsWay[] = [];

/** Statements on their way in, for every page of a firm: they go on while pages come and go. */
export function ImportsProvider({ tenant, children }: Readonly<{ tenant: string; children: ReactNode }>) {
  const client = useQueryClient();
  const [imports] = useState(() =>
    createImports(senderOf(tenant), () => {
      // Statements change what every list of the firm says.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === tenant });
    }),
  );
  const files = useSyncExternalStore(imports.subscribe, imports.snapshot, () => NOTHING);
  const [pages, setPages] = useState(0);
  const shared = useMemo(
    () => ({
      imports,
      open: () => {
        setPages((count) => count + 1);
        return () => setPages((count) => count - 1);
      },
    }),
    [imports],
  );
  useWarning(files);
  return (
    <ImportsContext value={shared}>
      {children}
      {pages > 0 && <DropOverlay onFiles={imports.add} />}
      <ImportPanel tenant={tenant} imports={imports} files={files} />
    </ImportsContext>
  );
}

/** The firm's imports, while this page takes files if `isOpen`. */
export function useImports(isOpen: boolean): Imports | undefined {
  const shared = use(ImportsContext);
  const open = shared?.open;
  useEffect(() => (isOpen ? open?.() : undefined), [isOpen, open]);
  return shared?.imports;
}

/** Closing the window would cut off what is being sent: the browser asks first. */
function useWarning(files: readonly FileOnItsWay[]): void {
  const isSending = files.some(({ state }) => isUnderWay(state) && state.kind !== "asks");
  const isSendingNow = useRef(isSending);
  useEffect(() => {
    isSendingNow.current = isSending;
  }, [isSending]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (isSendingNow.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
}
