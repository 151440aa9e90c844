import { expect, it } from "vitest";

import { payoutsValues, readPayoutsQuery } from "@/components/features/payouts/payouts-query";

it("reads the filters of an address and writes them back", () => {
  const values = { status: "aborted", from: "2026-01-01", to: "2026-01-31" };
  const { query, refused } = readPayoutsQuery(values);
  expect(refused).toEqual([]);
  expect(payoutsValues(query)).toMatchObject(values);
});

it("leaves out what cannot be read, and keeps the rest", () => {
  const { query, refused } = readPayoutsQuery({
    status: "aborted",
    from: "31.01.2026",
    merchantId: "x",
    foreign: "1",
  });
  expect(query.status).toBe("aborted");
  expect(query.from).toBeUndefined();
  expect(refused.toSorted()).toEqual(["from", "merchantId"]);
});
