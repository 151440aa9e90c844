import { byCountry } from "@/lib/domain/ledger/moment";
import type { Moment } from "@/lib/domain/ledger/moment";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Parameters } from "@/lib/store/parameters";

/**
 * How a topic, and with it a merchant, stands: CONTRACT §5, "State of a topic". The rules are here once, as SQL,
 * because lists are filtered and ranked by them.
 */

/** Ranks of MERCHANT_SYNCS: the worst of a merchant's topics is the greatest. */
export const SYNC_BY_RANK = ["live", "first-sync", "stale", "paused", "no-access"] as const;
/** Ranks of PROOF_STATES, likewise. */
export const PROOF_BY_RANK = ["verified", "pending", "in-doubt"] as const;

/** Which topics, and how much of each. */
export type Standing = Readonly<{
  /** A condition on `l`, the ledger. Absent: all of the firm. */
  only?: string;
  /** Also through which date all is verified: `verified_through` is null without it. */
  withVerifiedThrough?: boolean;
}>;

/**
 * The common table expressions that end in `topic_standing`: a row for each topic. Parameter 1 must be the tenant.
 * Breaks and differences are few, and are found for the firm at once; what every topic has is looked up topic by
 * topic, one probe of an index each: the limits keep PostgreSQL from turning a probe into a join, which reads every
 * date of the topic.
 */
export function topicStanding(parameters: Parameters, moment: Moment, wanted: Standing = {}): string {
  const countries = parameters.add([...COUNTRIES]);
  const lastOver = parameters.add(byCountry(moment.lastOver));
  const staleBefore = parameters.add(moment.staleBeforeMs);
  const key = "tenant_id = $1 and ledger = f.ledger and topic = f.topic and copy = f.copy";
  const isDetailed = wanted.withVerifiedThrough === true;
  const verified = `
      left join lateral (select ledger_date from day where ${key} and proof <> 'verified' and ledger_date >= l.books_from order by ledger_date limit 1) u on true
      left join lateral (select ledger_date from day where ${key} and proof = 'verified' and ledger_date >= l.books_from
        and ledger_date < coalesce(least(u.ledger_date, b.ledger_date), 'infinity') order by ledger_date desc limit 1) v on true`;
  return `break_standing as materialized (
      select x.ledger, x.topic, x.copy, min(x.ledger_date) as ledger_date
      from chain_break x join ledger l on l.tenant_id = x.tenant_id and l.id = x.ledger
      where x.tenant_id = $1 and x.acknowledged_at is null and x.ledger_date >= l.books_from group by x.ledger, x.topic, x.copy
    ), difference_standing as materialized (
      select x.ledger, x.topic, x.copy, min(x.ledger_date) as ledger_date
      from day x join ledger l on l.tenant_id = x.tenant_id and l.id = x.ledger
      where x.tenant_id = $1 and x.proof = 'differs' and x.ledger_date >= l.books_from group by x.ledger, x.topic, x.copy
    ), topic_standing as materialized (
    select s.*,
      case when s.lost then 'no-access' when s.feed_state = 'paused' then 'paused' when s.in_doubt then 'in-doubt'
        when s.head_seen_at is null then 'first-sync' when s.failures > 0 or s.feed_state = 'refused' then 'waiting' else 'live' end as state,
      case when s.lost then 4 when s.feed_state = 'paused' then 3 when s.head_seen_at is null then 1
        when s.head_seen_at < to_timestamp(${staleBefore} / 1000.0) then 2 else 0 end as sync_rank,
      case when s.in_doubt then 2 when s.head_seen_at is null or s.is_pending then 1 else 0 end as proof_rank,
      s.last_verified as verified_through
    from (
      select f.ledger, f.topic, f.copy, l.ledger_id, l.status, l.currency, l.country, l.books_from, f.state as feed_state,
        f.next_sequence - 1 as entry_count, f.first_balance, f.head_balance, f.head_seen_at, f.last_entry_at, f.last_ledger_date,
        f.failures, f.rate, l.status in ('revoked', 'handed-over') or f.state = 'no-access' as lost,
        b.ledger_date is not null or d.ledger_date is not null as in_doubt,
        -- A date that is over is not compared yet, or has not even got its row.
        o.ledger_date is not null or n.ledger_date is null or l.books_from > z.last_over as is_pending,
        ${isDetailed ? "v.ledger_date" : "null::date"} as last_verified
      from ledger l
      join ledger_topic t on t.tenant_id = l.tenant_id and t.ledger = l.id
      join feed f on f.tenant_id = t.tenant_id and f.ledger = t.ledger and f.topic = t.topic and f.copy = t.active_copy
      join unnest(${countries}::text[], ${lastOver}::date[]) z(country, last_over) on z.country = l.country
      left join break_standing b on b.ledger = f.ledger and b.topic = f.topic and b.copy = f.copy
      left join difference_standing d on d.ledger = f.ledger and d.topic = f.topic and d.copy = f.copy
      left join lateral (select ledger_date from day where ${key} and proof = 'open' and ledger_date >= l.books_from and ledger_date <= z.last_over order by ledger_date limit 1) o on true
      left join lateral (select ledger_date from day where ${key} and ledger_date = z.last_over limit 1) n on true${isDetailed ? verified : ""}
      where l.tenant_id = $1 and (${wanted.only ?? "true"})
    ) s)`;
}

/** The ledgers that a merchant has now and that are, or were, followed. */
export const FOLLOWED = "('active', 'revoked', 'handed-over')";
