import { Client } from "pg";

export const DATABASE_NAME = "avstemt";
/** Owns the database and runs migrations. No superuser: a superuser would hide what fails in production. */
export const ADMIN_ROLE = "avstemt_admin";
/** What web and worker run as: owns nothing, cannot bypass row level security. */
export const APP_ROLE = "avstemt_app";

export type Passwords = Readonly<{ admin: string; app: string }>;

/** Creates the two roles and the database, or brings their passwords up to date. */
export async function ensureRoles(superuserUrl: string, passwords: Passwords): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await ensureRole(client, ADMIN_ROLE, passwords.admin, "createrole");
    await ensureRole(client, APP_ROLE, passwords.app, "nocreaterole");
    const found = await client.query("select 1 from pg_database where datname = $1", [DATABASE_NAME]);
    if (found.rowCount === 0) await createDatabase(client, DATABASE_NAME);
  });
}

/** A database that the admin role owns and that nobody else but the run-time role may enter. */
export async function createDatabase(client: Client, name: string, template = "template0"): Promise<void> {
  await client.query(`create database ${quote(name)} owner ${ADMIN_ROLE} template ${quote(template)}`);
  await client.query(`revoke all on database ${quote(name)} from public`);
  await client.query(`grant connect on database ${quote(name)} to ${APP_ROLE}`);
}

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(
  client: Client,
  role: string,
  password: string,
  createRole: "createrole" | "nocreaterole",
): Promise<void> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  const verb = found.rowCount === 0 ? "create" : "alter";
  await client.query(
    `${verb} role ${role} login nosuperuser nocreatedb ${createRole} noreplication nobypassrls
     password ${client.escapeLiteral(password)}`,
  );
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
