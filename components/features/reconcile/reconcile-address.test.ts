import { expect, test } from "vitest";

import {
  filterValues,
  openItemsAsk,
  readReconcileAddress,
  ROWS_PER_PAGE,
} from "@/components/features/reconcile/reconcile-address";

const ID = "018f0000-0000-7000-8000-00000000dead";

test("an address is read, and comes out as it went in", () => {
  const { address, refused } = readReconcileAddress({
    view: "missing",
    merchantId: ID,
    row: ID,
    form: "split",
  });
  expect(refused).toEqual([]);
  expect(address).toEqual({ view: "missing", merchantId: ID, row: ID, form: "split" });
  expect(filterValues(address)).toEqual({ view: "missing", merchantId: ID, accountId: undefined });
  expect(filterValues({ view: "open" })["view"]).toBeUndefined();
});

test("what cannot be read is left out and named", () => {
  const { address, refused } = readReconcileAddress({ view: "all", row: "1", accountId: ID });
  expect(refused.toSorted()).toEqual(["row", "view"]);
  expect(address).toEqual({ view: "open", accountId: ID });
});

test("a view asks for its kind, and the whole for all", () => {
  expect(openItemsAsk({ view: "line", accountId: ID })).toEqual({
    limit: ROWS_PER_PAGE,
    kind: "line",
    accountId: ID,
  });
  expect(openItemsAsk({ view: "open" })).toEqual({ limit: ROWS_PER_PAGE });
});
