/** `GET /settlement/v1/ledgers` (OpenAPI document of the Report API). */
import type { AccessControl } from "./access";
import { json, problem, type Answer } from "./answers";
import { decodeListCursor, encodeListCursor } from "./cursors";
import type { LedgerBook } from "./ledger-book";

const LEDGERS_PER_PAGE = 25;

export type ListRequest = Readonly<{
  clientId: string;
  cursor: string | undefined;
  handle: string | undefined;
  nowMs: number;
  instance: string;
  /** `items` in the guide, `ledgers` in the rendered specification. */
  listKey: "items" | "ledgers";
}>;

export function answerLedgers(book: LedgerBook, access: AccessControl, request: ListRequest): Answer {
  const from =
    request.cursor === undefined
      ? { after: "", handle: request.handle ?? null }
      : decodeListCursor(request.cursor);
  if (from === undefined) return problem(400, "Bad Request", "The cursor is not valid", request.instance);
  const { nowMs } = request;
  const ids = [...book.ledgers.keys()]
    .filter((id) => id > from.after && access.access(request.clientId, id, nowMs) === "granted")
    .filter((id) => from.handle === null || handlesOf(book, id, nowMs).includes(from.handle))
    .sort();
  const page = ids.slice(0, LEDGERS_PER_PAGE);
  const last = page.at(-1);
  const cursor = last !== undefined && ids.length > page.length ? encodeListCursor(last, from.handle) : "";
  const items = page.map(
    (id) => book.changes.get(id)?.listing ?? book.ledgers.get(id)?.listing(nowMs) ?? "{}",
  );
  // The rendered specification has the sales units beside the ledgers; the guide has them inside only.
  const beside = request.listKey === "ledgers" ? `,"salesUnits":${salesUnitsIn(items)}` : "";
  return json(200, `{"${request.listKey}":[${items.join(",")}],"cursor":"${cursor}"${beside}}`);
}

function salesUnitsIn(items: readonly string[]): string {
  const units = items.flatMap((item): unknown => {
    const ledger: unknown = JSON.parse(item);
    return typeof ledger === "object" && ledger !== null && "salesUnits" in ledger ? ledger.salesUnits : [];
  });
  return JSON.stringify(units);
}

function handlesOf(book: LedgerBook, ledgerId: string, nowMs: number): readonly string[] {
  return book.changes.get(ledgerId)?.handles ?? book.ledgers.get(ledgerId)?.handles(nowMs) ?? [];
}
