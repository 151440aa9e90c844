import enAccess from "@/lib/messages/en/access.json";
import enAccount from "@/lib/messages/en/account.json";
import enAudit from "@/lib/messages/en/audit.json";
import enAuditActions from "@/lib/messages/en/auditActions.json";
import enBank from "@/lib/messages/en/bank.json";
import enBookkeeping from "@/lib/messages/en/bookkeeping.json";
import enDiagnosis from "@/lib/messages/en/diagnosis.json";
import enEverywhere from "@/lib/messages/en/everywhere.json";
import enFees from "@/lib/messages/en/fees.json";
import enInvitation from "@/lib/messages/en/invitation.json";
import enIssue from "@/lib/messages/en/issue.json";
import enIssueTitles from "@/lib/messages/en/issueTitles.json";
import enKeys from "@/lib/messages/en/keys.json";
import enLeaving from "@/lib/messages/en/leaving.json";
import enLedger from "@/lib/messages/en/ledger.json";
import enMembers from "@/lib/messages/en/members.json";
import enMerchant from "@/lib/messages/en/merchant.json";
import enMy from "@/lib/messages/en/my.json";
import enOnboarding from "@/lib/messages/en/onboarding.json";
import enOperator from "@/lib/messages/en/operator.json";
import enOverview from "@/lib/messages/en/overview.json";
import enPayout from "@/lib/messages/en/payout.json";
import enPersons from "@/lib/messages/en/persons.json";
import enReconcile from "@/lib/messages/en/reconcile.json";
import enSearch from "@/lib/messages/en/search.json";
import enSettings from "@/lib/messages/en/settings.json";
import enShell from "@/lib/messages/en/shell.json";
import enSignIn from "@/lib/messages/en/signIn.json";
import enStates from "@/lib/messages/en/states.json";
import enTokens from "@/lib/messages/en/tokens.json";
import nbAccess from "@/lib/messages/nb/access.json";
import nbAccount from "@/lib/messages/nb/account.json";
import nbAudit from "@/lib/messages/nb/audit.json";
import nbAuditActions from "@/lib/messages/nb/auditActions.json";
import nbBank from "@/lib/messages/nb/bank.json";
import nbBookkeeping from "@/lib/messages/nb/bookkeeping.json";
import nbDiagnosis from "@/lib/messages/nb/diagnosis.json";
import nbEverywhere from "@/lib/messages/nb/everywhere.json";
import nbFees from "@/lib/messages/nb/fees.json";
import nbInvitation from "@/lib/messages/nb/invitation.json";
import nbIssue from "@/lib/messages/nb/issue.json";
import nbIssueTitles from "@/lib/messages/nb/issueTitles.json";
import nbKeys from "@/lib/messages/nb/keys.json";
import nbLeaving from "@/lib/messages/nb/leaving.json";
import nbLedger from "@/lib/messages/nb/ledger.json";
import nbMembers from "@/lib/messages/nb/members.json";
import nbMerchant from "@/lib/messages/nb/merchant.json";
import nbMy from "@/lib/messages/nb/my.json";
import nbOnboarding from "@/lib/messages/nb/onboarding.json";
import nbOperator from "@/lib/messages/nb/operator.json";
import nbOverview from "@/lib/messages/nb/overview.json";
import nbPayout from "@/lib/messages/nb/payout.json";
import nbPersons from "@/lib/messages/nb/persons.json";
import nbReconcile from "@/lib/messages/nb/reconcile.json";
import nbSearch from "@/lib/messages/nb/search.json";
import nbSettings from "@/lib/messages/nb/settings.json";
import nbShell from "@/lib/messages/nb/shell.json";
import nbSignIn from "@/lib/messages/nb/signIn.json";
import nbStates from "@/lib/messages/nb/states.json";
import nbTokens from "@/lib/messages/nb/tokens.json";

const en = {
  access: enAccess,
  account: enAccount,
  audit: enAudit,
  auditActions: enAuditActions,
  bank: enBank,
  bookkeeping: enBookkeeping,
  diagnosis: enDiagnosis,
  everywhere: enEverywhere,
  fees: enFees,
  invitation: enInvitation,
  issue: enIssue,
  issueTitles: enIssueTitles,
  keys: enKeys,
  leaving: enLeaving,
  ledger: enLedger,
  members: enMembers,
  merchant: enMerchant,
  my: enMy,
  onboarding: enOnboarding,
  operator: enOperator,
  overview: enOverview,
  payout: enPayout,
  persons: enPersons,
  reconcile: enReconcile,
  search: enSearch,
  settings: enSettings,
  shell: enShell,
  signIn: enSignIn,
  states: enStates,
  tokens: enTokens,
};

export type Messages = typeof en;

const nb: Messages = {
  access: nbAccess,
  account: nbAccount,
  audit: nbAudit,
  auditActions: nbAuditActions,
  bank: nbBank,
  bookkeeping: nbBookkeeping,
  diagnosis: nbDiagnosis,
  everywhere: nbEverywhere,
  fees: nbFees,
  invitation: nbInvitation,
  issue: nbIssue,
  issueTitles: nbIssueTitles,
  keys: nbKeys,
  leaving: nbLeaving,
  ledger: nbLedger,
  members: nbMembers,
  merchant: nbMerchant,
  my: nbMy,
  onboarding: nbOnboarding,
  operator: nbOperator,
  overview: nbOverview,
  payout: nbPayout,
  persons: nbPersons,
  reconcile: nbReconcile,
  search: nbSearch,
  settings: nbSettings,
  shell: nbShell,
  signIn: nbSignIn,
  states: nbStates,
  tokens: nbTokens,
};

/** Every text of the interface, by language; the type makes a missing key a compile error. */
export const CATALOGUE = { en, nb } as const;
export const LANGUAGES = ["en", "nb"] as const;
export type Language = (typeof LANGUAGES)[number];
