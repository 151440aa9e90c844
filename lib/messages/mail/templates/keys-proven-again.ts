import type { MailTemplate } from "@/lib/messages/mail/template";

/** To a firm's owners and admins, when keys that were refused work again. Values: clientId, firm, link. */
export const keysProvenAgain: MailTemplate = {
  en: {
    subject: "{firm}: the accounting keys work again",
    body: [
      "Vipps MobilePay accepts {firm}'s accounting keys with client id {clientId} again.",
      "Reading goes on where it stopped; nothing was lost meanwhile.",
    ],
    action: "Open the accounting keys",
  },
  nb: {
    subject: "{firm}: regnskapsnøklene virker igjen",
    body: [
      "Vipps MobilePay godtar igjen regnskapsnøklene til {firm} med klient-id {clientId}.",
      "Lesingen fortsetter der den stoppet; ingenting har gått tapt i mellomtiden.",
    ],
    action: "Åpne regnskapsnøklene",
  },
  da: {
    subject: "{firm}: regnskabsnøglerne virker igen",
    body: [
      "Vipps MobilePay godtager igen regnskabsnøglerne til {firm} med klient-id {clientId}.",
      "Læsningen fortsætter, hvor den stoppede; intet er gået tabt i mellemtiden.",
    ],
    action: "Åbn regnskabsnøglerne",
  },
  fi: {
    subject: "{firm}: kirjanpitoavaimet toimivat taas",
    body: [
      "Vipps MobilePay hyväksyy taas yrityksen {firm} kirjanpitoavaimet, joiden asiakastunnus on {clientId}.",
      "Lukeminen jatkuu siitä, mihin se jäi; mitään ei ole kadonnut sillä välin.",
    ],
    action: "Avaa kirjanpitoavaimet",
  },
};
