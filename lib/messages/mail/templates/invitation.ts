import type { MailTemplate } from "@/lib/messages/mail/template";

/** To somebody who is invited to an accounting firm. Values: firm, inviter, link, days. */
export const invitation: MailTemplate = {
  en: {
    subject: "{inviter} invites you to {firm}",
    body: [
      "{inviter} would like you to join {firm} in Avstemt, where the firm follows its clients' money at Vipps MobilePay.",
    ],
    action: "Open the invitation",
    after: [
      "The link works once, for {days} days. It is for you alone: whoever has it can join in your name.",
      "If you do not know {firm}, you need to do nothing.",
    ],
  },
  nb: {
    subject: "{inviter} inviterer deg til {firm}",
    body: [
      "{inviter} vil ha deg med i {firm} i Avstemt, der firmaet følger kundenes penger hos Vipps MobilePay.",
    ],
    action: "Åpne invitasjonen",
    after: [
      "Lenken virker én gang, i {days} dager. Den er bare til deg: den som har den, kan bli med i ditt navn.",
      "Hvis du ikke kjenner {firm}, trenger du ikke gjøre noe.",
    ],
  },
  da: {
    subject: "{inviter} inviterer dig til {firm}",
    body: [
      "{inviter} vil gerne have dig med i {firm} i Avstemt, hvor firmaet følger kundernes penge hos Vipps MobilePay.",
    ],
    action: "Åbn invitationen",
    after: [
      "Linket virker én gang, i {days} dage. Det er kun til dig: den, der har det, kan deltage i dit navn.",
      "Hvis du ikke kender {firm}, behøver du ikke gøre noget.",
    ],
  },
  fi: {
    subject: "{inviter} kutsuu sinut: {firm}",
    body: [
      "{inviter} haluaa sinut mukaan yritykseen {firm} Avstemtissa, jossa tilitoimisto seuraa asiakkaidensa rahoja Vipps MobilePayssa.",
    ],
    action: "Avaa kutsu",
    after: [
      "Linkki toimii kerran, {days} päivän ajan. Se on vain sinulle: kuka tahansa, jolla se on, voi liittyä sinun nimissäsi.",
      "Jos {firm} ei ole sinulle tuttu, sinun ei tarvitse tehdä mitään.",
    ],
  },
};
