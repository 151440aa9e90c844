import type { Messages } from "@/lib/messages/en";
import access from "@/lib/messages/nb/access.json";
import account from "@/lib/messages/nb/account.json";
import audit from "@/lib/messages/nb/audit.json";
import auditActions from "@/lib/messages/nb/auditActions.json";
import bank from "@/lib/messages/nb/bank.json";
import bookkeeping from "@/lib/messages/nb/bookkeeping.json";
import diagnosis from "@/lib/messages/nb/diagnosis.json";
import everywhere from "@/lib/messages/nb/everywhere.json";
import fees from "@/lib/messages/nb/fees.json";
import invitation from "@/lib/messages/nb/invitation.json";
import issue from "@/lib/messages/nb/issue.json";
import issueTitles from "@/lib/messages/nb/issueTitles.json";
import keys from "@/lib/messages/nb/keys.json";
import leaving from "@/lib/messages/nb/leaving.json";
import ledger from "@/lib/messages/nb/ledger.json";
import members from "@/lib/messages/nb/members.json";
import merchant from "@/lib/messages/nb/merchant.json";
import my from "@/lib/messages/nb/my.json";
import onboarding from "@/lib/messages/nb/onboarding.json";
import operator from "@/lib/messages/nb/operator.json";
import overview from "@/lib/messages/nb/overview.json";
import payout from "@/lib/messages/nb/payout.json";
import persons from "@/lib/messages/nb/persons.json";
import reconcile from "@/lib/messages/nb/reconcile.json";
import search from "@/lib/messages/nb/search.json";
import settings from "@/lib/messages/nb/settings.json";
import shell from "@/lib/messages/nb/shell.json";
import signIn from "@/lib/messages/nb/signIn.json";
import states from "@/lib/messages/nb/states.json";
import tokens from "@/lib/messages/nb/tokens.json";

/** The texts in Norwegian; the type makes a missing one a compile error. */
export const NB: Messages = {
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
