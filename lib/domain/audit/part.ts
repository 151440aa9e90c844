/** The parts of an audit event that can be erased, each with its salt: who did it and from where, and the values. */
export const AUDIT_PARTS = ["who", "before", "after"] as const;
export type AuditPart = (typeof AUDIT_PARTS)[number];

/** The action that stands in the trail for every erasure; its subject is the event. */
export const ERASED_ACTION = "audit.erased";
export const AUDIT_SUBJECT = "audit-event";

/** The parts that an erasure's record names. */
export function partsOf(after: Readonly<Record<string, string>> | undefined): AuditPart[] {
  const named = (after?.["parts"] ?? "").split(",").map((part) => part.trim());
  return AUDIT_PARTS.filter((part) => named.includes(part));
}
