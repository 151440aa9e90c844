import type { MailTemplate } from "@/lib/messages/mail/template";

/** To the old address of somebody who wants another. Values: email (the new one), when, link. */
export const emailChangeNotice: MailTemplate = {
  en: {
    subject: "Another e-mail was asked for",
    body: [
      "On {when} somebody, presumably you, asked to sign in to Avstemt with {email} instead of this address. It changes when the link in the letter to the new address is used.",
    ],
    action: "See recent activity",
    after: [
      "If it was not you: choose a new password at once. That closes every session. Then tell the owner of your firm.",
    ],
  },
  nb: {
    subject: "Ny e-postadresse er ønsket",
    body: [
      "{when} ba noen, antakelig du, om å logge inn i Avstemt med {email} i stedet for denne adressen. Den byttes når lenken i brevet til den nye adressen er brukt.",
    ],
    action: "Se siste aktivitet",
    after: [
      "Hvis det ikke var deg: velg nytt passord med det samme. Det lukker alle økter. Si så fra til eieren av firmaet.",
    ],
  },
  da: {
    subject: "Der er bedt om en ny e-mailadresse",
    body: [
      "{when} bad nogen, formentlig dig, om at logge ind på Avstemt med {email} i stedet for denne adresse. Den skiftes, når linket i brevet til den nye adresse er brugt.",
    ],
    action: "Se seneste aktivitet",
    after: [
      "Hvis det ikke var dig: vælg en ny adgangskode med det samme. Det lukker alle sessioner. Giv derefter firmaets ejer besked.",
    ],
  },
  fi: {
    subject: "Sähköpostiosoitteen vaihtoa on pyydetty",
    body: [
      "{when} joku, todennäköisesti sinä, pyysi kirjautua Avstemtiin osoitteella {email} tämän osoitteen sijaan. Osoite vaihtuu, kun uuteen osoitteeseen lähetetyn viestin linkkiä on käytetty.",
    ],
    action: "Näytä viimeaikaiset tapahtumat",
    after: [
      "Jos se et ollut sinä: valitse heti uusi salasana. Se sulkee kaikki istunnot. Kerro sen jälkeen yrityksesi omistajalle.",
    ],
  },
};
