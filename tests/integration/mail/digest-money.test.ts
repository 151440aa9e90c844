import { afterAll, beforeAll, expect, test } from "vitest";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import { NO_DIGEST } from "@/lib/domain/issue/digest";
import type { DigestChoice } from "@/lib/domain/issue/digest";
import type { ServiceContext } from "@/lib/services/context";
import { chooseDigest } from "@/lib/services/issues/own-digests";
import { sendDigest } from "@/lib/services/issues/send-digest";
import { sendMail } from "@/lib/services/mail/send-mail";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, newAccountNumber, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { startMailServer } from "@/tests/factories/mail-server";
import type { ReceivedLetter, TestMailServer } from "@/tests/factories/mail-server";
import { createTestPerson, openTestSession } from "@/tests/factories/people";
import type { TestPerson } from "@/tests/factories/people";
import { createTestServices } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { booking, statementOf } from "@/tests/factories/statement-files/bookings";
import type { AccountStatement, Booking } from "@/tests/factories/statement-files/bookings";
import { camtFile } from "@/tests/factories/statement-files/camt";
import { asSystem, importAndMatch } from "@/tests/factories/statements";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** What a digest says of money: payouts that the statements should have shown, and do not. */

const DAY_MS = 86_400_000;
/** At seven in Oslo, the morning after NOW_MS. */
const MORNING_MS = Date.parse("2026-11-22T06:00:00Z");
const DAILY: DigestChoice = { ...NO_DIGEST, frequency: "daily", hour: 7 };
const DANISH_IBAN = "DK5000400440116243";

let world: ReadWorld;
let server: TestMailServer;
let mailing: TestServices;
let firm: ServiceContext;
let slug: string;
let kiosk: TestLedger;
let kioskAccount: string;
let mornings = 0;

const date = parseLedgerDate;

beforeAll(async () => {
  world = await openReadWorld();
  server = await startMailServer();
  mailing = createTestServices({
    url: world.database.url,
    vippsUrl: "http://127.0.0.1:9",
    clock: world.clock,
    smtpUrl: server.url,
  });
  firm = await world.newFirm();
  const [tenant] = await withTenant(firm.database, firm, (tx) =>
    tx.query<{ slug: string }>("select slug from tenant where tenant_id = $1", [tx.tenantId]),
  );
  slug = tenant?.slug ?? "";
  kioskAccount = newAccountNumber();
  kiosk = await newShop("Kiosk", "NO", kioskAccount, [10_000, 20_000, 30_000]);
  await newShop("Butik", "DK", "00400440116243", [123_456_789]);
  await takeIn({ account: { scheme: "BBAN", id: kioskAccount }, currency: "NOK" }, [
    booking(10_000n, { date: date("2026-11-04"), text: "Utb. 2000001 Vippsnr 57860", bankReference: "B1" }),
  ]);
  await takeIn({ account: { scheme: "IBAN", id: DANISH_IBAN }, currency: "DKK" }, [
    booking(-5_000n, {
      date: date("2026-11-05"),
      text: "Husleje",
      counterparty: "Udlejer ApS",
      bankReference: "D1",
    }),
  ]);
}, 60_000);

afterAll(async () => {
  await mailing.close();
  await server.close();
  await world.close();
});

/** A shop with a payout of each of the first days from Monday 2 November on. */
async function newShop(
  name: string,
  country: "NO" | "DK",
  payoutAccount: string,
  amounts: readonly number[],
): Promise<TestLedger> {
  const shop = await createTestLedger(firm, { name, country, booksFrom: "2026-11-01", payoutAccount });
  const entries = amounts.flatMap((amount, index) => {
    const day = `2026-11-0${String(index + 2)}`;
    const number = `200000${String(index + 1)}`;
    return [
      { date: day, type: "capture", amount, handle: "NO:57860", psp: `c${number}` },
      { date: day, type: "payout-scheduled", amount: -amount, psp: `${shop.ledgerId}-${number}` },
    ];
  });
  await writeEntries(
    firm,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries(entries, { currency: shop.currency }),
  );
  return shop;
}

/** A statement of 1 to 13 November. */
async function takeIn(
  of: Pick<AccountStatement, "account" | "currency">,
  bookings: readonly Booking[],
): Promise<void> {
  const over = { ...of, from: date("2026-11-01"), to: date("2026-11-13") };
  await importAndMatch(firm, camtFile([statementOf(bookings, over)]));
}

async function newMember(name: string, isLimited = false): Promise<TestPerson> {
  const merchantIds = isLimited ? [kiosk.merchantId] : undefined;
  return createTestPerson(firm, world.database, {
    name,
    role: "accountant",
    ...(merchantIds && { merchantIds }),
  });
}

/** The letter that the person gets the next morning. */
async function letterOf(member: TestPerson, choice: DigestChoice): Promise<ReceivedLetter> {
  world.clock.set(NOW_MS + mornings * DAY_MS);
  const sessionId = await openTestSession(firm, member.userId);
  await chooseDigest(
    { ...world.services, sessionId },
    { firm: slug, ...choice, leftOut: [...choice.leftOut] },
  );
  world.clock.set(MORNING_MS + mornings * DAY_MS);
  mornings += 1;
  expect(await sendDigest(asSystem(firm), member.userId)).toBe("sent");
  await sendMail(mailing);
  return server.nextTo(member.email);
}

const RISK = "Money that should be in the bank and is not";

test("it says how much should be in the bank and is not, in each currency, and names what is overdue", async () => {
  const { text } = await letterOf(await newMember("Kari"), DAILY);
  expect(text).toContain(`${RISK}: DKK\u00a01,234,567.89; NOK\u00a0500.00.`);
  const overdue = text.match(/Critical · Payout not in the bank \([^)]+\) · [^·]+/g) ?? [];
  expect(overdue.map((line) => line.replace(/^.*bank /, "").trim()).toSorted()).toEqual([
    "(Butik) · DKK\u00a01,234,567.89",
    "(Kiosk) · NOK\u00a0200.00",
    "(Kiosk) · NOK\u00a0300.00",
  ]);
});

test("limited people are told of their merchants' money only", async () => {
  const { text } = await letterOf(await newMember("Line", true), DAILY);
  expect(text).toContain(`${RISK}: NOK\u00a0500.00.`);
  expect(text).not.toMatch(/DKK|Butik/);
});

test("a digest of what one looks after, or without overdue payouts, says nothing of the firm's money", async () => {
  const ola = await newMember("Ola");
  const mine = await letterOf(ola, { ...DAILY, covers: "mine", sendsEmpty: true });
  expect(mine.text).toContain("No issue needs you.");
  expect(mine.text).not.toContain(RISK);
  const without = await letterOf(ola, { ...DAILY, leftOut: ["payout-overdue"], sendsEmpty: true });
  expect(without.text).not.toContain(RISK);
});

test("money that came in is at risk no more", async () => {
  await takeIn({ account: { scheme: "BBAN", id: kioskAccount }, currency: "NOK" }, [
    booking(10_000n, { date: date("2026-11-04"), text: "Utb. 2000001 Vippsnr 57860", bankReference: "B1" }),
    booking(20_000n, { date: date("2026-11-05"), text: "Utb. 2000002 Vippsnr 57860", bankReference: "B2" }),
    booking(30_000n, { date: date("2026-11-06"), text: "Utb. 2000003 Vippsnr 57860", bankReference: "B3" }),
  ]);
  const { text } = await letterOf(await newMember("Siri"), DAILY);
  expect(text).toContain(`${RISK}: DKK\u00a01,234,567.89.`);
  expect(text).not.toContain("NOK");
});
