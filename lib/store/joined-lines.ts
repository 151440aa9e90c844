import type { BankLineId, MatchId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/store/tenant";

/** A line that turned out to be another, and the one that stays for both. */
export type JoinedLine = Readonly<{ from: BankLineId; into: BankLineId }>;

/** Pairs that a person has said are none stay none, with the line that stays. */
export async function carryRejections(tx: TenantTx, joined: readonly JoinedLine[]): Promise<void> {
  if (joined.length === 0) return;
  await tx.execute(
    `insert into match_rejection (tenant_id, line, ledger, topic, ledger_date, content, ordinal, rejected_at, rejected_by)
     select r.tenant_id, w.into_line, r.ledger, r.topic, r.ledger_date, r.content, r.ordinal, r.rejected_at, r.rejected_by
     from unnest($2::uuid[], $3::uuid[]) as w(from_line, into_line) join match_rejection r on r.tenant_id = $1 and r.line = w.from_line on conflict do nothing`,
    [tx.tenantId, joined.map((line) => line.from), joined.map((line) => line.into)],
  );
}

/** What people wrote beside a line stands beside the one that stays, unless something does already. */
export async function carryNotes(tx: TenantTx, joined: readonly JoinedLine[]): Promise<void> {
  if (joined.length === 0) return;
  await tx.execute(
    `update work_note n set subject = w.into_line from (select distinct on (into_line) * from unnest($2::uuid[], $3::uuid[]) as u(from_line, into_line) order by into_line, from_line) w
     where n.tenant_id = $1 and n.subject_type = 'line' and n.subject = w.from_line
       and not exists (select from work_note o where o.tenant_id = $1 and o.subject_type = 'line' and o.subject = w.into_line)`,
    [tx.tenantId, joined.map((line) => line.from), joined.map((line) => line.into)],
  );
}

/**
 * Lines of these of which a person has matched something, while nobody has of the one that stays: the first such for
 * each that stays. With them the matches that the program made of the one that stays, which must give way.
 */
export async function listCarried(
  tx: TenantTx,
  joined: readonly JoinedLine[],
): Promise<readonly (JoinedLine & Readonly<{ inTheWay: readonly MatchId[] }>)[]> {
  if (joined.length === 0) return [];
  const rows = await tx.query<{ from_line: BankLineId; into_line: BankLineId; in_the_way: MatchId[] }>(
    `with used as (select p.line, m.id, m.maker from match_part p join match m on m.tenant_id = p.tenant_id and m.id = p.match
       where p.tenant_id = $1 and p.is_active and p.line = any($2::uuid[] || $3::uuid[]))
     select distinct on (w.into_line) w.from_line, w.into_line,
       array(select u.id from used u where u.line = w.into_line order by u.id) as in_the_way
     from unnest($2::uuid[], $3::uuid[]) as w(from_line, into_line)
     where exists (select from used u where u.line = w.from_line and u.maker = 'person')
       and not exists (select from used u where u.line = w.into_line and u.maker = 'person')
     order by w.into_line, w.from_line`,
    [tx.tenantId, joined.map((line) => line.from), joined.map((line) => line.into)],
  );
  return rows.map((row) => ({ from: row.from_line, into: row.into_line, inTheWay: row.in_the_way }));
}

/** What is matched of a line is from now on matched of the one that stays, of which nothing must be. */
export async function carryMatches(tx: TenantTx, joined: readonly JoinedLine[]): Promise<void> {
  if (joined.length === 0) return;
  const lines = [joined.map((line) => line.from), joined.map((line) => line.into)];
  // In two steps: what a line says is used of it follows from parts that begin and end, not from parts that move.
  const rows = await tx.query<{ match: MatchId; place: number; into_line: BankLineId }>(
    `update match_part p set is_active = false from unnest($2::uuid[], $3::uuid[]) as w(from_line, into_line)
     where p.tenant_id = $1 and p.line = w.from_line and p.is_active returning p.match, p.place, w.into_line`,
    [tx.tenantId, ...lines],
  );
  await tx.execute(
    `update match_part p set line = w.into_line, is_active = true from unnest($2::uuid[], $3::int[], $4::uuid[]) as w(match, place, into_line)
     where p.tenant_id = $1 and p.match = w.match and p.place = w.place`,
    [
      tx.tenantId,
      rows.map((row) => row.match),
      rows.map((row) => row.place),
      rows.map((row) => row.into_line),
    ],
  );
}
