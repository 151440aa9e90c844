import enCommon from "@/lib/messages/en/common.json";
import enIssueTitles from "@/lib/messages/en/issueTitles.json";
import enMerchant from "@/lib/messages/en/merchant.json";
import enOverview from "@/lib/messages/en/overview.json";
import enPayout from "@/lib/messages/en/payout.json";
import enShell from "@/lib/messages/en/shell.json";
import enSignIn from "@/lib/messages/en/signIn.json";
import enStates from "@/lib/messages/en/states.json";
import nbCommon from "@/lib/messages/nb/common.json";
import nbIssueTitles from "@/lib/messages/nb/issueTitles.json";
import nbMerchant from "@/lib/messages/nb/merchant.json";
import nbOverview from "@/lib/messages/nb/overview.json";
import nbPayout from "@/lib/messages/nb/payout.json";
import nbShell from "@/lib/messages/nb/shell.json";
import nbSignIn from "@/lib/messages/nb/signIn.json";
import nbStates from "@/lib/messages/nb/states.json";

const en = {
  common: enCommon,
  issueTitles: enIssueTitles,
  merchant: enMerchant,
  overview: enOverview,
  payout: enPayout,
  shell: enShell,
  signIn: enSignIn,
  states: enStates,
};

export type Messages = typeof en;

const nb: Messages = {
  common: nbCommon,
  issueTitles: nbIssueTitles,
  merchant: nbMerchant,
  overview: nbOverview,
  payout: nbPayout,
  shell: nbShell,
  signIn: nbSignIn,
  states: nbStates,
};

/** Every text of the interface, by language; the type makes a missing key a compile error. */
export const CATALOGUE = { en, nb } as const;
export const LANGUAGES = ["en", "nb"] as const;
export type Language = (typeof LANGUAGES)[number];
