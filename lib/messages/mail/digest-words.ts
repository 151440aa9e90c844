import type { MailLanguage } from "@/lib/domain/access/language";
import type { IssueKind, Severity } from "@/lib/domain/issue/kinds";

/** What a digest of the issue list says of single issues, in every language that mail is written in. */
export type DigestWords = Readonly<{
  severities: Readonly<Record<Severity, string>>;
  kinds: Readonly<Record<IssueKind, string>>;
  /** Opened since the last letter. */
  fresh: string;
  /** `{date}`: when it was opened. */
  since: string;
  /** `{amounts}`: a sum for each currency. */
  atRisk: string;
  oldest: string;
  more: string;
  nothing: string;
  onlyMine: string;
  group: string;
  decimal: string;
}>;

export const DIGEST_WORDS: Readonly<Record<MailLanguage, DigestWords>> = {
  en: {
    severities: { critical: "Critical", warning: "Warning", info: "For information" },
    kinds: {
      "chain-break": "A balance does not follow from the one before",
      "day-differs": "A date differs from its report",
      "rebuild-agreement": "A rebuild would lose entries",
      "cursor-refused": "The feed is read again from its start",
      "keys-rejected": "The accounting keys were refused",
      "many-ledgers-vanished": "Many ledgers vanished at once",
      "grant-revoked": "Access to a ledger was lost",
      "payout-account-changed": "The payout account has changed",
      "payout-aborted": "A payout was returned",
      "payout-abort-unlinked": "A returned payout cannot be told",
      "feed-stale": "A feed has not been seen for hours",
      "fees-tie-out": "Retained fees do not tie out",
      "answer-invalid": "An answer could not be read",
      "payout-overdue": "Payout not in the bank",
      "payouts-held-back": "Payouts are held back",
      "match-difference": "Payout came in with another amount",
      "bank-line-unmatched": "Bank line without a payout",
    },
    fresh: "new",
    since: "open since {date}",
    atRisk: "Money that should be in the bank and is not: {amounts}.",
    oldest: "Waiting longest: {issue}, {since}.",
    more: "{count} more are in the list.",
    nothing: "No issue needs you.",
    onlyMine: "This letter tells only of what you look after.",
    group: ",",
    decimal: ".",
  },
  nb: {
    severities: { critical: "Kritisk", warning: "Advarsel", info: "Til orientering" },
    kinds: {
      "chain-break": "En saldo følger ikke av den forrige",
      "day-differs": "En dato avviker fra rapporten sin",
      "rebuild-agreement": "En ny kopi ville miste posteringer",
      "cursor-refused": "Strømmen leses på nytt fra starten",
      "keys-rejected": "Regnskapsnøklene ble avvist",
      "many-ledgers-vanished": "Mange reskontroer forsvant på en gang",
      "grant-revoked": "Tilgangen til en reskontro er borte",
      "payout-account-changed": "Utbetalingskontoen er endret",
      "payout-aborted": "En utbetaling kom i retur",
      "payout-abort-unlinked": "En returnert utbetaling kan ikke gjenkjennes",
      "feed-stale": "En strøm er ikke sett på flere timer",
      "fees-tie-out": "Tilbakeholdte gebyrer går ikke opp",
      "answer-invalid": "Et svar kunne ikke leses",
      "payout-overdue": "Utbetaling mangler i banken",
      "payouts-held-back": "Utbetalinger holdes tilbake",
      "match-difference": "Utbetaling kom inn med et annet beløp",
      "bank-line-unmatched": "Banklinje uten utbetaling",
    },
    fresh: "ny",
    since: "åpen siden {date}",
    atRisk: "Penger som skulle vært i banken og ikke er der: {amounts}.",
    oldest: "Har ventet lengst: {issue}, {since}.",
    more: "{count} til står i listen.",
    nothing: "Ingen saker trenger deg.",
    onlyMine: "Dette brevet forteller bare om det du følger opp.",
    group: "\u00a0",
    decimal: ",",
  },
  da: {
    severities: { critical: "Kritisk", warning: "Advarsel", info: "Til orientering" },
    kinds: {
      "chain-break": "En saldo følger ikke af den forrige",
      "day-differs": "En dato afviger fra sin rapport",
      "rebuild-agreement": "En ny kopi ville miste posteringer",
      "cursor-refused": "Strømmen læses igen fra begyndelsen",
      "keys-rejected": "Regnskabsnøglerne blev afvist",
      "many-ledgers-vanished": "Mange reskontroer forsvandt på én gang",
      "grant-revoked": "Adgangen til en reskontro er væk",
      "payout-account-changed": "Udbetalingskontoen er ændret",
      "payout-aborted": "En udbetaling kom retur",
      "payout-abort-unlinked": "En returneret udbetaling kan ikke genkendes",
      "feed-stale": "En strøm er ikke set i flere timer",
      "fees-tie-out": "Tilbageholdte gebyrer går ikke op",
      "answer-invalid": "Et svar kunne ikke læses",
      "payout-overdue": "Udbetaling mangler i banken",
      "payouts-held-back": "Udbetalinger holdes tilbage",
      "match-difference": "Udbetaling kom ind med et andet beløb",
      "bank-line-unmatched": "Banklinje uden udbetaling",
    },
    fresh: "ny",
    since: "åben siden {date}",
    atRisk: "Penge, der skulle være i banken og ikke er der: {amounts}.",
    oldest: "Har ventet længst: {issue}, {since}.",
    more: "{count} mere står på listen.",
    nothing: "Ingen sager kræver din indsats.",
    onlyMine: "Dette brev fortæller kun om det, du følger op på.",
    group: ".",
    decimal: ",",
  },
  fi: {
    severities: { critical: "Kriittinen", warning: "Varoitus", info: "Tiedoksi" },
    kinds: {
      "chain-break": "Saldo ei seuraa edellisestä",
      "day-differs": "Päivä poikkeaa raportistaan",
      "rebuild-agreement": "Uudesta kopiosta puuttuisi vientejä",
      "cursor-refused": "Syöte luetaan uudelleen alusta",
      "keys-rejected": "Kirjanpitoavaimet hylättiin",
      "many-ledgers-vanished": "Monta tilikirjaa katosi kerralla",
      "grant-revoked": "Pääsy tilikirjaan on päättynyt",
      "payout-account-changed": "Maksutili on vaihtunut",
      "payout-aborted": "Tilitys palautui",
      "payout-abort-unlinked": "Palautunutta tilitystä ei tunnisteta",
      "feed-stale": "Syötettä ei ole nähty tunteihin",
      "fees-tie-out": "Pidätetyt kulut eivät täsmää",
      "answer-invalid": "Vastausta ei voitu lukea",
      "payout-overdue": "Tilitys puuttuu pankista",
      "payouts-held-back": "Tilityksiä pidätetään",
      "match-difference": "Tilitys tuli eri summana",
      "bank-line-unmatched": "Pankkirivi ilman tilitystä",
    },
    fresh: "uusi",
    since: "avoinna {date} alkaen",
    atRisk: "Rahaa, jonka pitäisi olla pankissa mutta ei ole: {amounts}.",
    oldest: "Odottanut pisimpään: {issue}, {since}.",
    more: "Luettelossa on vielä {count} muuta.",
    nothing: "Mikään asia ei vaadi toimiasi.",
    onlyMine: "Tämä viesti kertoo vain asioista, joista sinä huolehdit.",
    group: "\u00a0",
    decimal: ",",
  },
};
