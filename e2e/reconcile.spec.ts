import type { Page } from "@playwright/test";

import { graveFindings } from "./grave-findings";
import { makePerson } from "./people";
import { makeWorld, numberOf, OF, openWork, rowOf, SURPLUS, walkTo } from "./reconcile-world";
import type { World } from "./reconcile-world";
import { expect, heard, loginOf, signIn, test, visit } from "./signed-in";
import { askApi, firmPath } from "./stack";
import type { PayoutJson } from "./stack";
import { openItems } from "./statements";

test.describe.configure({ mode: "serial", timeout: 180_000 });

let world: World;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  world = await makeWorld(browser);
});

function payoutAt(place: number): PayoutJson {
  const payout = world.payouts[place];
  if (payout === undefined) throw new Error("the world has fewer payouts");
  return payout;
}

const open = (page: Page, query = ""): Promise<void> => openWork(page, world.account, query);

function panel(page: Page): ReturnType<Page["locator"]> {
  return page.locator("[data-panel]");
}

async function statusOf(page: Page, payout: PayoutJson): Promise<PayoutJson> {
  return askApi<PayoutJson>(page, `/payouts/${payout.id}`);
}

test("a statement leaves what a person must decide, and only that", async ({ otherFirm }) => {
  await open(otherFirm);
  const items = await openItems(otherFirm, world.account);
  expect(items.map(({ kind }) => kind).toSorted()).toEqual(
    [
      "difference",
      "difference",
      "line",
      ...items.filter(({ kind }) => kind === "missing").map(() => "missing"),
      ...Array.from({ length: 6 }, () => "suggestion"),
    ].toSorted(),
  );
  expect((await statusOf(otherFirm, payoutAt(OF.found))).status).toBe("received");
  await expect(rowOf(otherFirm, numberOf(payoutAt(OF.found)))).toHaveCount(0);
  const views = otherFirm.getByRole("navigation", { name: "What is shown" });
  await expect(views.getByRole("link", { name: /^Differences/ })).toContainText("2");
  await views.getByRole("link", { name: /^Lines/ }).click();
  await expect(otherFirm).toHaveURL(/view=line/);
  await expect(otherFirm.locator("tr[data-item]")).toHaveCount(1);
  await expect(rowOf(otherFirm, "Vipps diverse")).toBeVisible();
});

test("the keyboard accepts a suggestion, moves on, and takes it back", async ({ otherFirm }) => {
  const payout = payoutAt(OF.accepted);
  await open(otherFirm);
  await walkTo(otherFirm, numberOf(payout));
  await expect(panel(otherFirm)).toContainText("The text has no payout number");
  await expect(panel(otherFirm)).toContainText("The only payout and the only line of this amount");
  await otherFirm.keyboard.press("a");
  const row = rowOf(otherFirm, numberOf(payout));
  await expect(row).toHaveAttribute("data-outcome", "done");
  await expect(row).toContainText("Accepted");
  await expect(row.locator("[data-stand]")).not.toHaveAttribute("aria-current", "true");
  await expect.poll(async () => (await statusOf(otherFirm, payout)).status).toBe("received");
  await otherFirm.keyboard.press("u");
  await expect(row).not.toHaveAttribute("data-outcome", /./);
  await expect.poll(async () => (await statusOf(otherFirm, payout)).receivedDate).toBeNull();
  await walkTo(otherFirm, numberOf(payout));
  await otherFirm.keyboard.press("a");
  await expect(row).toHaveAttribute("data-outcome", "done");
});

test("all that are sure are counted and summed before they are accepted", async ({ otherFirm }) => {
  await open(otherFirm);
  await otherFirm.keyboard.press("Shift+A");
  const sure = otherFirm.getByRole("region", { name: "Accept all that are sure" });
  await expect(sure.getByRole("button", { name: "Accept 1 match" })).toBeFocused();
  await expect(sure).toContainText("1 match");
  await otherFirm.keyboard.press("Enter");
  await expect(sure).toBeHidden();
  const [first] = OF.run;
  await expect(rowOf(otherFirm, numberOf(payoutAt(first)))).toHaveAttribute("data-outcome", "done");
  for (const place of OF.run)
    await expect.poll(async () => (await statusOf(otherFirm, payoutAt(place))).status).toBe("received");
});

