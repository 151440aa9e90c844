import { expect, test } from "vitest";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import { composeMail } from "@/lib/messages/mail/compose";
import { DIGEST_WORDS } from "@/lib/messages/mail/digest-words";
import enTitles from "@/lib/messages/en/issueTitles.json";
import nbTitles from "@/lib/messages/nb/issueTitles.json";

test("a letter calls an issue what the page calls it", () => {
  expect(DIGEST_WORDS.en.kinds).toEqual(enTitles);
  expect(DIGEST_WORDS.nb.kinds).toEqual(nbTitles);
});

test("the words name the same values in every language", () => {
  const placesOf = (language: (typeof MAIL_LANGUAGES)[number]): unknown =>
    Object.entries(DIGEST_WORDS[language]).map(([name, word]) => [
      name,
      typeof word === "string" ? (word.match(/\{\w+\}/g) ?? []).toSorted() : [],
    ]);
  for (const language of MAIL_LANGUAGES) expect(placesOf(language)).toEqual(placesOf("en"));
});

test("what is empty is left out, and links of ours alone can be pressed", () => {
  const values = {
    firm: "Firm",
    open: "1",
    fresh: "0",
    issues: "Shop https://evil.example/a\nhttps://avstemt.example/firm/issues/1",
    tune: "https://avstemt.example/account#digest",
    link: "https://avstemt.example/firm/issues",
  };
  const { html, text } = composeMail("issue-digest", "en", values);
  expect(html).toContain('<a href="https://avstemt.example/firm/issues/1">');
  expect(html).toContain('<a href="https://avstemt.example/account#digest">');
  expect(html).not.toContain('<a href="https://evil');
  expect(html).not.toContain('<p style="margin:0 0 16px"></p>');
  expect(text).not.toContain("\n\n\n");
});
