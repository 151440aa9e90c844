import { MAILS } from "@/lib/messages/mail/catalogue";
import type { MailName } from "@/lib/messages/mail/catalogue";
import type { MailLanguage } from "@/lib/domain/access/language";

const PLAIN_ADDRESS = /^[\w:/.#-]+$/;

/** What a letter says in its places; `link` is where its button leads. */
export type MailValues = Readonly<Record<string, string>>;
export type ComposedMail = Readonly<{ subject: string; text: string; html: string }>;

/** A letter as plain text and as HTML. Values are text: nothing of them becomes markup. */
export function composeMail(name: MailName, language: MailLanguage, values: MailValues): ComposedMail {
  const { subject, body, action, after = [] } = MAILS[name][language];
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
  const link = action === undefined ? undefined : values["link"];
  // What has nothing to say is left out.
  const paragraphs = body.map(fill).filter((text) => text !== "");
  const closing = after.map(fill).filter((text) => text !== "");
  const toParagraph = (text: string): string => paragraph(text, originOf(link));
  return {
    // A header is one line, whatever a name holds.
    subject: fill(subject).replaceAll(/\s+/g, " "),
    text: [
      ...paragraphs,
      ...(link === undefined ? [] : [`${fill(action ?? "")}:\n${link}`]),
      ...closing,
      "Avstemt",
    ].join("\n\n"),
    html: page(language, [
      ...paragraphs.map(toParagraph),
      ...(link === undefined ? [] : [button(fill(action ?? ""), link)]),
      ...closing.map(toParagraph),
    ]),
  };
}

function page(language: MailLanguage, parts: readonly string[]): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head><body style="margin:0;background:#f7f6f2;color:#17211d;font:16px/1.5 Inter,Arial,sans-serif"><div style="max-width:560px;margin:0 auto;padding:32px 24px"><p style="margin:0 0 24px;font-weight:600">Avstemt</p>${parts.join("")}</div></body></html>`;
}

function paragraph(text: string, ours: string | undefined): string {
  return `<p style="margin:0 0 16px">${linked(escape(text), ours).replaceAll("\n", "<br>")}</p>`;
}

/** Addresses of ours can be pressed; an address in somebody's name stays text. */
function linked(html: string, ours: string | undefined): string {
  if (ours === undefined) return html;
  return html
    .split(/(\s+)/)
    .map((word) =>
      word.startsWith(`${ours}/`) && PLAIN_ADDRESS.test(word) ? `<a href="${word}">${word}</a>` : word,
    )
    .join("");
}

function originOf(link: string | undefined): string | undefined {
  return link !== undefined && URL.canParse(link) ? new URL(link).origin : undefined;
}

function button(text: string, link: string): string {
  return `<p style="margin:24px 0"><a href="${escape(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#0b6651;color:#ffffff;text-decoration:none">${escape(text)}</a></p><p style="margin:0 0 16px;font-size:13px;color:#57635d;word-break:break-all">${escape(link)}</p>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
