import type { MailTemplate } from "@/lib/messages/mail/template";

/** To somebody whose password was changed. Values: when, link. */
export const passwordChangedNotice: MailTemplate = {
  en: {
    subject: "Your password was changed",
    body: ["The password of your account in Avstemt was changed on {when}. Other sessions were closed."],
    action: "See recent activity",
    after: [
      "If it was not you: choose a new password at once. That closes every session. Then tell the owner of your firm.",
    ],
  },
  nb: {
    subject: "Passordet ditt er endret",
    body: ["Passordet til kontoen din i Avstemt ble endret {when}. Andre økter ble lukket."],
    action: "Se siste aktivitet",
    after: [
      "Hvis det ikke var deg: velg nytt passord med det samme. Det lukker alle økter. Si så fra til eieren av firmaet.",
    ],
  },
  da: {
    subject: "Din adgangskode er ændret",
    body: ["Adgangskoden til din konto i Avstemt blev ændret {when}. Andre sessioner blev lukket."],
    action: "Se seneste aktivitet",
    after: [
      "Hvis det ikke var dig: vælg en ny adgangskode med det samme. Det lukker alle sessioner. Giv derefter firmaets ejer besked.",
    ],
  },
  fi: {
    subject: "Salasanasi on vaihdettu",
    body: ["Avstemt-tilisi salasana vaihdettiin {when}. Muut istunnot suljettiin."],
    action: "Näytä viimeaikaiset tapahtumat",
    after: [
      "Jos se et ollut sinä: valitse heti uusi salasana. Se sulkee kaikki istunnot. Kerro sen jälkeen yrityksesi omistajalle.",
    ],
  },
};
