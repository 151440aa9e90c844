import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expect } from "@playwright/test";

import { simulatorUrl } from "./stack";

/** A merchant grants a ledger to the installation's own keys, and the next list shows it. */
export async function grantToInstallation(ledgerId: string): Promise<void> {
  const business = { scheme: "business:NO:ORG", id: "914040404" };
  const granted = await fetch(`${simulatorUrl()}/_control/ledgers`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ledger: {
        ledgerId,
        currency: "NOK",
        payoutBankAccount: { scheme: "BBAN:NO", id: "86011117947" },
        owner: business,
        settlesForRecipientHandles: [`NO:${ledgerId}`],
        salesUnits: [
          { name: "Nymoen Sykkel", recipientHandle: `NO:${ledgerId}`, businessIdentifier: business },
        ],
      },
      grantedTo: ["installation"],
      funds: [],
      fees: [],
    }),
  });
  expect(granted.status).toBeLessThan(300);
  const args = ["--import", "tsx", "cli/main.ts", "ledgers", "discover", "--installation"];
  const env = { ...process.env, DATA_DIR: process.env["E2E_DATA_DIR"] };
  await promisify(execFile)(process.execPath, args, { env });
}
