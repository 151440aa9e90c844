import type { MailTemplate } from "@/lib/messages/mail/template";

/**
 * To a merchant whose accounting firm waits for access: the steps in the portal (DOMAIN §2.10). Values: merchant,
 * organisationNumber, firm, partner (what to tick), link (the portal).
 */
export const grantRequest: MailTemplate = {
  en: {
    subject: "{firm} needs access to your Vipps MobilePay reports",
    body: [
      "{firm} keeps the books of {merchant} ({organisationNumber}). To do so they need to read your settlements from Vipps MobilePay. Only you can give that access, and it takes a minute.",
      "1. Sign in at portal.vippsmobilepay.com.\n2. Open Reports, then Accounting partners.\n3. Choose Edit partner access.\n4. Tick {partner}.\n5. Choose the sales units whose settlements they are to read, and save.",
    ],
    action: "Open the portal",
    after: [
      "The access is for reading only: nobody can move money with it. You can take it back in the same place at any time.",
      "If you cannot see Accounting partners, somebody who is administrator of {merchant} in the portal must do it. Questions? Ask {firm}.",
    ],
  },
  nb: {
    subject: "{firm} trenger tilgang til rapportene deres fra Vipps MobilePay",
    body: [
      "{firm} fører regnskapet for {merchant} ({organisationNumber}). Da må de kunne lese oppgjørene fra Vipps MobilePay. Bare dere kan gi den tilgangen, og det tar et minutt.",
      "1. Logg inn på portal.vippsmobilepay.com.\n2. Åpne Rapporter, og så Regnskapspartnere.\n3. Velg Rediger partnertilgang.\n4. Kryss av for {partner}.\n5. Velg salgsstedene de skal lese oppgjørene for, og lagre.",
    ],
    action: "Åpne portalen",
    after: [
      "Tilgangen gjelder bare lesing: Ingen kan flytte penger med den. Dere kan når som helst ta den tilbake samme sted.",
      "Finner dere ikke Regnskapspartnere, må en som er administrator for {merchant} i portalen, gjøre det. Spørsmål? Ta kontakt med {firm}.",
    ],
  },
  da: {
    subject: "{firm} har brug for adgang til jeres rapporter fra Vipps MobilePay",
    body: [
      "{firm} fører regnskabet for {merchant} ({organisationNumber}). Derfor skal de kunne læse jeres afregninger fra Vipps MobilePay. Kun I kan give den adgang, og det tager et minut.",
      "1. Log ind på portal.vippsmobilepay.com.\n2. Åbn Rapporter og derefter Regnskabspartnere.\n3. Vælg Rediger partneradgang.\n4. Sæt kryds ved {partner}.\n5. Vælg de salgssteder, hvis afregninger de skal læse, og gem.",
    ],
    action: "Åbn portalen",
    after: [
      "Adgangen gælder kun læsning: Ingen kan flytte penge med den. I kan til enhver tid tage den tilbage samme sted.",
      "Kan I ikke se Regnskabspartnere, skal en administrator for {merchant} i portalen gøre det. Spørgsmål? Kontakt {firm}.",
    ],
  },
  fi: {
    subject: "{firm} tarvitsee pääsyn Vipps MobilePay -raportteihinne",
    body: [
      "{firm} hoitaa yrityksen {merchant} ({organisationNumber}) kirjanpitoa. Sitä varten heidän on voitava lukea tilityksenne Vipps MobilePaysta. Vain te voitte antaa tämän oikeuden, ja se vie minuutin.",
      "1. Kirjautukaa osoitteessa portal.vippsmobilepay.com.\n2. Avatkaa Raportit ja sitten Kirjanpitokumppanit.\n3. Valitkaa Muokkaa kumppanin käyttöoikeutta.\n4. Rastittakaa {partner}.\n5. Valitkaa myyntipisteet, joiden tilitykset he saavat lukea, ja tallentakaa.",
    ],
    action: "Avaa portaali",
    after: [
      "Oikeus koskee vain lukemista: sillä ei voi siirtää rahaa. Voitte perua sen samassa paikassa milloin tahansa.",
      "Jos ette näe kohtaa Kirjanpitokumppanit, sen voi tehdä henkilö, joka on yrityksen {merchant} pääkäyttäjä portaalissa. Kysyttävää? Ottakaa yhteyttä: {firm}.",
    ],
  },
};
