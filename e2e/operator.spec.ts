import { deskAndPhoneFindings } from "./grave-findings";
import { grantToInstallation } from "./installation-grant";
import { expect, heard, loginOf, signIn, test, visit } from "./signed-in";

const FIRM = { name: "Østlandet Regnskap", slug: "ostlandet-regnskap" };

test("an operator makes a firm, gives it a ledger by keyboard, and takes it back", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  await signIn(page, loginOf("The installation", "operator"));
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();

  await test.step("makes a firm with its first owner", async () => {
    await visit(page, "/operator/firms");
    await page.getByRole("button", { name: "Make the firm" }).click();
    await expect(page.getByText("Write the firm's name.")).toBeVisible();
    await page.getByLabel("Name", { exact: true }).fill("Settings");
    await expect(page.getByText("That is an address of the product's own")).toBeVisible();
    await page.getByLabel("Name", { exact: true }).fill(FIRM.name);
    await expect(page.getByLabel("Address", { exact: true })).toHaveValue(FIRM.slug);
    await page.getByLabel("First owner, by e-mail").fill("nobody");
    await page.getByRole("button", { name: "Make the firm" }).click();
    await expect(page.getByText("Write an e-mail address, as ingrid@nordfjord.example.")).toBeVisible();
    expect(await deskAndPhoneFindings(page), "firms with errors").toEqual([]);
    await page.getByLabel("First owner, by e-mail").fill("mikkel@oresund.example");
    await page.getByRole("button", { name: "Make the firm" }).click();
    await expect(page.getByRole("status").filter({ hasText: `${FIRM.name} is in place` })).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: FIRM.slug })).toBeVisible();
  });

  const ledgerId = "940404";
  await grantToInstallation(ledgerId);
  await visit(page, `/operator?state=waiting&search=${ledgerId}`);
  const assign = page.getByRole("button", { name: `Assign ledger ${ledgerId}` });
  await expect(page.getByRole("row").filter({ hasText: "Nymoen Sykkel" })).toBeVisible();

  await test.step("assigns the ledger without a mouse", async () => {
    await assign.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: `Assign ledger ${ledgerId}` });
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(assign).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("button", { name: "Assign", exact: true })).toBeDisabled();
    expect(await deskAndPhoneFindings(page), "assign dialog").toEqual([]);
    await dialog.getByLabel("Find a firm").focus();
    await page.keyboard.type("østl");
    await expect(dialog.getByRole("radio")).toHaveCount(1);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await dialog.getByRole("button", { name: `Assign to ${FIRM.name}` }).press("Enter");
    await expect(dialog).toBeHidden();
    await expect(
      page.getByRole("status").filter({ hasText: `Ledger ${ledgerId} now belongs to ${FIRM.name}` }),
    ).toBeVisible();
  });

  const context = await browser.newContext();
  const owner = await context.newPage();
  await signIn(owner, loginOf("Øresund", "viewer"));
  const board = owner.getByRole("main").getByText(ledgerId).first();

  await test.step("the firm sees it on its onboarding board; the operator sees nothing of the firm", async () => {
    await visit(owner, `/${FIRM.slug}/onboarding`);
    await expect(board).toBeVisible();
    for (const path of [`/${FIRM.slug}`, `/${FIRM.slug}/onboarding`, "/nordfjord-regnskap/merchants"])
      expect([path, (await page.request.get(path)).status()]).toEqual([path, 404]);
    for (const firm of [FIRM.slug, "no-such-firm"]) {
      const answer = await page.request.get("/api/v1/ledgers", { headers: { "avstemt-tenant": firm } });
      expect([firm, answer.status()]).toEqual([firm, 404]);
    }
  });

  await test.step("takes it back, and the log says all of it", async () => {
    await visit(page, `/operator?state=assigned&search=${ledgerId}`);
    await page.getByRole("button", { name: `Take back ledger ${ledgerId}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await expect(
      page.getByRole("status").filter({ hasText: `Ledger ${ledgerId} is taken back from ${FIRM.name}` }),
    ).toBeVisible();
    await visit(owner, `/${FIRM.slug}/onboarding`);
    await expect(board).toBeHidden();
    await visit(page, "/operator/log");
    const log = page.getByRole("table", { name: "Log" });
    for (const action of ["Ledger taken back", "Ledger assigned", "Firm made"]) {
      await expect(
        log.getByRole("row").filter({ hasText: action }).filter({ hasText: FIRM.slug }),
      ).toBeVisible();
    }
    expect(await deskAndPhoneFindings(page), "log").toEqual([]);
  });

  await test.step("whoever is no operator finds nothing there", async () => {
    for (const path of ["/operator", "/operator/firms", "/operator/log"])
      expect([path, (await owner.request.get(path)).status()]).toEqual([path, 404]);
    for (const path of ["ledgers", "firms", "events", "keys"]) {
      const answer = await owner.request.get(`/api/operator/${path}`, {
        headers: { "avstemt-operator": "1" },
      });
      expect([path, answer.status()]).toEqual([path, 404]);
    }
    await expect(owner.getByRole("link", { name: "Run the installation" })).toHaveCount(0);
    await context.close();
  });
});

test("the operators' inbox and firms are accessible in light and dark colours, and in Norwegian", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, loginOf("The installation", "operator"));
  for (const path of ["/operator", "/operator/firms"]) {
    await visit(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await deskAndPhoneFindings(page), path).toEqual([]);
  }
  await page.getByLabel("Language").selectOption("nb");
  await expect(page.getByRole("heading", { level: 1, name: "Firmaer" })).toBeVisible();
  await visit(page, "/operator");
  await heard(page);
  await expect(page.getByRole("heading", { level: 1, name: "Innboks" })).toBeVisible();
});
