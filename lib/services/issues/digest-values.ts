import { dateInZone } from "@/lib/core/ledger-date";
import { toDecimalText } from "@/lib/core/money";
import { FIRM_ZONE } from "@/lib/domain/issue/snooze";
import type { MailValues } from "@/lib/messages/mail/compose";
import { DIGEST_WORDS } from "@/lib/messages/mail/digest-words";
import type { DigestWords } from "@/lib/messages/mail/digest-words";
import type { DigestFigures } from "@/lib/store/digest-figures";
import type { DueDigest } from "@/lib/store/digests";
import type { IssueRow } from "@/lib/store/issues-read";

/** What the letter says in its places, in its reader's language. What there is not to tell is empty. */
export function digestValues(due: DueDigest, figures: DigestFigures, publicUrl: string): MailValues {
  const words = DIGEST_WORDS[due.language];
  const list = `${publicUrl}/${due.slug}/issues`;
  const { open, fresh, oldest, issues, atRisk } = figures;
  const more = open - issues.length;
  const isFresh = (issue: IssueRow): boolean =>
    due.lastSentAt === undefined || issue.openedAt > due.lastSentAt;
  return {
    firm: due.firmName,
    open: String(open),
    fresh: String(fresh),
    nothing: open === 0 ? words.nothing : "",
    atRisk:
      atRisk.length === 0
        ? ""
        : fill(words.atRisk, {
            amounts: atRisk.map(({ currency, amount }) => amountText(amount, currency, words)).join("; "),
          }),
    oldest:
      oldest === undefined
        ? ""
        : fill(words.oldest, { issue: nameOf(oldest, words), since: sinceText(oldest, words) }),
    issues: issues
      .map((issue) => {
        const state = isFresh(issue) ? words.fresh : sinceText(issue, words);
        const amount = factAmount(issue, words);
        const line = [words.severities[issue.severity], nameOf(issue, words), ...amount, state].join(" · ");
        return `${line}\n${list}/${issue.id}`;
      })
      .join("\n\n"),
    more: more > 0 ? fill(words.more, { count: String(more) }) : "",
    onlyMine: due.choice.covers === "mine" ? words.onlyMine : "",
    tune: `${publicUrl}/account#digest`,
    link: due.choice.covers === "mine" ? `${list}?assigned=me` : list,
  };
}

/** What it is called, and whose it is. A name is one line, whatever it holds. */
function nameOf(issue: IssueRow, words: DigestWords): string {
  const title = words.kinds[issue.kind];
  return issue.merchantName === undefined
    ? title
    : `${title} (${issue.merchantName.replaceAll(/\s+/g, " ").trim()})`;
}

function sinceText(issue: IssueRow, words: DigestWords): string {
  return fill(words.since, { date: dateInZone(Date.parse(issue.openedAt), FIRM_ZONE) });
}

/** The amount that it is about, if it is about one. */
function factAmount(issue: IssueRow, words: DigestWords): string[] {
  const { amount, currency } = issue.facts;
  if (amount === undefined || currency === undefined || !/^-?\d{1,30}$/.test(amount)) return [];
  return [amountText(BigInt(amount), currency, words)];
}

function amountText(amount: bigint, currency: string, words: DigestWords): string {
  const [whole = "", decimals] = toDecimalText(amount, currency).split(".");
  const grouped = whole.replace("-", "\u2212").replaceAll(/\B(?=(?:\d{3})+$)/g, words.group);
  return `${currency}\u00a0${grouped}${decimals === undefined ? "" : `${words.decimal}${decimals}`}`;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
