"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";

import { commandOf, isForControls } from "@/components/features/reconcile/deeds";
import type { Command } from "@/components/features/reconcile/deeds";
import { usePageKeys } from "@/components/patterns/page-keys";
import type { KeyHelp } from "@/components/patterns/page-keys";

/** The legend: what each key does, in the order of the work. */
const LEGEND = [
  ["keysMove", ["J", "K", "↓", "↑"]],
  ["keysSelect", ["Space", "X"]],
  ["keysAccept", ["A"]],
  ["keysAcceptSure", ["⇧", "A"]],
  ["keysReject", ["R"]],
  ["keysSplit", ["S"]],
  ["keysDifference", ["D"]],
  ["keysHand", ["M", "↵"]],
  ["keysLearn", ["L"]],
  ["keysIgnore", ["I"]],
  ["keysAttest", ["T"]],
  ["keysNote", ["N"]],
  ["keysUndo", ["U"]],
] as const;

/** The keys of this page, as the help and the legend show them. */
export function useLegend(): readonly KeyHelp[] {
  const t = useTranslations("reconcile");
  return useMemo(() => LEGEND.map(([name, keys]) => ({ keys, does: t(name) })), [t]);
}

/** Hears the keys of this page. `run` says whether there was something to do. */
export function useCommands(legend: readonly KeyHelp[], run: (command: Command) => void): void {
  usePageKeys(legend, (event) => {
    const command = commandOf(event.key, event.shiftKey);
    if (command === undefined) return false;
    if (isForControls(event.key) && isOtherControl(event.target)) return false;
    run(command);
    return true;
  });
}

/** Whether Space and Enter are meant for what has the focus. The names of the rows are not: they are where one stands. */
function isOtherControl(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.dataset["stand"] !== undefined) return false;
  return target.closest("a, button, summary, input, label") !== null;
}
