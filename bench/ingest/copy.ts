import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";

import type { Topic } from "@/lib/domain/ledger/states";
import type { ReadPage } from "@/lib/services/ledgers/write-pages";

const TENANT = "00000000-0000-7000-8000-000000000001";
const LEDGER = "00000000-0000-7000-8000-000000000002";
const COPIES = {
  funds: "00000000-0000-7000-8000-000000000003",
  fees: "00000000-0000-7000-8000-000000000004",
};

export type PlainTable = Readonly<{
  /** Appends rows as COPY takes them, within the one transaction that is open. */
  copy: (text: string) => Promise<void>;
  /** Commits. */
  end: () => Promise<void>;
}>;

/** A table like `entry`: its columns and indexes, and no more: no policy, no trigger. */
export async function openPlainTable(superuserUrl: string): Promise<PlainTable> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query("create table public.plain (like public.entry including all)");
  await client.query("begin");
  return {
    copy: (text) =>
      pipeline(Readable.from([Buffer.from(text)]), client.query(copyFrom("copy public.plain from stdin"))),
    end: async () => {
      await client.query("commit");
      await client.end();
    },
  };
}

/** Puts entries into COPY's text, in order, as the rows that `writePages` would make of them. */
export function createRowWriter(): (topic: Topic, pages: readonly ReadPage[]) => string {
  const sequences = { funds: 0, fees: 0 };
  const ordinals = new Map<string, number>();
  return (topic, pages) => {
    const lines: string[] = [];
    for (const entry of pages.flatMap((page) => page.entries)) {
      sequences[topic] += 1;
      const twin = `${topic}${entry.ledgerDate}${entry.content}`;
      const ordinal = (ordinals.get(twin) ?? 0) + 1;
      ordinals.set(twin, ordinal);
      lines.push(
        [
          TENANT,
          LEDGER,
          topic,
          COPIES[topic],
          sequences[topic],
          entry.ledgerDate,
          entry.time,
          entry.entryType,
          entry.pspReference,
          entry.reference,
          entry.recipientHandle,
          entry.currency,
          entry.amount,
          entry.balanceBefore,
          entry.balanceAfter,
          String.raw`\\x${entry.content}`,
          ordinal,
          entry.extra === undefined ? String.raw`\N` : JSON.stringify(entry.extra),
        ].join("\t"),
      );
    }
    return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
  };
}
