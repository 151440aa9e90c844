import enAudit from "@/lib/messages/en/audit.json";
import enAuditActions from "@/lib/messages/en/auditActions.json";
import enEverywhere from "@/lib/messages/en/everywhere.json";
import enIssue from "@/lib/messages/en/issue.json";
import enIssueTitles from "@/lib/messages/en/issueTitles.json";
import enKeys from "@/lib/messages/en/keys.json";
import enLedger from "@/lib/messages/en/ledger.json";
import enMerchant from "@/lib/messages/en/merchant.json";
import enOnboarding from "@/lib/messages/en/onboarding.json";
import enOverview from "@/lib/messages/en/overview.json";
import enPayout from "@/lib/messages/en/payout.json";
import enSearch from "@/lib/messages/en/search.json";
import enShell from "@/lib/messages/en/shell.json";
import enSignIn from "@/lib/messages/en/signIn.json";
import enStates from "@/lib/messages/en/states.json";
import enTokens from "@/lib/messages/en/tokens.json";
import nbAudit from "@/lib/messages/nb/audit.json";
import nbAuditActions from "@/lib/messages/nb/auditActions.json";
import nbEverywhere from "@/lib/messages/nb/everywhere.json";
import nbIssue from "@/lib/messages/nb/issue.json";
import nbIssueTitles from "@/lib/messages/nb/issueTitles.json";
import nbKeys from "@/lib/messages/nb/keys.json";
import nbLedger from "@/lib/messages/nb/ledger.json";
import nbMerchant from "@/lib/messages/nb/merchant.json";
import nbOnboarding from "@/lib/messages/nb/onboarding.json";
import nbOverview from "@/lib/messages/nb/overview.json";
import nbPayout from "@/lib/messages/nb/payout.json";
import nbSearch from "@/lib/messages/nb/search.json";
import nbShell from "@/lib/messages/nb/shell.json";
import nbSignIn from "@/lib/messages/nb/signIn.json";
import nbStates from "@/lib/messages/nb/states.json";
import nbTokens from "@/lib/messages/nb/tokens.json";

const en = {
  audit: enAudit,
  auditActions: enAuditActions,
  everywhere: enEverywhere,
  issue: enIssue,
  issueTitles: enIssueTitles,
  keys: enKeys,
  ledger: enLedger,
  merchant: enMerchant,
  onboarding: enOnboarding,
  overview: enOverview,
  payout: enPayout,
  search: enSearch,
  shell: enShell,
  signIn: enSignIn,
  states: enStates,
  tokens: enTokens,
};

export type Messages = typeof en;

const nb: Messages = {
  audit: nbAudit,
  auditActions: nbAuditActions,
  everywhere: nbEverywhere,
  issue: nbIssue,
  issueTitles: nbIssueTitles,
  keys: nbKeys,
  ledger: nbLedger,
  merchant: nbMerchant,
  onboarding: nbOnboarding,
  overview: nbOverview,
  payout: nbPayout,
  search: nbSearch,
  shell: nbShell,
  signIn: nbSignIn,
  states: nbStates,
  tokens: nbTokens,
};

/** Every text of the interface, by language; the type makes a missing key a compile error. */
export const CATALOGUE = { en, nb } as const;
export const LANGUAGES = ["en", "nb"] as const;
export type Language = (typeof LANGUAGES)[number];
