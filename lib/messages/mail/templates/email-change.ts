import type { MailTemplate } from "@/lib/messages/mail/template";

/** To the new address of somebody who wants to sign in with it. Values: link, minutes. */
export const emailChange: MailTemplate = {
  en: {
    subject: "Confirm your new e-mail for Avstemt",
    body: ["Somebody, presumably you, wants to sign in to Avstemt with this address."],
    action: "Confirm the address",
    after: [
      "The link works once, for {minutes} minutes. Until then you sign in with the old address.",
      "If it was not you, nothing has changed and you need to do nothing.",
    ],
  },
  nb: {
    subject: "Bekreft den nye e-postadressen til Avstemt",
    body: ["Noen, antakelig du, vil logge inn i Avstemt med denne adressen."],
    action: "Bekreft adressen",
    after: [
      "Lenken virker én gang, i {minutes} minutter. Inntil da logger du inn med den gamle adressen.",
      "Hvis det ikke var deg, er ingenting endret, og du trenger ikke gjøre noe.",
    ],
  },
  da: {
    subject: "Bekræft din nye e-mailadresse til Avstemt",
    body: ["Nogen, formentlig dig, vil logge ind på Avstemt med denne adresse."],
    action: "Bekræft adressen",
    after: [
      "Linket virker én gang, i {minutes} minutter. Indtil da logger du ind med den gamle adresse.",
      "Hvis det ikke var dig, er intet ændret, og du behøver ikke gøre noget.",
    ],
  },
  fi: {
    subject: "Vahvista uusi sähköpostiosoitteesi Avstemtiin",
    body: ["Joku, todennäköisesti sinä, haluaa kirjautua Avstemtiin tällä osoitteella."],
    action: "Vahvista osoite",
    after: [
      "Linkki toimii kerran, {minutes} minuutin ajan. Siihen asti kirjaudut vanhalla osoitteella.",
      "Jos se et ollut sinä, mikään ei ole muuttunut eikä sinun tarvitse tehdä mitään.",
    ],
  },
};
