import type { MerchantId } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Role } from "@/lib/domain/access/permissions";
import type { Env } from "@/lib/platform/env";
import { createLog } from "@/lib/platform/log";
import { systemContext } from "@/lib/services/context";
import type { Actor, ServiceContext } from "@/lib/services/context";
import { setInstallationKeys, setKeys } from "@/lib/services/keys/set-keys";
import { assignLedger } from "@/lib/services/ledgers/assign-ledger";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { listAllLedgers } from "@/lib/services/ledgers/list-all-ledgers";
import { listInstallationLedgers } from "@/lib/services/ledgers/list-installation-ledgers";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import { addOperator } from "@/lib/services/operators/manage-operators";
import { syncOnce } from "@/lib/services/sync/sync-once";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { createUser } from "@/lib/services/tenants/create-user";
import { createServices } from "@/lib/services/wiring";
import type { WiredServices } from "@/lib/services/wiring";
import { listOwnCredentials } from "@/lib/store/credentials";
import { findSignIn } from "@/lib/store/identity";
import { listInstallationCredentials } from "@/lib/store/installation";
import { findTenantBySlug, withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

/** A person who can sign in to the demo. */
export type DemoLogin = Readonly<{
  firm: string;
  email: string;
  password: string;
  role: Role | "operator";
  /** How many merchants they see; absent: the whole firm. */ merchants?: number;
}>;

export type SeedOptions = Readonly<{
  /** With `databaseAdminUrl`: firms and people are made with the migration role. */
  env: Env;
  /** The simulator's accounting keys. */
  clients: readonly Readonly<{ clientId: string; clientSecret: string }>[];
  /** Where the books of the ledgers begin; absent: with the year. */
  booksFrom?: LedgerDate;
  /** Also follows every feed to its head, so that the first look shows balances; else the worker does. */
  syncFirst?: boolean;
}>;

const PASSWORD = "avstemt-demo-2026";
/** Granted ledgers of each firm that nobody has taken in yet: the onboarding list is not empty. */
const LEFT_NEW = 3;
const INSTALLATION_CLIENT = "installation";
/** Runs the installation, and has no place in a firm. */
const OPERATOR = { name: "Ola Drift", email: "ola.operator@avstemt.example" };
const SEEDER: Actor = { kind: "operator", id: "demo", name: "Demo" };

type Firm = Readonly<{
  name: string;
  slug: string;
  clientId: string;
  people: readonly Person[];
}>;

type Person = Readonly<{
  name: string;
  email: string;
  role: Role;
  /** Sees so many of the firm's merchants, the first by id; absent: the whole firm. */
  merchants?: number;
}>;

const FIRMS: readonly Firm[] = [
  {
    name: "Nordfjord Regnskap",
    slug: "nordfjord-regnskap",
    clientId: "firm-nordfjord",
    people: [
      { name: "Ingrid Solheim", email: "ingrid@nordfjord.example", role: "owner" },
      { name: "Jonas Bakke", email: "jonas@nordfjord.example", role: "accountant" },
      { name: "Marte Lien", email: "marte@nordfjord.example", role: "viewer" },
      { name: "Even Moe", email: "even@nordfjord.example", role: "accountant", merchants: 4 },
      { name: "Silje Fjeld", email: "silje@fjellheim.example", role: "merchant", merchants: 2 },
    ],
  },
  {
    name: "Øresund Bogføring",
    slug: "oresund-bogforing",
    clientId: "firm-oresund",
    people: [
      { name: "Freja Lindgaard", email: "freja@oresund.example", role: "owner" },
      { name: "Søren Holm", email: "soren@oresund.example", role: "accountant" },
      { name: "Mikkel Juhl", email: "mikkel@oresund.example", role: "viewer" },
      { name: "Ida Krogh", email: "ida@oresund.example", role: "accountant", merchants: 3 },
      { name: "Lars Bech", email: "lars@havnen.example", role: "merchant", merchants: 1 },
    ],
  },
];

type Seeding = Readonly<{ options: SeedOptions; admin: WiredServices; services: WiredServices }>;

/**
 * Two accounting firms with people, keys and merchants, and an operator, made by the same services that people use. Run again it
 * changes nothing. Throws: what the services throw.
 */
export async function seedDemo(options: SeedOptions): Promise<readonly DemoLogin[]> {
  const { env } = options;
  const log = createLog("error", { write: (line) => void process.stderr.write(line) });
  const services = createServices({ env, log, connectionsMax: 8 });
  const adminUrl = present(env.databaseAdminUrl, "DATABASE_ADMIN_URL");
  const admin = createServices({ env, log, databaseUrl: adminUrl, connectionsMax: 2 });
  try {
    const seeding: Seeding = { options, admin, services };
    const contexts: ServiceContext[] = [];
    for (const firm of FIRMS) contexts.push(await seedFirm(seeding, firm));
    await seedInstallation(seeding, present(FIRMS[0], "the first firm"));
    await addOperator(admin, {
      ...OPERATOR,
      readPassword: () => Promise.resolve(PASSWORD),
      by: SEEDER.name,
    });
    if (options.syncFirst === true) for (const ctx of contexts) await syncOnce(ctx);
  } finally {
    await services.close();
    await admin.close();
  }
  const members = FIRMS.flatMap(({ name, people }): DemoLogin[] =>
    people.map(({ email, role, merchants }) => ({
      firm: name,
      email,
      password: PASSWORD,
      role,
      ...(merchants !== undefined && { merchants }),
    })),
  );
  return [
    ...members,
    { firm: "The installation", email: OPERATOR.email, password: PASSWORD, role: "operator" },
  ];
}

async function seedFirm({ options, admin, services }: Seeding, firm: Firm): Promise<ServiceContext> {
  const known = await withSystem(services.database, (tx) => findTenantBySlug(tx, firm.slug));
  const tenant = known ?? (await createTenant(admin, { ...firm, operator: SEEDER.name }));
  const ctx: ServiceContext = { ...systemContext(services, tenant.id, "demo"), actor: SEEDER };
  await seedLedgers(ctx, options, firm);
  for (const person of firm.people) {
    const found = await withSystem(services.database, (tx) => findSignIn(tx, person.email));
    if (found !== undefined) continue;
    const { merchants, ...of } = person;
    const limit = merchants === undefined ? {} : { merchantIds: await someMerchants(ctx, merchants) };
    await createUser(
      { admin, services, actor: SEEDER },
      { ...of, ...limit, tenantSlug: firm.slug, password: PASSWORD },
    );
  }
  return ctx;
}

/** Taken in once, by a person or by us: from then on the firm decides. */
async function seedLedgers(ctx: ServiceContext, options: SeedOptions, firm: Firm): Promise<void> {
  if ((await listAllLedgers(ctx, {})).some(({ status }) => status !== "new")) return;
  const credentials = await withTenant(ctx.database, ctx, (tx) => listOwnCredentials(tx));
  const stored = credentials.find(({ clientId }) => clientId === firm.clientId)?.id;
  await discoverLedgers(ctx, stored ?? (await setKeys(ctx, keysOf(options, firm.clientId))));
  const granted = await listAllLedgers(ctx, { status: "new" });
  const taken = granted.slice(0, Math.max(1, granted.length - LEFT_NEW));
  const { booksFrom } = options;
  await onboardLedgers(ctx, { ledgers: taken.map(({ id }) => id), ...(booksFrom && { booksFrom }) });
}

/** The first merchants of the firm that have a ledger. */
async function someMerchants(ctx: ServiceContext, count: number): Promise<MerchantId[]> {
  const active = await listAllLedgers(ctx, { status: "active" });
  const ids = active.flatMap(({ merchantId }) => (merchantId === null ? [] : [merchantId as MerchantId]));
  return [...new Set(ids)].slice(0, count);
}

/** The installation's own keys, and the first of their ledgers that no firm has keys for, given to a firm. */
async function seedInstallation({ options, admin, services }: Seeding, firm: Firm): Promise<void> {
  const [known] = await withSystem(admin.database, (tx) => listInstallationCredentials(tx));
  if (known === undefined) await setInstallationKeys(admin, keysOf(options, INSTALLATION_CLIENT));
  const [credential] = await withSystem(admin.database, (tx) => listInstallationCredentials(tx));
  const found = await listInstallationLedgers({ admin, services }, {});
  if (found.some(({ tenant }) => tenant !== null)) return;
  await discoverLedgers(services, present(credential, "the installation's keys").id);
  const [ledger] = await listInstallationLedgers({ admin, services }, { status: "new" });
  if (ledger === undefined) return;
  await assignLedger(
    { admin, services },
    { ledgerId: ledger.ledgerId, tenantSlug: firm.slug, operator: SEEDER.name },
  );
  const tenant = present(
    await withSystem(services.database, (tx) => findTenantBySlug(tx, firm.slug)),
    "the firm",
  );
  const ctx: ServiceContext = { ...systemContext(services, tenant.id, "demo"), actor: SEEDER };
  const assigned = (await listAllLedgers(ctx, { status: "new" })).filter(
    ({ ledgerId }) => ledgerId === ledger.ledgerId,
  );
  await onboardLedgers(ctx, { ledgers: assigned.map(({ id }) => id) });
}

function keysOf(
  options: SeedOptions,
  clientId: string,
): Readonly<{ clientId: string; clientSecret: string }> {
  return present(
    options.clients.find((client) => client.clientId === clientId),
    `the simulator's client ${clientId}`,
  );
}
