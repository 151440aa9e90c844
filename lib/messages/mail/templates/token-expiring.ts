import type { MailTemplate } from "@/lib/messages/mail/template";

/** To whoever made an API token, 14 days before it ends. Values: token, firm, date, link. */
export const tokenExpiring: MailTemplate = {
  en: {
    subject: "{firm}: the API token “{token}” expires on {date}",
    body: [
      "The API token “{token}” of {firm} expires on {date}. What uses it is refused from then on.",
      "If it is still needed, make a new token, put it in the place of the old one, and revoke the old one.",
    ],
    action: "Open the API tokens",
    after: ["If nothing uses it any more, you need to do nothing."],
  },
  nb: {
    subject: "{firm}: API-tokenet «{token}» utløper {date}",
    body: [
      "API-tokenet «{token}» til {firm} utløper {date}. Det som bruker tokenet, blir avvist fra da av.",
      "Trengs det fortsatt, lager du et nytt token, setter det inn i stedet for det gamle og trekker det gamle tilbake.",
    ],
    action: "Åpne API-tokenene",
    after: ["Hvis ingenting bruker det lenger, trenger du ikke gjøre noe."],
  },
  da: {
    subject: "{firm}: API-tokenet »{token}« udløber {date}",
    body: [
      "API-tokenet »{token}« til {firm} udløber {date}. Det, der bruger tokenet, bliver afvist fra da af.",
      "Skal det stadig bruges, laver du et nyt token, sætter det i stedet for det gamle og trækker det gamle tilbage.",
    ],
    action: "Åbn API-tokens",
    after: ["Hvis intet bruger det længere, behøver du ikke gøre noget."],
  },
  fi: {
    subject: "{firm}: API-tunnus ”{token}” vanhenee {date}",
    body: [
      "Yrityksen {firm} API-tunnus ”{token}” vanhenee {date}. Siitä lähtien sitä käyttävät ohjelmat hylätään.",
      "Jos tunnusta tarvitaan yhä, luo uusi, ota se käyttöön vanhan tilalle ja peruuta vanha.",
    ],
    action: "Avaa API-tunnukset",
    after: ["Jos mikään ei enää käytä sitä, sinun ei tarvitse tehdä mitään."],
  },
};
