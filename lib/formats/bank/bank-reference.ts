/** A bank's own reference; empty for what banks write where they have none. */
export function bankReferenceOf(text: string): string {
  const plain = text.trim();
  return /^(?:NONREF|NOTPROVIDED|NONE|[0\-.]+)$/i.test(plain) ? "" : plain;
}
