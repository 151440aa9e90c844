/**
 * How fast, and in how little memory, the client reads a feed: `npx tsx bench/vipps-client.ts [pages] [--gzip]`.
 * The server is another process on loopback, so that only the client's processor time is counted. `fetch` is
 * measured beside it, reading the same pages with JSON.parse alone.
 */
import { fork } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

import { createHttpClient } from "@/lib/platform/http";
import { createVipps } from "@/lib/providers/vipps/client";

const PAGE_SIZE = 1_000;
const PAGES = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 1_000);
const WITH_GZIP = process.argv.includes("--gzip");

function page(): string {
  const items = Array.from({ length: PAGE_SIZE }, (_, index) => ({
    pspReference: `35859${820_875 + index}`,
    time: `2026-03-23T14:${String(index % 60).padStart(2, "0")}:30.${String(100_000 + index)}Z`,
    ledgerDate: "2026-03-23",
    entryType: "capture",
    reference: `acme-shop-${index}-order${index}`,
    currency: "NOK",
    amount: 49_900,
    balanceBefore: index * 49_900,
    balanceAfter: (index + 1) * 49_900,
    recipientHandle: "NO:548005",
  }));
  return JSON.stringify({ items, cursor: "@", tryLater: false });
}

function serve(): void {
  const [before = "", after = ""] = page().split("@");
  let count = 0;
  const server = http.createServer((request, response) => {
    if (request.method === "POST") {
      response.end(JSON.stringify({ access_token: "token", token_type: "Bearer", expires_in: 900 }));
      return;
    }
    count += 1;
    const body = Buffer.from(`${before}${count}${after}`);
    response.setHeader("content-type", "application/json");
    if (WITH_GZIP) response.setHeader("content-encoding", "gzip");
    response.end(WITH_GZIP ? gzipSync(body, { level: 1 }) : body);
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

async function measure(name: string, read: () => Promise<number>): Promise<void> {
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const entries = await read();
  clearInterval(watch);
  const cpu = process.cpuUsage(cpuBefore);
  const cpuMs = (cpu.user + cpu.system) / 1_000;
  const wallMs = performance.now() - startedMs;
  console.log(
    `${name}: ${entries} entries, ${Math.round((entries / cpuMs) * 1_000)} per second of CPU, ` +
      `${Math.round((entries / wallMs) * 1_000)} per second of wall time, peak RSS ${Math.round(peak / 2 ** 20)} MiB`,
  );
}

async function main(): Promise<void> {
  const server = fork(process.argv[1] ?? "", [...process.argv.slice(2), "--serve"]);
  const port = await new Promise<number>((resolve) =>
    server.once("message", (port) => resolve(Number(port))),
  );
  const baseUrl = `http://127.0.0.1:${port}`;
  const clock = { nowMs: Date.now, sleep: (ms: number) => sleep(ms) };
  const client = createHttpClient({ clock, random: Math.random });
  const system = { name: "avstemt", version: "1", pluginName: "avstemt", pluginVersion: "1" };
  const vipps = createVipps({ http: client, clock, random: Math.random, baseUrl, system });
  const access = vipps.withKeys({ clientId: "id", clientSecret: "secret" });

  const followPages = async (pages: number): Promise<number> => {
    let entries = 0;
    let count = 0;
    for await (const page of access.feed({ ledgerId: "302321", topic: "funds" })) {
      entries += page.entries.length;
      count += 1;
      if (count === pages) break;
    }
    return entries;
  };
  const fetchPages = async (pages: number): Promise<number> => {
    let entries = 0;
    for (let count = 0; count < pages; count += 1) {
      const response = await fetch(`${baseUrl}/report/v2/ledgers/302321/funds/feed?cursor=${count}`);
      const page = JSON.parse(await response.text()) as { items: unknown[] };
      entries += page.items.length;
    }
    return entries;
  };
  await followPages(50);
  await measure("the client", () => followPages(PAGES));
  await fetchPages(50);
  await measure("fetch and JSON.parse", () => fetchPages(PAGES));
  client.close();
  server.kill();
}

if (process.argv.includes("--serve")) serve();
else await main();
