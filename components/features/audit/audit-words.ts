"use client";

import { useMessages } from "next-intl";

type Words = Readonly<{
  action: (action: string) => string;
  subject: (type: string) => string;
  field: (name: string) => string;
  /** Every action that has a title, with it, by title. */
  actions: readonly Readonly<{ action: string; title: string }>[];
  /** Every kind of subject that has a name. */
  subjects: readonly Readonly<{ type: string; title: string }>[];
}>;

/** What actions, subjects and values of the trail are called; what has no name stands as it was written. */
export function useAuditWords(): Words {
  const { audit, auditActions } = useMessages();
  const titles = new Map(leavesOf(auditActions));
  const subjects = new Map(leavesOf(audit.subjects));
  const fields = new Map(leavesOf(audit.fields));
  return {
    action: (action) => titles.get(action) ?? action,
    subject: (type) => subjects.get(type) ?? type,
    field: (name) => fields.get(name) ?? name,
    actions: [...titles]
      .map(([action, title]) => ({ action, title }))
      .toSorted((a, b) => (a.title < b.title ? -1 : 1)),
    subjects: [...subjects].map(([type, title]) => ({ type, title })),
  };
}

/** The texts under a node of the catalogue, by their path within it: `keys.stored`. */
function leavesOf(node: object, path = ""): (readonly [path: string, text: string])[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") return [[at, value] as const];
    return typeof value === "object" && value !== null ? leavesOf(value, at) : [];
  });
}
