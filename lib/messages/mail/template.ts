import type { MailLanguage } from "@/lib/domain/access/language";

/** A letter in one language. `{name}` stands for the value of that name. */
export type MailText = Readonly<{
  subject: string;
  /** Paragraphs before the button. */
  body: readonly string[];
  /** The words on the button, which leads to the value `link`. */
  action?: string;
  /** Paragraphs after it. */
  after?: readonly string[];
}>;

/** One letter, in every language. */
export type MailTemplate = Readonly<Record<MailLanguage, MailText>>;
