import type { MailTemplate } from "@/lib/messages/mail/template";

/** To the first owner of a new firm, who signs in here already. Values: firm, link. */
export const firmCreated: MailTemplate = {
  en: {
    subject: "{firm} is ready in Avstemt",
    body: [
      "{firm} now has a place of its own in Avstemt, and you are its owner.",
      "You can give colleagues access, and take in the ledgers that merchants have granted.",
    ],
    action: "Open {firm}",
    after: ["Sign in as you usually do. If you did not expect this, tell whoever runs your installation."],
  },
  nb: {
    subject: "{firm} er klart i Avstemt",
    body: [
      "{firm} har nå sin egen plass i Avstemt, og du er eier.",
      "Du kan gi kolleger tilgang og ta inn reskontroene som kunder har gitt tilgang til.",
    ],
    action: "Åpne {firm}",
    after: ["Logg inn som vanlig. Ventet du ikke dette, si fra til dem som drifter installasjonen."],
  },
  da: {
    subject: "{firm} er klar i Avstemt",
    body: [
      "{firm} har nu sin egen plads i Avstemt, og du er ejer.",
      "Du kan give kolleger adgang og tage de konti ind, som kunder har givet adgang til.",
    ],
    action: "Åbn {firm}",
    after: [
      "Log ind som du plejer. Havde du ikke ventet dette, så sig det til dem, der driver installationen.",
    ],
  },
  fi: {
    subject: "{firm} on valmiina Avstemtissa",
    body: [
      "Yrityksellä {firm} on nyt oma paikkansa Avstemtissa, ja olet sen omistaja.",
      "Voit antaa työtovereillesi käyttöoikeudet ja ottaa käyttöön tilikirjat, joihin asiakkaat ovat antaneet luvan.",
    ],
    action: "Avaa {firm}",
    after: [
      "Kirjaudu sisään tavalliseen tapaan. Jos et odottanut tätä, kerro siitä asennuksen ylläpitäjälle.",
    ],
  },
};
