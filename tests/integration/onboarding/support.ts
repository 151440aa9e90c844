import { newId } from "@/lib/core/ids";
import type { CopyId, CredentialId, LedgerUid, TenantId, UserId } from "@/lib/core/ids";
import { parseLedgerDate } from "@/lib/core/ledger-date";
import { BoardQuery } from "@/lib/contracts/onboarding";
import type { BoardCard, Stage } from "@/lib/contracts/onboarding";
import type { Role } from "@/lib/domain/access/permissions";
import { createDatabase } from "@/lib/platform/database/database";
import type { ServiceContext } from "@/lib/services/context";
import { setKeys } from "@/lib/services/keys/set-keys";
import { listBoard } from "@/lib/services/onboarding/list-board";
import { insertMember } from "@/lib/store/installation";
import { createLedger } from "@/lib/store/ledgers";
import { withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";
import { createManualClock } from "@/tests/factories/clock";
import type { ManualClock } from "@/tests/factories/clock";
import { startMailServer } from "@/tests/factories/mail-server";
import type { TestMailServer } from "@/tests/factories/mail-server";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

export const NOW_MS = Date.parse("2026-11-21T11:00:00Z");
export const CLIENT = "firm-nordfjord";

export type OnboardingWorld = Readonly<{
  clock: ManualClock;
  database: TestDatabase;
  simulator: TestSimulator;
  services: TestServices;
  letters: TestMailServer;
  newFirm: (name?: string) => Promise<ServiceContext>;
  /** Stores a client's keys of the simulator. */
  keys: (ctx: ServiceContext, client?: string) => Promise<CredentialId>;
  addMember: (ctx: ServiceContext, name: string, role: Role) => Promise<UserId>;
  /** A ledger in the listing, granted to the client. */
  grant: (ledger: GrantedLedger) => Promise<void>;
  revoke: (ledgerId: string) => Promise<unknown>;
  close: () => Promise<void>;
}>;

export type GrantedLedger = Readonly<{
  ledgerId: string;
  owner?: Readonly<{ scheme: string; id: string }>;
  account?: string;
  units?: readonly Readonly<{ name: string; recipientHandle: string; businessId?: string }>[];
}>;

/** A database, a simulator without ledgers of its own for the client, and a mail server. */
export async function openOnboardingWorld(): Promise<OnboardingWorld> {
  const clock = createManualClock(NOW_MS);
  const database = await createTestDatabase();
  const simulator = await createTestSimulator({ merchants: 1, days: 0, nowMs: clock.nowMs });
  const letters = await startMailServer();
  const services = createTestServices({
    url: database.url,
    vippsUrl: simulator.url,
    clock,
    smtpUrl: letters.url,
  });
  for (const truth of await simulator.truth()) {
    for (const client of truth.grantedTo)
      await simulator.control("DELETE", `/grants?clientId=${client}&ledgerId=${truth.ledgerId}`);
  }
  return {
    clock,
    database,
    simulator,
    services,
    letters,
    newFirm: (name = "firm") => createTestTenant(services, database, name),
    keys: (ctx, client = CLIENT) =>
      setKeys(ctx, { clientId: client, clientSecret: `${client}-secret-${String(simulator.seed)}` }),
    addMember: (ctx, name, role) => addMember(database, ctx, name, role),
    grant: (ledger) => grant(simulator, ledger),
    revoke: (ledgerId) =>
      simulator.control("DELETE", `/grants?clientId=${CLIENT}&ledgerId=${ledgerId}&answer=empty`),
    close: async () => {
      await services.close();
      services.mailer.close();
      await letters.close();
      await simulator.close();
      await database.drop();
    },
  };
}

async function addMember(
  database: TestDatabase,
  ctx: ServiceContext,
  name: string,
  role: Role,
): Promise<UserId> {
  const admin = createDatabase({ url: database.adminUrl, connectionsMax: 1 });
  try {
    const made = await withSystem(admin, (tx) =>
      insertMember(tx, {
        userId: newId<"user">(ctx.clock.nowMs()),
        tenantId: ctx.tenantId as TenantId,
        email: `${name.toLowerCase().replaceAll(/\W/g, ".")}.${ctx.tenantId.slice(-6)}@firm.example`,
        name,
        passwordHash: "never used",
        role,
      }),
    );
    return made.userId;
  } finally {
    await admin.close();
  }
}

async function grant(simulator: TestSimulator, ledger: GrantedLedger): Promise<void> {
  const owner = ledger.owner ?? { scheme: "business:NO:ORG", id: "974760673" };
  const units = ledger.units ?? [
    { name: `Shop ${ledger.ledgerId}`, recipientHandle: `NO:${ledger.ledgerId}` },
  ];
  await simulator.control("POST", "/ledgers", {
    ledger: {
      ledgerId: ledger.ledgerId,
      currency: "NOK",
      payoutBankAccount: { scheme: "BBAN:NO", id: ledger.account ?? "86011117947" },
      owner,
      settlesForRecipientHandles: units.map((unit) => unit.recipientHandle),
      salesUnits: units.map(({ name, recipientHandle, businessId }) => ({
        name,
        recipientHandle,
        businessIdentifier: { scheme: owner.scheme, id: businessId ?? owner.id },
      })),
    },
    grantedTo: [CLIENT],
    funds: [],
    fees: [],
  });
}

/** Ledgers that wait to be taken in, made in the store: each of its own owner unless `owner` says otherwise. */
export async function makeNewLedgers(
  ctx: ServiceContext,
  count: number,
  options: Readonly<{ from?: number; owner?: string }> = {},
): Promise<LedgerUid[]> {
  const made: LedgerUid[] = [];
  const nowMs = ctx.clock.nowMs();
  const credentialId = newId<"credential">(nowMs);
  await withTenant(ctx.database, ctx, async (tx) => {
    for (let index = 0; index < count; index += 1) {
      const number = String((options.from ?? 500_000) + index);
      const id = newId<"ledger">(nowMs);
      await createLedger(tx, {
        id,
        listing: {
          ledgerId: number,
          currency: "NOK",
          owner: { scheme: "business:NO:ORG", id: options.owner ?? `9${number.padStart(8, "0")}` },
          payoutAccount: { scheme: "BBAN:NO", id: `86011${number}` },
          settlesFor: [`NO:7${number}`],
          salesUnits: [{ name: `Butikk ${number}`, recipientHandle: `NO:7${number}` }],
        },
        credentialId,
        country: "NO",
        booksFrom: parseLedgerDate("2026-01-01"),
        copies: { funds: newId<"copy">(nowMs) as CopyId, fees: newId<"copy">(nowMs) as CopyId },
        nowMs: nowMs + index,
      });
      made.push(id);
    }
  });
  return made;
}

/** Every card of a column, page after page. */
export async function readColumn(
  ctx: ServiceContext,
  stage: Stage,
  options: Readonly<{ search?: string; limit?: number }> = {},
): Promise<BoardCard[]> {
  const cards: BoardCard[] = [];
  let cursor: string | undefined;
  do {
    const page = await listBoard(ctx, BoardQuery.parse({ stage, limit: 7, ...options, cursor }));
    cards.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return cards;
}

/** The entries of the trail for one action, oldest first. */
export async function auditOf(
  ctx: ServiceContext,
  action: string,
): Promise<Readonly<{ actor_name: string; after: Record<string, string> | null }>[]> {
  return withTenant(ctx.database, ctx, (tx) =>
    tx.query(
      "select actor_name, after from audit_event where tenant_id = $1 and action = $2 order by at, id",
      [tx.tenantId, action],
    ),
  );
}