test("a difference is booked with its reason, and needs one", async ({ otherFirm }) => {
  const payout = payoutAt(OF.difference);
  await open(otherFirm, "&view=difference");
  await walkTo(otherFirm, numberOf(payout));
  await expect(panel(otherFirm)).toContainText("1.00 too little");
  await otherFirm.keyboard.press("d");
  const form = otherFirm.getByRole("form", { name: "Book a difference" });
  await expect(form.getByLabel("Reason")).toBeFocused();
  await expect(form.getByRole("button", { name: "Match and book" })).toBeDisabled();
  await form.getByLabel("Reason").selectOption({ label: "Bank fee" });
  await form.getByLabel("In a few words, if you like").fill("the bank takes one a payout");

  await test.step("a reload keeps the row, the form and what was typed", async () => {
    await expect(otherFirm).toHaveURL(/form=difference/);
    await otherFirm.reload();
    await heard(otherFirm);
    await expect(form.getByLabel("In a few words, if you like")).toHaveValue("the bank takes one a payout");
    await expect(form.getByLabel("Reason")).toHaveValue("bankFee");
  });

  await form.getByRole("button", { name: "Match and book" }).click();
  await expect(rowOf(otherFirm, numberOf(payout))).toHaveAttribute("data-outcome", "done");
  await visit(otherFirm, `${firmPath(otherFirm)}/payouts/${payout.id}`);
  await expect(otherFirm.getByText("Bank fee: the bank takes one a payout")).toBeVisible();
});

test("a line is split, and the rest of it stays open", async ({ otherFirm }) => {
  const payout = payoutAt(OF.split);
  await open(otherFirm);
  await walkTo(otherFirm, numberOf(payout));
  await otherFirm.keyboard.press("s");
  const form = otherFirm.getByRole("form", { name: "Split the line" });
  const amount = form.getByRole("textbox");
  await expect(amount).toBeFocused();
  await expect(form).toContainText("Adds up");
  const own = await amount.inputValue();
  await amount.fill("1");
  await expect(form).toContainText("Missing to zero");
  await expect(form.getByRole("button", { name: "Match this part" })).toBeDisabled();
  await amount.fill(own);
  await otherFirm.keyboard.press("Enter");
  await expect(rowOf(otherFirm, numberOf(payout)).first()).toHaveAttribute("data-outcome", "done");
  const rest = otherFirm.locator('tr[data-kind="line"]').filter({ hasText: "50.00" });
  await expect(rest).toBeVisible();
  expect(
    (await openItems(otherFirm, world.account)).filter(({ booked }) => BigInt(booked) === SURPLUS),
  ).toHaveLength(1);
});

