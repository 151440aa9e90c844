import type { MailTemplate } from "@/lib/messages/mail/template";

/** To somebody who made new recovery codes. Values: when, link. */
export const recoveryCodesNotice: MailTemplate = {
  en: {
    subject: "New recovery codes",
    body: ["New recovery codes were made for your account in Avstemt on {when}. The old ones are void."],
    action: "See recent activity",
    after: [
      "If it was not you: choose a new password at once. That closes every session. Then tell the owner of your firm.",
    ],
  },
  nb: {
    subject: "Nye gjenopprettingskoder",
    body: [
      "Det ble laget nye gjenopprettingskoder til kontoen din i Avstemt {when}. De gamle gjelder ikke lenger.",
    ],
    action: "Se siste aktivitet",
    after: [
      "Hvis det ikke var deg: velg nytt passord med det samme. Det lukker alle økter. Si så fra til eieren av firmaet.",
    ],
  },
  da: {
    subject: "Nye gendannelseskoder",
    body: [
      "Der blev lavet nye gendannelseskoder til din konto i Avstemt {when}. De gamle gælder ikke længere.",
    ],
    action: "Se seneste aktivitet",
    after: [
      "Hvis det ikke var dig: vælg en ny adgangskode med det samme. Det lukker alle sessioner. Giv derefter firmaets ejer besked.",
    ],
  },
  fi: {
    subject: "Uudet palautuskoodit",
    body: ["Avstemt-tilillesi luotiin uudet palautuskoodit {when}. Vanhat eivät enää kelpaa."],
    action: "Näytä viimeaikaiset tapahtumat",
    after: [
      "Jos se et ollut sinä: valitse heti uusi salasana. Se sulkee kaikki istunnot. Kerro sen jälkeen yrityksesi omistajalle.",
    ],
  },
};
