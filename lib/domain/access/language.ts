/** The languages that people read: those of the countries, and English. Pages are in the first two, mail in all. */
export const MAIL_LANGUAGES = ["en", "nb", "da", "fi"] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];