test("a rejected pair falls into what it is made of, and comes back", async ({ otherFirm }) => {
  const number = numberOf(payoutAt(OF.rejected));
  await open(otherFirm);
  await walkTo(otherFirm, number);
  await otherFirm.keyboard.press("r");
  const rows = rowOf(otherFirm, number);
  await expect(rows.first()).toHaveAttribute("data-outcome", "done");
  await expect(otherFirm.locator('tr[data-kind="missing"]').filter({ hasText: number })).toBeVisible();
  await otherFirm.getByRole("button", { name: "Undo" }).first().click();
  await expect(rows.first()).not.toHaveAttribute("data-outcome", /./);
  await otherFirm.getByRole("button", { name: "Show the list as it is now" }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toHaveAttribute("data-kind", "suggestion");
});

test("two people at once: the slower is told, and nothing is done twice", async ({ otherFirm, browser }) => {
  const payout = payoutAt(OF.twoPeople);
  const other = await browser.newPage();
  await signIn(other, loginOf("Øresund", "owner"));
  await open(otherFirm);
  await open(other);
  await walkTo(otherFirm, numberOf(payout));
  await walkTo(other, numberOf(payout));
  await otherFirm.keyboard.press("a");
  await expect(rowOf(otherFirm, numberOf(payout))).toHaveAttribute("data-outcome", "done");
  await other.keyboard.press("a");
  await expect(rowOf(other, numberOf(payout))).toHaveAttribute("data-outcome", "gone");
  await expect(other.getByText("Somebody else was faster")).toBeVisible();
  await other.close();
});

test("rows are selected, summed and accepted together", async ({ otherFirm }) => {
  await open(otherFirm);
  for (const place of OF.bulk) {
    await walkTo(otherFirm, numberOf(payoutAt(place)));
    await otherFirm.keyboard.press("Space");
    await expect(rowOf(otherFirm, numberOf(payoutAt(place))).getByRole("checkbox")).toBeChecked();
  }
  await expect(otherFirm.getByText("2 rows selected")).toBeVisible();
  await otherFirm.keyboard.press("a");
  for (const place of OF.bulk)
    await expect(rowOf(otherFirm, numberOf(payoutAt(place)))).toHaveAttribute("data-outcome", "done");
});

test("a match is made by hand, a receipt attested, and a note kept", async ({ otherFirm }) => {
  const number = numberOf(payoutAt(OF.missing));
  await open(otherFirm);
  await walkTo(otherFirm, number);
  await otherFirm.keyboard.press("n");
  const note = otherFirm.getByRole("form", { name: "Note and assign" });
  await note.getByLabel("Note").fill("Asked the bank");
  await note.getByLabel("Looked after by").selectOption({ index: 1 });
  await note.getByRole("button", { name: "Save" }).click();
  await expect(panel(otherFirm)).toContainText("Asked the bank");
  await otherFirm.keyboard.press("Enter");
  const hand = otherFirm.getByRole("form", { name: "Match by hand" });
  await expect(hand.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await hand.getByRole("checkbox", { name: /Vipps diverse/ }).check();
  await expect(hand).toContainText("Missing to zero");
  await expect(hand.getByRole("button", { name: "Match", exact: true })).toBeDisabled();
  await otherFirm.keyboard.press("Escape");
  await expect(hand).toBeHidden();
  await otherFirm.keyboard.press("t");
  const attest = otherFirm.getByRole("form", { name: "Attest a receipt" });
  await attest.getByLabel("How you know").fill("Seen in the bank’s app");
  await attest.getByRole("button", { name: "Attest" }).click();
  await expect(rowOf(otherFirm, number)).toHaveAttribute("data-outcome", "done");
  await expect
    .poll(async () => (await statusOf(otherFirm, payoutAt(OF.missing))).receivedBy)
    .toBe("attested");
});

test("what was matched is explained on the payout’s page, and undone from the list", async ({
  otherFirm,
}) => {
  const payout = payoutAt(OF.found);
  const base = firmPath(otherFirm);
  await visit(otherFirm, `${base}/payouts/${payout.id}`);
  await expect(otherFirm.getByText("Received", { exact: true }).first()).toBeVisible();
  await expect(otherFirm.getByText(/The same amount/)).toBeVisible();
  await open(otherFirm, "&view=matched");
  const row = otherFirm
    .getByRole("row")
    .filter({ hasText: numberOf(payout) })
    .first();
  await row.getByRole("button", { name: `Undo the match of ${numberOf(payout)}` }).click();
  await expect(row).toContainText("Undone by");
  await expect.poll(async () => (await statusOf(otherFirm, payout)).receivedDate).toBeNull();
});

test("a filter is saved, and is there again", async ({ otherFirm }) => {
  await open(otherFirm, "&view=missing");
  await otherFirm.getByText("Saved filters").click();
  await otherFirm.getByLabel("Name of the filter").fill("Missing here");
  await otherFirm.getByRole("button", { name: "Save this filter" }).click();
  await visit(otherFirm, `${firmPath(otherFirm)}/reconcile`);
  await otherFirm.getByText("Saved filters").click();
  await otherFirm.getByRole("link", { name: "Missing here" }).click();
  await expect(otherFirm).toHaveURL(
    new RegExp(`view=missing.*${world.account}|${world.account}.*view=missing`),
  );
});

test("a viewer sees everything and is told why they cannot decide", async ({ page }) => {
  const email = await makePerson("Reconcile viewer", [{ tenant: "oresund-bogforing", role: "viewer" }]);
  await signIn(page, { firm: "Øresund", email, password: "four plain words here", role: "viewer" });
  await open(page);
  await expect(page.locator("tr[data-item]").first()).toBeVisible();
  await expect(page.getByText("may look but not do this").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Match by hand/ })).toBeDisabled();
  await page.keyboard.press("m");
  await expect(page.getByRole("form", { name: "Match by hand" })).toBeHidden();
});

test("help and legend name the keys, and a field keeps them to itself", async ({ otherFirm }) => {
  await open(otherFirm);
  await expect(otherFirm.getByRole("region", { name: "Keys" })).toContainText("book a difference");
  await otherFirm.keyboard.press("?");
  const help = otherFirm.getByRole("dialog", { name: "Keyboard" });
  await expect(help).toContainText("always for this text");
  await otherFirm.keyboard.press("Escape");
  await otherFirm.keyboard.press("g");
  await otherFirm.keyboard.press("i");
  await expect(otherFirm.getByRole("heading", { level: 1, name: "Issues" })).toBeVisible();
  await otherFirm.keyboard.press("g");
  await otherFirm.keyboard.press("r");
  await expect(otherFirm.getByRole("heading", { level: 1, name: "Reconcile" })).toBeVisible();
});

for (const [width, height] of [
  [1_440, 900],
  [390, 844],
] as const) {
  test(`nothing grave at ${String(width)} pixels, with the panel and a form open`, async ({ otherFirm }) => {
    test.setTimeout(120_000);
    await otherFirm.setViewportSize({ width, height });
    await open(otherFirm);
    const first = otherFirm.locator("tr[data-item] [data-stand]").first();
    await first.click();
    await expect(otherFirm.getByRole("button", { name: /Note and assign/ })).toBeVisible();
    expect(await graveFindings(otherFirm)).toEqual([]);
    await otherFirm.getByRole("button", { name: /Match by hand/ }).click();
    await expect(otherFirm.getByRole("form", { name: "Match by hand" })).toBeVisible();
    expect(await graveFindings(otherFirm)).toEqual([]);
    await open(otherFirm, "&view=matched");
    expect(await graveFindings(otherFirm)).toEqual([]);
  });
}
