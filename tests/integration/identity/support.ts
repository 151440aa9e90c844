import { newId } from "@/lib/core/ids";
import type { UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import { createDatabase } from "@/lib/platform/database/database";
import type { Database } from "@/lib/platform/database/database";
import { hashPassword } from "@/lib/platform/password";
import { totpCode } from "@/lib/platform/totp";
import type { ServiceContext } from "@/lib/services/context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { showSecondFactor } from "@/lib/services/identity/pass-second-factor";
import { newSecondFactor, turnOnSecondFactor } from "@/lib/services/identity/second-factor";
import { readSession } from "@/lib/services/identity/read-session";
import { signIn } from "@/lib/services/identity/sign-in";
import type { SignInOutcome } from "@/lib/services/identity/sign-in";
import { sendMail } from "@/lib/services/mail/send-mail";
import { insertMember } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import { createManualClock } from "@/tests/factories/clock";
import type { ManualClock } from "@/tests/factories/clock";
import { startMailServer } from "@/tests/factories/mail-server";
import type { ReceivedLetter, TestMailServer } from "@/tests/factories/mail-server";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

export const NOW_MS = Date.parse("2026-11-21T11:00:00Z");
export const PASSWORD = "riktig hest batteri";
export const HERE = { device: "Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0", address: "192.0.2.1" };

export type Person = Readonly<{ userId: UserId; email: string }>;
export type Factor = Readonly<{ secret: string; recoveryCodes: readonly string[]; ctx: AccountContext }>;

/** People of one firm, over a database and a mail server of their own. */
export type IdentityWorld = Readonly<{
  clock: ManualClock;
  database: TestDatabase;
  services: TestServices;
  mail: TestMailServer;
  firm: ServiceContext;
  /** A new person with PASSWORD, an owner of the firm. */
  newPerson: (language?: MailLanguage) => Promise<Person>;
  attempt: (email: string, password?: string) => Promise<SignInOutcome>;
  /** Signs in; the account of whoever has no second factor. */
  open: (person: Person, password?: string) => Promise<AccountContext>;
  holds: (sessionId: string) => Promise<boolean>;
  /** Turns the second factor on, as with an app. */
  withFactor: (ctx: AccountContext) => Promise<Factor>;
  /** The session that password and code open together. */
  openWith: (person: Person, code: string, password?: string) => Promise<string>;
  codeNow: (factor: Factor) => string;
  /** Sends what is posted, and gives the next letter to the address. */
  letterTo: (email: string) => Promise<ReceivedLetter>;
  /** Kinds of the person's events, the oldest first. */
  eventsOf: (person: Person) => Promise<readonly string[]>;
  admin: Database;
  close: () => Promise<void>;
}>;

let serial = 0;

export async function openIdentityWorld(): Promise<IdentityWorld> {
  const clock = createManualClock(NOW_MS);
  const database = await createTestDatabase();
  const mail = await startMailServer();
  const services = createTestServices({
    url: database.url,
    vippsUrl: "http://127.0.0.1:9",
    clock,
    smtpUrl: mail.url,
  });
  const admin = createDatabase({ url: database.adminUrl, connectionsMax: 2 });
  const firm = await createTestTenant(services, database, "fjell");
  const passwordHash = await hashPassword(PASSWORD);

  const attempt = (email: string, password = PASSWORD): Promise<SignInOutcome> =>
    signIn(services, { email, password, ...HERE });
  const world: IdentityWorld = {
    clock,
    database,
    services,
    mail,
    firm,
    admin,
    newPerson: async (language = "nb") => {
      serial += 1;
      const email = `person-${String(serial)}@example.com`;
      const userId = newId<"user">(NOW_MS);
      await withSystem(admin, async (tx) => {
        const member = { userId, tenantId: firm.tenantId, email, name: "Kari", passwordHash };
        await insertMember(tx, { ...member, role: "owner" });
        await tx.execute("set local role avstemt_identity");
        await tx.execute("update installation.app_user set language = $2 where id = $1", [userId, language]);
      });
      return { userId, email };
    },
    attempt,
    open: async ({ email }, password = PASSWORD) => {
      const outcome = await attempt(email, password);
      if (outcome.kind !== "open") throw new Error("this person has a second factor");
      return { ...services, sessionId: outcome.sessionId };
    },
    holds: async (sessionId) => (await readSession(services, sessionId)) !== undefined,
    withFactor: async (ctx) => {
      const { key } = await newSecondFactor(ctx, { password: PASSWORD });
      const code = totpCode(key, clock.nowMs());
      const { recoveryCodes, sessionId } = await turnOnSecondFactor(ctx, { code });
      return { secret: key, recoveryCodes, ctx: { ...ctx, sessionId } };
    },
    openWith: async ({ email }, code, password = PASSWORD) => {
      const outcome = await attempt(email, password);
      if (outcome.kind !== "second-factor") throw new Error("no second factor was asked for");
      const { pending } = outcome;
      return (await showSecondFactor(services, { pending, code, ...HERE })).sessionId;
    },
    codeNow: ({ secret }) => totpCode(secret, clock.nowMs()),
    letterTo: async (email) => {
      await sendMail(services);
      return mail.nextTo(email);
    },
    eventsOf: ({ userId }) =>
      withSystem(admin, async (tx) => {
        await tx.execute("set local role avstemt_identity");
        const rows = await tx.query<{ kind: string }>(
          "select kind from installation.account_event where user_id = $1 order by at, ctid",
          [userId],
        );
        return rows.map(({ kind }) => kind);
      }),
    close: async () => {
      await admin.close();
      await services.close();
      await mail.close();
      await database.drop();
    },
  };
  return world;
}
