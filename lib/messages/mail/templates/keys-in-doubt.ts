import type { MailTemplate } from "@/lib/messages/mail/template";

/** To a firm's owners and admins, once each time its accounting keys are refused. Values: clientId, firm, link. */
export const keysInDoubt: MailTemplate = {
  en: {
    subject: "{firm}: Vipps MobilePay refuses the accounting keys",
    body: [
      "Vipps MobilePay refuses {firm}'s accounting keys with client id {clientId}.",
      "What has been copied is safe. Nothing new is read with these keys until they work again; Avstemt tries them every 15 minutes.",
      "If the secret was changed in the partner portal, store the new one in settings.",
    ],
    action: "Open the accounting keys",
    after: ["You get a letter when the keys work again."],
  },
  nb: {
    subject: "{firm}: Vipps MobilePay avviser regnskapsnøklene",
    body: [
      "Vipps MobilePay avviser regnskapsnøklene til {firm} med klient-id {clientId}.",
      "Alt som er kopiert, er trygt. Ingenting nytt leses med disse nøklene før de virker igjen; Avstemt prøver dem hvert kvarter.",
      "Hvis hemmeligheten er byttet i partnerportalen, lagrer du den nye under innstillinger.",
    ],
    action: "Åpne regnskapsnøklene",
    after: ["Du får et brev når nøklene virker igjen."],
  },
  da: {
    subject: "{firm}: Vipps MobilePay afviser regnskabsnøglerne",
    body: [
      "Vipps MobilePay afviser regnskabsnøglerne til {firm} med klient-id {clientId}.",
      "Alt, der er kopieret, er i sikkerhed. Intet nyt læses med disse nøgler, før de virker igen; Avstemt prøver dem hvert kvarter.",
      "Hvis hemmeligheden er skiftet i partnerportalen, gemmer du den nye under indstillinger.",
    ],
    action: "Åbn regnskabsnøglerne",
    after: ["Du får et brev, når nøglerne virker igen."],
  },
  fi: {
    subject: "{firm}: Vipps MobilePay hylkää kirjanpitoavaimet",
    body: [
      "Vipps MobilePay hylkää yrityksen {firm} kirjanpitoavaimet, joiden asiakastunnus on {clientId}.",
      "Kaikki jo kopioitu on tallessa. Näillä avaimilla ei lueta mitään uutta, ennen kuin ne toimivat taas; Avstemt kokeilee niitä 15 minuutin välein.",
      "Jos salaisuus on vaihdettu kumppaniportaalissa, tallenna uusi asetuksissa.",
    ],
    action: "Avaa kirjanpitoavaimet",
    after: ["Saat viestin, kun avaimet toimivat taas."],
  },
};
