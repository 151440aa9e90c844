import type { MailTemplate } from "@/lib/messages/mail/template";

/** To somebody who turned the second factor off. Values: when, link. */
export const secondFactorOffNotice: MailTemplate = {
  en: {
    subject: "The second factor is off",
    body: ["Since {when} the password alone opens your account in Avstemt."],
    action: "See recent activity",
    after: [
      "If it was not you: choose a new password at once. That closes every session. Then tell the owner of your firm.",
    ],
  },
  nb: {
    subject: "Andre faktor er slått av",
    body: ["Fra {when} er passordet alene nok til å åpne kontoen din i Avstemt."],
    action: "Se siste aktivitet",
    after: [
      "Hvis det ikke var deg: velg nytt passord med det samme. Det lukker alle økter. Si så fra til eieren av firmaet.",
    ],
  },
  da: {
    subject: "Den anden faktor er slået fra",
    body: ["Siden {when} er adgangskoden alene nok til at åbne din konto i Avstemt."],
    action: "Se seneste aktivitet",
    after: [
      "Hvis det ikke var dig: vælg en ny adgangskode med det samme. Det lukker alle sessioner. Giv derefter firmaets ejer besked.",
    ],
  },
  fi: {
    subject: "Toinen tunnistautumistapa on poistettu käytöstä",
    body: ["{when} alkaen pelkkä salasana avaa Avstemt-tilisi."],
    action: "Näytä viimeaikaiset tapahtumat",
    after: [
      "Jos se et ollut sinä: valitse heti uusi salasana. Se sulkee kaikki istunnot. Kerro sen jälkeen yrityksesi omistajalle.",
    ],
  },
};
