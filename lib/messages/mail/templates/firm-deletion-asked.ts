import type { MailTemplate } from "@/lib/messages/mail/template";

/** To everybody who leads a firm whose deletion was asked for. Values: firm, by, date, link. */
export const firmDeletionAsked: MailTemplate = {
  en: {
    subject: "{firm} is to be deleted from Avstemt",
    body: [
      "{by} has asked that {firm} be deleted from Avstemt.",
      "It happens on {date}. Until then everything works as before, and an owner can undo it under Settings.",
      "Then all books, members, keys and settings of the firm are deleted. They cannot be brought back. An export of everything can be made before that date.",
    ],
    action: "Open Avstemt",
  },
  nb: {
    subject: "{firm} skal slettes fra Avstemt",
    body: [
      "{by} har bedt om at {firm} slettes fra Avstemt.",
      "Det skjer {date}. Fram til da virker alt som før, og en eier kan angre under Innstillinger.",
      "Da slettes alle bøker, medlemmer, nøkler og innstillinger i byrået. De kan ikke hentes tilbake. Før den datoen kan dere lage en eksport av alt.",
    ],
    action: "Åpne Avstemt",
  },
  da: {
    subject: "{firm} bliver slettet fra Avstemt",
    body: [
      "{by} har bedt om, at {firm} bliver slettet fra Avstemt.",
      "Det sker {date}. Indtil da virker alt som før, og en ejer kan fortryde det under Indstillinger.",
      "Derefter slettes alle firmaets bøger, medlemmer, nøgler og indstillinger. De kan ikke hentes tilbage. Inden den dato kan I lave en eksport af det hele.",
    ],
    action: "Åbn Avstemt",
  },
  fi: {
    subject: "{firm} poistetaan Avstemtista",
    body: [
      "{by} on pyytänyt, että {firm} poistetaan Avstemtista.",
      "Poisto tehdään {date}. Siihen asti kaikki toimii ennallaan, ja omistaja voi perua poiston asetuksissa.",
      "Silloin poistetaan kaikki toimiston kirjanpidot, jäsenet, avaimet ja asetukset. Niitä ei voi palauttaa. Ennen sitä kaikesta voi tehdä viennin.",
    ],
    action: "Avaa Avstemt",
  },
};
