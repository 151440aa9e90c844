import type { MailTemplate } from "@/lib/messages/mail/template";

/** To somebody who turned the second factor on. Values: when, link. */
export const secondFactorOnNotice: MailTemplate = {
  en: {
    subject: "The second factor is on",
    body: [
      "Since {when} signing in to your account in Avstemt asks for a code from your app as well. Keep the recovery codes where you find them without the phone.",
    ],
    action: "See recent activity",
    after: [
      "If it was not you: choose a new password at once. That closes every session. Then tell the owner of your firm.",
    ],
  },
  nb: {
    subject: "Andre faktor er slått på",
    body: [
      "Fra {when} ber innloggingen til kontoen din i Avstemt også om en kode fra appen. Ta vare på gjenopprettingskodene et sted du finner dem uten telefonen.",
    ],
    action: "Se siste aktivitet",
    after: [
      "Hvis det ikke var deg: velg nytt passord med det samme. Det lukker alle økter. Si så fra til eieren av firmaet.",
    ],
  },
  da: {
    subject: "Den anden faktor er slået til",
    body: [
      "Siden {when} beder login til din konto i Avstemt også om en kode fra din app. Gem gendannelseskoderne, hvor du kan finde dem uden telefonen.",
    ],
    action: "Se seneste aktivitet",
    after: [
      "Hvis det ikke var dig: vælg en ny adgangskode med det samme. Det lukker alle sessioner. Giv derefter firmaets ejer besked.",
    ],
  },
  fi: {
    subject: "Toinen tunnistautumistapa on käytössä",
    body: [
      "{when} alkaen kirjautuminen Avstemt-tilillesi pyytää myös sovelluksesi koodin. Säilytä palautuskoodit paikassa, josta löydät ne ilman puhelinta.",
    ],
    action: "Näytä viimeaikaiset tapahtumat",
    after: [
      "Jos se et ollut sinä: valitse heti uusi salasana. Se sulkee kaikki istunnot. Kerro sen jälkeen yrityksesi omistajalle.",
    ],
  },
};
