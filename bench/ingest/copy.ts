import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { Client } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

/** The rows of `entry`, as COPY writes them, with their number. */
export type Rows = Readonly<{ chunks: readonly Buffer[]; count: number }>;

/** Reads all entries of a database as COPY's text, in feed order. */
export async function readRows(adminUrl: string): Promise<Rows> {
  return withReader(adminUrl, async (client) => {
    const chunks: Buffer[] = [];
    const stream = client.query(
      copyTo("copy (select * from public.entry order by topic desc, sequence) to stdout"),
    );
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return { chunks, count: stream.rowCount };
  });
}

/** Part 3: COPY of these rows, in one transaction, into a table like `entry`: its columns and indexes, no more. */
export async function writeRows(adminUrl: string, rows: Rows): Promise<number> {
  return withReader(adminUrl, async (client) => {
    await client.query("create table public.plain (like public.entry including all)");
    await pipeline(Readable.from(rows.chunks), client.query(copyFrom("copy public.plain from stdin")));
    return rows.count;
  });
}

/** As the migration role acting for purge, whose policy lets it read every firm's entries. */
async function withReader<T>(adminUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
