import type { MailTemplate } from "@/lib/messages/mail/template";

/** The same merchant, some days later. Values: merchant, organisationNumber, firm, partner, link (the portal). */
export const grantReminder: MailTemplate = {
  en: {
    subject: "Reminder: {firm} is waiting for access to your Vipps MobilePay reports",
    body: [
      "{firm} does not see the settlements of {merchant} ({organisationNumber}) yet. Until they do, sales and payouts through Vipps MobilePay are missing from your books.",
      "1. Sign in at portal.vippsmobilepay.com.\n2. Open Reports, then Accounting partners.\n3. Choose Edit partner access.\n4. Tick {partner}.\n5. Choose the sales units whose settlements they are to read, and save.",
    ],
    action: "Open the portal",
    after: [
      "Have you done it already? It can take an hour until it is seen, and then these letters end by themselves. If you do not want to give access, tell {firm}.",
    ],
  },
  nb: {
    subject: "Påminnelse: {firm} venter på tilgang til rapportene deres fra Vipps MobilePay",
    body: [
      "{firm} ser ennå ikke oppgjørene til {merchant} ({organisationNumber}). Til de gjør det, mangler salg og utbetalinger gjennom Vipps MobilePay i regnskapet.",
      "1. Logg inn på portal.vippsmobilepay.com.\n2. Åpne Rapporter, og så Regnskapspartnere.\n3. Velg Rediger partnertilgang.\n4. Kryss av for {partner}.\n5. Velg salgsstedene de skal lese oppgjørene for, og lagre.",
    ],
    action: "Åpne portalen",
    after: [
      "Har dere gjort det allerede? Det kan ta en time før det vises, og da slutter disse brevene av seg selv. Vil dere ikke gi tilgang, si fra til {firm}.",
    ],
  },
  da: {
    subject: "Påmindelse: {firm} venter på adgang til jeres rapporter fra Vipps MobilePay",
    body: [
      "{firm} kan endnu ikke se afregningerne for {merchant} ({organisationNumber}). Indtil da mangler salg og udbetalinger gennem Vipps MobilePay i jeres regnskab.",
      "1. Log ind på portal.vippsmobilepay.com.\n2. Åbn Rapporter og derefter Regnskabspartnere.\n3. Vælg Rediger partneradgang.\n4. Sæt kryds ved {partner}.\n5. Vælg de salgssteder, hvis afregninger de skal læse, og gem.",
    ],
    action: "Åbn portalen",
    after: [
      "Har I allerede gjort det? Der kan gå en time, før det kan ses, og så holder disse mails op af sig selv. Ønsker I ikke at give adgang, så sig det til {firm}.",
    ],
  },
  fi: {
    subject: "Muistutus: {firm} odottaa pääsyä Vipps MobilePay -raportteihinne",
    body: [
      "{firm} ei vielä näe yrityksen {merchant} ({organisationNumber}) tilityksiä. Siihen asti Vipps MobilePayn kautta tehdyt myynnit ja tilitykset puuttuvat kirjanpidostanne.",
      "1. Kirjautukaa osoitteessa portal.vippsmobilepay.com.\n2. Avatkaa Raportit ja sitten Kirjanpitokumppanit.\n3. Valitkaa Muokkaa kumppanin käyttöoikeutta.\n4. Rastittakaa {partner}.\n5. Valitkaa myyntipisteet, joiden tilitykset he saavat lukea, ja tallentakaa.",
    ],
    action: "Avaa portaali",
    after: [
      "Oletteko jo tehneet tämän? Näkymiseen voi mennä tunti, ja sen jälkeen nämä viestit loppuvat itsestään. Jos ette halua antaa pääsyä, kertokaa siitä: {firm}.",
    ],
  },
};
