import type { MailTemplate } from "@/lib/messages/mail/template";

/** To the address that somebody signed in with before. Values: email (the new one), when, link. */
export const emailChangedNotice: MailTemplate = {
  en: {
    subject: "Your e-mail was changed",
    body: [
      "Since {when} your account in Avstemt belongs to {email}. This address does not open it any more.",
    ],
    action: "See recent activity",
    after: ["If it was not you: tell the owner of your firm at once."],
  },
  nb: {
    subject: "E-postadressen din er endret",
    body: ["Fra {when} hører kontoen din i Avstemt til {email}. Denne adressen åpner den ikke lenger."],
    action: "Se siste aktivitet",
    after: ["Hvis det ikke var deg: si fra til eieren av firmaet med det samme."],
  },
  da: {
    subject: "Din e-mailadresse er ændret",
    body: ["Siden {when} hører din konto i Avstemt til {email}. Denne adresse åbner den ikke længere."],
    action: "Se seneste aktivitet",
    after: ["Hvis det ikke var dig: giv straks firmaets ejer besked."],
  },
  fi: {
    subject: "Sähköpostiosoitteesi on vaihdettu",
    body: ["{when} alkaen Avstemt-tilisi osoite on {email}. Tämä osoite ei enää avaa tiliä."],
    action: "Näytä viimeaikaiset tapahtumat",
    after: ["Jos se et ollut sinä: kerro heti yrityksesi omistajalle."],
  },
};
