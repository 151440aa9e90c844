import type { Command } from "@/cli/command";

/** One command: its words, what it does in a line, and its file, which is loaded only when it is asked for. */
export type Entry = Readonly<{ name: string; summary: string; load: () => Promise<Command> }>;

export const COMMANDS: readonly Entry[] = [
  {
    name: "tenant create",
    summary: "a new accounting firm",
    load: async () => (await import("@/cli/commands/tenant-create")).tenantCreate,
  },
  {
    name: "user create",
    summary: "a member of a firm (password on standard input)",
    load: async () => (await import("@/cli/commands/user-create")).userCreate,
  },
  {
    name: "operator add",
    summary: "lets somebody run the installation: make firms, assign ledgers, see no books",
    load: async () => (await import("@/cli/commands/operator-add")).operatorAdd,
  },
  {
    name: "operator remove",
    summary: "ends that somebody runs the installation, at once",
    load: async () => (await import("@/cli/commands/operator-remove")).operatorRemove,
  },
  {
    name: "operator list",
    summary: "who runs the installation",
    load: async () => (await import("@/cli/commands/operator-list")).operatorList,
  },
  {
    name: "keys set",
    summary: "stores accounting keys, encrypted, after proving them (secret on standard input)",
    load: async () => (await import("@/cli/commands/keys-set")).keysSet,
  },
  {
    name: "keys check",
    summary: "can we get a token, and which ledgers does it open",
    load: async () => (await import("@/cli/commands/keys-check")).keysCheck,
  },
  {
    name: "keys confirm-vanished",
    summary: "says that many ledgers which vanished at once are gone indeed",
    load: async () => (await import("@/cli/commands/keys-confirm-vanished")).keysConfirmVanished,
  },
  {
    name: "keys rotate",
    summary: "seals every stored secret anew with the first of ENCRYPTION_KEYS",
    load: async () => (await import("@/cli/commands/keys-rotate")).keysRotate,
  },
  {
    name: "ledgers discover",
    summary: "synchronises the list of granted ledgers",
    load: async () => (await import("@/cli/commands/ledgers-discover")).ledgersDiscover,
  },
  {
    name: "ledgers list",
    summary: "the granted ledgers, and how they stand",
    load: async () => (await import("@/cli/commands/ledgers-list")).ledgersList,
  },
  {
    name: "ledgers assign",
    summary: "gives a ledger found with the installation's keys to a firm",
    load: async () => (await import("@/cli/commands/ledgers-assign")).ledgersAssign,
  },
  {
    name: "ledgers onboard",
    summary: "puts granted ledgers under a merchant and starts their sync",
    load: async () => (await import("@/cli/commands/ledgers-onboard")).ledgersOnboard,
  },
  {
    name: "sync",
    summary: "follows every feed of the active ledgers to its head now",
    load: async () => (await import("@/cli/commands/sync")).sync,
  },
  {
    name: "verify",
    summary: "re-checks every invariant, and with --remote every closed date against its report",
    load: async () => (await import("@/cli/commands/verify")).verify,
  },
  {
    name: "rebuild",
    summary: "reads a topic from its start into a new copy, and shows what would change",
    load: async () => (await import("@/cli/commands/rebuild")).rebuild,
  },
  {
    name: "bank import",
    summary: "takes in bank statements: camt.053, MT940, CSV, or a zip of them",
    load: async () => (await import("@/cli/commands/bank-import")).bankImport,
  },
  {
    name: "reconcile",
    summary: "matches what has changed, and counts payouts and bank lines by what became of them",
    load: async () => (await import("@/cli/commands/reconcile")).reconcile,
  },
  {
    name: "export",
    summary: "a merchant's books as a file: lists, vouchers, or a settlement report as PDF, workbook or CSV",
    load: async () => (await import("@/cli/commands/export")).exportFile,
  },
  {
    name: "audit verify",
    summary: "checks the audit trail against its chain: changed, missing, inserted and cut-off rows",
    load: async () => (await import("@/cli/commands/audit-verify")).auditVerify,
  },
  {
    name: "audit head",
    summary: "the head of the audit trail's chain, to be kept elsewhere",
    load: async () => (await import("@/cli/commands/audit-head")).auditHead,
  },
  {
    name: "token create",
    summary: "a new API token, shown once",
    load: async () => (await import("@/cli/commands/token-create")).tokenCreate,
  },
  {
    name: "doctor",
    summary: "checks environment, database, queue, clock and keys",
    load: async () => (await import("@/cli/commands/doctor")).doctor,
  },
];
