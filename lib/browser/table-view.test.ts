import fc from "fast-check";
import { expect, test } from "vitest";

import { tableViewsOf, tableViewsText } from "@/lib/browser/table-view";

test("what is remembered of tables comes back", () => {
  const name = fc.string({ maxLength: 20 }).filter((text) => text !== "__proto__");
  const view = fc.record({ isCompact: fc.boolean(), hidden: fc.array(name, { maxLength: 12 }) });
  fc.assert(
    fc.property(fc.dictionary(name, view), (views) => {
      expect(tableViewsOf(decodeURIComponent(tableViewsText(views)))).toEqual(views);
    }),
  );
});

test.each(["", "%", "null", "[]", '{"overview":{"isCompact":"yes","hidden":[]}}'])(
  "a cookie that cannot be read is forgotten: %s",
  (cookie) => {
    expect(tableViewsOf(cookie)).toEqual({});
  },
);
