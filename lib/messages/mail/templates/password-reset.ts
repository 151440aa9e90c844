import type { MailTemplate } from "@/lib/messages/mail/template";

/** To somebody who asked for a new password. Values: link, minutes. */
export const passwordReset: MailTemplate = {
  en: {
    subject: "A new password for Avstemt",
    body: ["Somebody, presumably you, asked for a new password for your account."],
    action: "Choose a new password",
    after: [
      "The link works once, for {minutes} minutes.",
      "If it was not you, nothing has changed and you need to do nothing.",
    ],
  },
  nb: {
    subject: "Nytt passord til Avstemt",
    body: ["Noen, antakelig du, har bedt om nytt passord til kontoen din."],
    action: "Velg nytt passord",
    after: [
      "Lenken virker én gang, i {minutes} minutter.",
      "Hvis det ikke var deg, er ingenting endret, og du trenger ikke gjøre noe.",
    ],
  },
  da: {
    subject: "Ny adgangskode til Avstemt",
    body: ["Nogen, formentlig dig, har bedt om en ny adgangskode til din konto."],
    action: "Vælg en ny adgangskode",
    after: [
      "Linket virker én gang, i {minutes} minutter.",
      "Hvis det ikke var dig, er intet ændret, og du behøver ikke gøre noget.",
    ],
  },
  fi: {
    subject: "Uusi salasana Avstemtiin",
    body: ["Joku, todennäköisesti sinä, pyysi tilillesi uutta salasanaa."],
    action: "Valitse uusi salasana",
    after: [
      "Linkki toimii kerran, {minutes} minuutin ajan.",
      "Jos se et ollut sinä, mikään ei ole muuttunut eikä sinun tarvitse tehdä mitään.",
    ],
  },
};
