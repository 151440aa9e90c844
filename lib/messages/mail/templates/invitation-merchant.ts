import type { MailTemplate } from "@/lib/messages/mail/template";

/** To somebody of a merchant, from the merchant's accounting firm. Values: firm, inviter, company, link, days. */
export const invitationMerchant: MailTemplate = {
  en: {
    subject: "{company}: see your sales and payouts from Vipps MobilePay",
    body: [
      "{inviter} at {firm}, who keeps the books of {company}, has made a page for you: what you sold with Vipps MobilePay, what it cost, and when the money comes to your bank account.",
    ],
    action: "Open the invitation",
    after: [
      "The link works once, for {days} days. It is for you alone: whoever has it can see the figures in your name.",
      "If you do not know {firm}, you need to do nothing.",
    ],
  },
  nb: {
    subject: "{company}: se salg og utbetalinger fra Vipps MobilePay",
    body: [
      "{inviter} i {firm}, som fører regnskapet for {company}, har laget en side til deg: hva dere har solgt med Vipps MobilePay, hva det kostet, og når pengene kommer på bankkontoen.",
    ],
    action: "Åpne invitasjonen",
    after: [
      "Lenken virker én gang, i {days} dager. Den er bare til deg: den som har den, kan se tallene i ditt navn.",
      "Hvis du ikke kjenner {firm}, trenger du ikke gjøre noe.",
    ],
  },
  da: {
    subject: "{company}: se salg og udbetalinger fra Vipps MobilePay",
    body: [
      "{inviter} hos {firm}, som fører regnskabet for {company}, har lavet en side til dig: hvad I har solgt med Vipps MobilePay, hvad det kostede, og hvornår pengene kommer på bankkontoen.",
    ],
    action: "Åbn invitationen",
    after: [
      "Linket virker én gang, i {days} dage. Det er kun til dig: den, der har det, kan se tallene i dit navn.",
      "Hvis du ikke kender {firm}, behøver du ikke gøre noget.",
    ],
  },
  fi: {
    subject: "{company}: katso myynnit ja tilitykset Vipps MobilePaysta",
    body: [
      "{inviter} tilitoimistosta {firm}, joka hoitaa yrityksen {company} kirjanpitoa, on tehnyt sinulle sivun: mitä olette myyneet Vipps MobilePaylla, mitä se maksoi ja milloin rahat tulevat pankkitilille.",
    ],
    action: "Avaa kutsu",
    after: [
      "Linkki toimii kerran, {days} päivän ajan. Se on vain sinulle: kuka tahansa, jolla se on, voi nähdä luvut sinun nimissäsi.",
      "Jos {firm} ei ole sinulle tuttu, sinun ei tarvitse tehdä mitään.",
    ],
  },
};
