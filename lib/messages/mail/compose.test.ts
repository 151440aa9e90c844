import { describe, expect, test } from "vitest";

import { MAILS } from "@/lib/messages/mail/catalogue";
import type { MailName } from "@/lib/messages/mail/catalogue";
import { composeMail } from "@/lib/messages/mail/compose";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import type { MailText } from "@/lib/messages/mail/template";

function placesOf(text: MailText): string[] {
  const all = [text.subject, ...text.body, text.action ?? "", ...(text.after ?? [])].join(" ");
  return [...new Set(all.match(/\{\w+\}/g))].toSorted();
}

describe("a letter", () => {
  test.each(Object.keys(MAILS) as MailName[])("%s names the same values in every language", (name) => {
    for (const language of MAIL_LANGUAGES) {
      expect(placesOf(MAILS[name][language])).toEqual(placesOf(MAILS[name].en));
      expect(MAILS[name][language].action === undefined).toBe(MAILS[name].en.action === undefined);
    }
  });

  test("never turns a value into markup, and keeps its subject on one line", () => {
    const mail = composeMail("password-reset", "nb", {
      minutes: '<img src=x onerror="alert(1)">',
      link: 'https://avstemt.example/"><script>',
    });
    expect(mail.html).not.toMatch(/<img|<script/);
    expect(mail.text).toContain('https://avstemt.example/"><script>');
    expect(mail.subject).not.toContain("\n");
  });
});
