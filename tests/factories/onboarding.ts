import type { LedgerUid } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { expectGrant } from "@/lib/services/onboarding/expect-grant";
import { setOnboardingSettings } from "@/lib/services/onboarding/onboarding-settings";
import { startBatch } from "@/lib/services/onboarding/start-batch";

/** A row in every table of onboarding. */
export async function fillOnboarding(ctx: ServiceContext, ledger: LedgerUid): Promise<void> {
  await setOnboardingSettings(ctx, { sendAtAdding: false });
  await expectGrant(ctx, { country: "NO", organisationNumber: "974760673", name: "Bryggen Keramikk AS" });
  await startBatch(ctx, { ledgers: [ledger] });
}
