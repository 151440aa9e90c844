import type { MailTemplate } from "@/lib/messages/mail/template";

/** To the firm's admins: a merchant that was waited for has given access. Values: merchant, organisationNumber, ledgerId, firm, link. */
export const grantArrived: MailTemplate = {
  en: {
    subject: "{merchant} has given {firm} access",
    body: [
      "{merchant} ({organisationNumber}) has granted ledger {ledgerId}. It waits to be taken in; no more reminders are sent.",
    ],
    action: "Take it in",
  },
  nb: {
    subject: "{merchant} har gitt {firm} tilgang",
    body: [
      "{merchant} ({organisationNumber}) har gitt tilgang til reskontro {ledgerId}. Den venter på å bli tatt inn, og det sendes ingen flere påminnelser.",
    ],
    action: "Ta den inn",
  },
  da: {
    subject: "{merchant} har givet {firm} adgang",
    body: [
      "{merchant} ({organisationNumber}) har givet adgang til reskontro {ledgerId}. Den venter på at blive taget ind, og der sendes ikke flere påmindelser.",
    ],
    action: "Tag den ind",
  },
  fi: {
    subject: "{merchant} on antanut pääsyn: {firm}",
    body: [
      "{merchant} ({organisationNumber}) on antanut pääsyn reskontraan {ledgerId}. Se odottaa käyttöönottoa, eikä muistutuksia enää lähetetä.",
    ],
    action: "Ota käyttöön",
  },
};
