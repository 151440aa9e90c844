import type { DiagnosisStep } from "@/lib/contracts/onboarding";
import { AppError } from "@/lib/core/errors";
import type { ServiceContext } from "@/lib/services/context";
import { accessWith } from "@/lib/services/keys/ledger-access";
import { listOwnCredentials } from "@/lib/store/credentials";
import { listLedgersByExternalIds, listLedgersByWord } from "@/lib/store/onboarding-facts";
import type { LedgerSighting } from "@/lib/store/onboarding-facts";
import { withTenant } from "@/lib/store/tenant";

const ANSWER_MS = 10_000;

type Settled = Readonly<{ handle: string; ledgerIds: readonly string[] }>;

/**
 * Which ledger settles for a sales unit? Asks Vipps MobilePay with the firm's own keys, and looks up what the firm
 * has of the answer. Nothing is asked with anybody else's keys.
 */
export async function examineUnit(
  ctx: ServiceContext,
  unit: Readonly<{ handles: readonly string[]; isProven: boolean }>,
  options: Readonly<{ signal?: AbortSignal }>,
): Promise<DiagnosisStep[]> {
  // A person waits for the answer.
  const late = AbortSignal.timeout(ANSWER_MS);
  const signal = AbortSignal.any(options.signal === undefined ? [late] : [late, options.signal]);
  const asked = unit.handles.join(", ");
  const known = await withTenant(ctx.database, ctx, async (tx) => {
    const found: LedgerSighting[] = [];
    for (const number of new Set(unit.handles.map((handle) => handle.split(":")[1] ?? "")))
      found.push(...(await listLedgersByWord(tx, number)));
    return found;
  });
  if (!unit.isProven)
    return [finding("unit", "open", "unitNotAsked", { handle: asked }), ...grantOf(known, asked)];
  try {
    const settled = await askProvider(ctx, unit.handles, signal);
    if (settled === undefined) {
      return [finding("unit", "bad", "unitNotSettled", { handle: asked }), ...grantOf(known, asked)];
    }
    const ledgers = await withTenant(ctx.database, ctx, (tx) =>
      listLedgersByExternalIds(tx, settled.ledgerIds),
    );
    const facts = { handle: settled.handle, ledgers: settled.ledgerIds.join(", ") };
    const [here] = ledgers;
    return here === undefined
      ? [finding("unit", "good", "unitSettled", facts), finding("grant", "bad", "grantListedNotRead", facts)]
      : [
          { ...finding("unit", "good", "unitSettled", facts), ledger: here.id },
          ...grantOf(ledgers, settled.handle),
        ];
  } catch (error) {
    if (!(error instanceof AppError) && !late.aborted) throw error;
    const code = error instanceof AppError ? error.code : "provider_unavailable";
    return [finding("unit", "open", "unitUnanswered", { handle: asked, code }), ...grantOf(known, asked)];
  }
}

/** The first of the handles that a ledger settles for, under any of the firm's keys. */
async function askProvider(
  ctx: ServiceContext,
  handles: readonly string[],
  signal: AbortSignal,
): Promise<Settled | undefined> {
  const credentials = await withTenant(ctx.database, ctx, (tx) => listOwnCredentials(tx));
  for (const credential of credentials) {
    const access = accessWith(ctx, credential);
    for (const handle of handles) {
      const ledgerIds: string[] = [];
      const pages = access.listLedgers({ settlesForRecipientHandles: handle, signal });
      for await (const page of pages) {
        // A listing that does not filter must not answer for every handle.
        ledgerIds.push(...page.filter((of) => of.settlesFor.includes(handle)).map((of) => of.ledgerId));
      }
      if (ledgerIds.length > 0) return { handle, ledgerIds };
    }
  }
  return undefined;
}

function grantOf(ledgers: readonly LedgerSighting[], handle: string): DiagnosisStep[] {
  const here = ledgers.find(({ status }) => status !== "revoked" && status !== "handed-over");
  const facts = {
    handle,
    ledgers: ledgers.map(({ ledgerId }) => ledgerId).join(", "),
    owners: "",
    count: "",
  };
  if (here !== undefined) {
    const names = {
      new: "grantNew",
      ignored: "grantIgnored",
      active: "grantLive",
      revoked: "grantLost",
      "handed-over": "grantHandedOver",
    } as const;
    const name = names[here.status];
    const verdict = here.status === "ignored" ? "bad" : "good";
    return [{ ...finding("grant", verdict, name, { ...facts, ledgers: here.ledgerId }), ledger: here.id }];
  }
  const away = ledgers.find(({ status }) => status === "handed-over");
  if (away !== undefined) {
    const found = { ...facts, ledgers: away.ledgerId };
    return [{ ...finding("grant", "bad", "grantHandedOver", found), ledger: away.id }];
  }
  const [lost] = ledgers;
  return lost === undefined
    ? [finding("grant", "bad", "grantNone", facts)]
    : [{ ...finding("grant", "bad", "grantLost", facts), ledger: lost.id, at: lost.revokedAt ?? null }];
}

function finding(
  step: DiagnosisStep["step"],
  verdict: DiagnosisStep["verdict"],
  name: string,
  facts: Readonly<Record<string, string>>,
): DiagnosisStep {
  return { step, verdict, finding: name, facts: { ...facts }, at: null, ledger: null };
}
