import access from "@/lib/messages/en/access.json";
import account from "@/lib/messages/en/account.json";
import audit from "@/lib/messages/en/audit.json";
import auditActions from "@/lib/messages/en/auditActions.json";
import bank from "@/lib/messages/en/bank.json";
import bookkeeping from "@/lib/messages/en/bookkeeping.json";
import diagnosis from "@/lib/messages/en/diagnosis.json";
import everywhere from "@/lib/messages/en/everywhere.json";
import fees from "@/lib/messages/en/fees.json";
import invitation from "@/lib/messages/en/invitation.json";
import issue from "@/lib/messages/en/issue.json";
import issueTitles from "@/lib/messages/en/issueTitles.json";
import keys from "@/lib/messages/en/keys.json";
import leaving from "@/lib/messages/en/leaving.json";
import ledger from "@/lib/messages/en/ledger.json";
import members from "@/lib/messages/en/members.json";
import merchant from "@/lib/messages/en/merchant.json";
import my from "@/lib/messages/en/my.json";
import onboarding from "@/lib/messages/en/onboarding.json";
import operator from "@/lib/messages/en/operator.json";
import overview from "@/lib/messages/en/overview.json";
import payout from "@/lib/messages/en/payout.json";
import persons from "@/lib/messages/en/persons.json";
import reconcile from "@/lib/messages/en/reconcile.json";
import search from "@/lib/messages/en/search.json";
import settings from "@/lib/messages/en/settings.json";
import shell from "@/lib/messages/en/shell.json";
import signIn from "@/lib/messages/en/signIn.json";
import states from "@/lib/messages/en/states.json";
import tokens from "@/lib/messages/en/tokens.json";

/** The texts in English; what is here is what there is to say. A file of its own: a browser fetches one language. */
export const EN = {
  access,
  account,
  audit,
  auditActions,
  bank,
  bookkeeping,
  diagnosis,
  everywhere,
  fees,
  invitation,
  issue,
  issueTitles,
  keys,
  leaving,
  ledger,
  members,
  merchant,
  my,
  onboarding,
  operator,
  overview,
  payout,
  persons,
  reconcile,
  search,
  settings,
  shell,
  signIn,
  states,
  tokens,
};

export type Messages = typeof EN;
