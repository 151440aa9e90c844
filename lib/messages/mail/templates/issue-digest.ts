import type { MailTemplate } from "@/lib/messages/mail/template";

/**
 * What of a firm's issue list a member asked to be told of. Values: firm, open, fresh (counts), nothing, atRisk,
 * oldest, issues, more, onlyMine (texts of lib/messages/mail/digest-words.ts, or empty), tune (a link), link.
 */
export const issueDigest: MailTemplate = {
  en: {
    subject: "{firm}: issues (open: {open}, new: {fresh})",
    body: [
      "Issues of {firm}. Open: {open}. New since the last letter: {fresh}.",
      "{nothing}",
      "{atRisk}",
      "{oldest}",
      "{issues}",
      "{more}",
    ],
    action: "Open the issues",
    after: ["{onlyMine}", "Choose what this letter tells and when it comes, or end it: {tune}"],
  },
  nb: {
    subject: "{firm}: saker (åpne: {open}, nye: {fresh})",
    body: [
      "Saker hos {firm}. Åpne: {open}. Nye siden forrige brev: {fresh}.",
      "{nothing}",
      "{atRisk}",
      "{oldest}",
      "{issues}",
      "{more}",
    ],
    action: "Åpne sakene",
    after: ["{onlyMine}", "Velg hva brevet forteller og når det kommer, eller slå det av: {tune}"],
  },
  da: {
    subject: "{firm}: sager (åbne: {open}, nye: {fresh})",
    body: [
      "Sager hos {firm}. Åbne: {open}. Nye siden sidste brev: {fresh}.",
      "{nothing}",
      "{atRisk}",
      "{oldest}",
      "{issues}",
      "{more}",
    ],
    action: "Åbn sagerne",
    after: ["{onlyMine}", "Vælg, hvad brevet fortæller, og hvornår det kommer, eller slå det fra: {tune}"],
  },
  fi: {
    subject: "{firm}: asiat (avoinna: {open}, uusia: {fresh})",
    body: [
      "Yrityksen {firm} asiat. Avoinna: {open}. Uusia edellisen viestin jälkeen: {fresh}.",
      "{nothing}",
      "{atRisk}",
      "{oldest}",
      "{issues}",
      "{more}",
    ],
    action: "Avaa asiat",
    after: ["{onlyMine}", "Valitse, mitä viesti kertoo ja milloin se tulee, tai lopeta se: {tune}"],
  },
};
