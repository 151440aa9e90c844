"use client";

import { useState } from "react";
import { z } from "zod";

const Values = z.record(z.string(), z.string());
export type DraftValues = Readonly<Record<string, string>>;

/**
 * What a person has typed and not sent: kept in the tab, so that a reload loses nothing. `key` names the form and
 * what it is about. Forms that use it are shown in the browser only.
 */
export function useDraft(
  key: string,
  first: DraftValues,
): Readonly<{
  values: DraftValues;
  set: (changes: DraftValues) => void;
  clear: () => void;
}> {
  const name = `avstemt-draft ${key}`;
  const [values, setValues] = useState<DraftValues>(() => ({ ...first, ...readDraft(name) }));
  return {
    values,
    set: (changes) => {
      const next = { ...values, ...changes };
      setValues(next);
      sessionStorage.setItem(name, JSON.stringify(next));
    },
    clear: () => sessionStorage.removeItem(name),
  };
}

function readDraft(name: string): DraftValues {
  const text = sessionStorage.getItem(name);
  if (text === null) return {};
  const read = Values.safeParse(JSON.parse(text));
  return read.success ? read.data : {};
}
