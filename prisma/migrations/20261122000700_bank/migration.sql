-- Bank statements, and what of them answers a settlement entry.

-- How a firm treats what its merchants' statements hold besides settlements. No row: the defaults.
create table public.bank_setting (
  tenant_id  uuid primary key references public.tenant,
  -- Of lines that cannot be settlements keep everything, or date, amount and a digest only.
  keep_texts text not null default 'all' check (keep_texts in ('all', 'settlement')),
  changed_at timestamptz(6) not null,
  changed_by text not null
);

create table public.bank_account (
  tenant_id  uuid not null references public.tenant,
  id         uuid not null,
  -- What the firm calls it.
  name       text check (length(name) between 1 and 120),
  -- Whose bank days count.
  country    text not null check (country in ('NO', 'DK', 'FI')),
  currency   char(3),
  -- The layout of its CSV files, as a person last agreed to it.
  csv_layout jsonb,
  -- Raised by every change to its lines and matches, under which two people do not trample each other.
  version    bigint not null default 0,
  created_at timestamptz(6) not null,
  primary key (tenant_id, id)
);

-- The numbers that an account is known by, as they are written in statements and by Vipps MobilePay.
create table public.bank_account_number (
  tenant_id uuid not null,
  scheme    text not null check (length(scheme) between 1 and 20),
  number    text not null check (length(number) between 1 and 60),
  account   uuid not null,
  -- What numbers that agree by themselves have in common.
  key       text not null,
  source    text not null check (source in ('ledger', 'statement', 'person')),
  linked_at timestamptz(6) not null,
  linked_by text,
  primary key (tenant_id, scheme, number),
  foreign key (tenant_id, account) references public.bank_account
);
-- The numbers of an account; an account by what its numbers have in common.
create index bank_account_number_account on public.bank_account_number (tenant_id, account);
create index bank_account_number_key on public.bank_account_number (tenant_id, key);

-- Which ledgers are paid out to an account, now or before.
create table public.bank_account_ledger (
  tenant_id uuid not null,
  account   uuid not null,
  ledger    uuid not null,
  primary key (tenant_id, account, ledger),
  foreign key (tenant_id, account) references public.bank_account,
  foreign key (tenant_id, ledger) references public.ledger
);
create index bank_account_ledger_ledger on public.bank_account_ledger (tenant_id, ledger, account);

-- Ledgers by where they are paid out to, in listings of now and before.
create index ledger_version_payout on public.ledger_version (tenant_id, payout_id, payout_scheme);

-- A file that was taken in whole. The same bytes are taken in once.
create table public.bank_file (
  tenant_id   uuid not null references public.tenant,
  id          uuid not null,
  sha256      bytea not null check (length(sha256) = 32),
  name        text not null check (length(name) between 1 and 300),
  format      text not null check (format in ('camt', 'mt940', 'csv')),
  size_bytes  bigint not null,
  source      text not null check (source in ('browser', 'api', 'cli')),
  imported_at timestamptz(6) not null,
  imported_by text not null,
  statements  int not null,
  lines       int not null,
  -- Of the lines those that other files had already.
  known       int not null,
  pending     int not null,
  -- What did not add up, as words with values.
  findings    jsonb not null default '[]',
  primary key (tenant_id, id),
  unique (tenant_id, sha256)
);
create index bank_file_list on public.bank_file (tenant_id, imported_at, id);

create table public.bank_statement (
  tenant_id     uuid not null,
  id            uuid not null,
  file          uuid not null,
  place             int not null,
  account       uuid not null,
  currency      char(3) not null,
  statement_ref text not null,
  sequence      int,
  page          int,
  is_last_page  boolean,
  from_date     date,
  to_date       date,
  -- The dates are the file's own word; else they are taken from its lines.
  is_stated     boolean not null,
  opening       bigint,
  closing       bigint,
  -- opening + lines - closing; null without both.
  difference    bigint,
  reversals     text not null check (reversals in ('none', 'stated', 'inverted', 'unknown')),
  lines         int not null,
  primary key (tenant_id, id),
  unique (tenant_id, file, place),
  foreign key (tenant_id, file) references public.bank_file on delete cascade,
  foreign key (tenant_id, account) references public.bank_account
);
create index bank_statement_account on public.bank_statement (tenant_id, account, from_date, to_date);

create table public.bank_line (
  tenant_id      uuid not null,
  id             uuid not null,
  account        uuid not null,
  booking_date   date not null,
  value_date     date,
  currency       char(3) not null,
  -- Signed: money in is positive.
  amount         bigint not null,
  bank_reference text not null,
  -- All texts of all files that have the line; null when only the digests are kept.
  texts          jsonb,
  details        jsonb not null default '[]',
  -- settlement: may answer a settlement entry; other: nothing speaks for it; ignored: a person has said so; gone: no file has it any more, but a match did.
  kind           text not null check (kind in ('settlement', 'other', 'ignored', 'gone')),
  -- What of the amount stands in matches: kept by the parts.
  matched        bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, account) references public.bank_account,
  constraint bank_line_not_overused check (case when amount >= 0 then matched between 0 and amount else matched between amount and 0 end)
);
-- The lines of an account by date, and those of one amount.
create index bank_line_date on public.bank_line (tenant_id, account, booking_date, id);
create index bank_line_amount on public.bank_line (tenant_id, account, amount, booking_date);
-- What is left to match.
create index bank_line_open on public.bank_line (tenant_id, account, booking_date, id) where kind = 'settlement' and matched <> amount;

-- Bookings that stand for several transactions: looked at whenever their account is matched.
create index bank_line_batch on public.bank_line (tenant_id, account, booking_date, id) where details <> '[]'::jsonb and kind = 'settlement';

-- One line as one statement has it.
create table public.bank_line_source (
  tenant_id      uuid not null,
  statement      uuid not null,
  place              int not null,
  account        uuid not null,
  booking_date   date not null,
  amount         bigint not null,
  format         text not null check (format in ('camt', 'mt940', 'csv')),
  bank_reference text not null,
  -- Of the normalised text.
  digest         bytea not null,
  file_line      int not null,
  texts          jsonb,
  -- Null only until the file's lines have been told apart, within the transaction that takes it in.
  line           uuid,
  primary key (tenant_id, statement, place),
  foreign key (tenant_id, statement) references public.bank_statement on delete cascade,
  foreign key (tenant_id, line) references public.bank_line
);
-- Lines that meet; the sources of a line.
create index bank_line_source_meet on public.bank_line_source (tenant_id, account, booking_date, amount);
create index bank_line_source_line on public.bank_line_source (tenant_id, line);

-- Dates for which we hold an account's statements, joined. The ledger dates are those whose payouts would have been
-- seen by then: expected, and a bank day more, within the covered dates.
create table public.bank_coverage (
  tenant_id      uuid not null,
  account        uuid not null,
  from_date      date not null,
  to_date        date not null check (to_date >= from_date),
  ledger_from    date,
  ledger_through date,
  primary key (tenant_id, account, from_date),
  foreign key (tenant_id, account) references public.bank_account
);

-- A decision that bank lines are settlement entries. Never changed but for its undoing.
create table public.match (
  tenant_id     uuid not null references public.tenant,
  id            uuid not null,
  account       uuid,
  method        text not null check (method in ('reference', 'payout-number', 'pattern', 'cut-off', 'batch', 'amount', 'run', 'manual', 'attested')),
  maker         text not null check (maker in ('system', 'person')),
  made_at       timestamptz(6) not null,
  made_by       text not null,
  reasons       jsonb not null default '[]',
  note          text check (length(note) between 1 and 2000),
  undone_at     timestamptz(6),
  undone_by     text,
  undone_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, account) references public.bank_account
);
-- Decisions of an account, and of the firm, newest first.
create index match_account on public.match (tenant_id, account, made_at, id);
create index match_list on public.match (tenant_id, made_at, id);

-- Its parts: bank lines, settlement entries by their natural key, differences with a reason, a receipt that a person
-- attests. They sum to zero: an entry counts as it moves the balance, a line as it moves the bank account.
create table public.match_part (
  tenant_id   uuid not null,
  match       uuid not null,
  place           int not null,
  kind        text not null check (kind in ('line', 'entry', 'difference', 'attested')),
  amount      bigint not null,
  currency    char(3) not null,
  is_active   boolean not null default true,
  line        uuid,
  ledger      uuid,
  topic       text check (topic in ('funds', 'fees')),
  ledger_date date,
  content     bytea,
  ordinal     int,
  entry_type  text,
  -- When an attested receipt came in.
  received_on date,
  reason      text check (length(reason) between 1 and 500),
  primary key (tenant_id, match, place),
  foreign key (tenant_id, match) references public.match,
  foreign key (tenant_id, line) references public.bank_line,
  foreign key (tenant_id, ledger) references public.ledger,
  check ((kind = 'line') = (line is not null)),
  check ((kind = 'entry') = (ledger is not null and topic is not null and ledger_date is not null and content is not null and ordinal is not null)),
  check (kind <> 'difference' or reason is not null),
  check ((kind = 'attested') = (received_on is not null))
);
-- A settlement entry is in one match at a time, whole.
create unique index match_part_entry on public.match_part (tenant_id, ledger, ledger_date, content, ordinal, topic) where kind = 'entry' and is_active;
create index match_part_line on public.match_part (tenant_id, line) where line is not null;

-- Whose ledgers a match concerns: what limited people see of it hangs on this.
create table public.match_ledger (
  tenant_id   uuid not null,
  match       uuid not null,
  ledger      uuid not null,
  ledger_date date not null,
  primary key (tenant_id, match, ledger, ledger_date),
  foreign key (tenant_id, match) references public.match,
  foreign key (tenant_id, ledger) references public.ledger
);
create index match_ledger_ledger on public.match_ledger (tenant_id, ledger, ledger_date);

-- Pairs that a person has said are none: never matched or suggested again by themselves.
create table public.match_rejection (
  tenant_id   uuid not null,
  line        uuid not null,
  ledger      uuid not null,
  topic       text not null check (topic in ('funds', 'fees')),
  ledger_date date not null,
  content     bytea not null,
  ordinal     int not null,
  rejected_at timestamptz(6) not null,
  rejected_by text not null,
  primary key (tenant_id, line, ledger, topic, ledger_date, content, ordinal),
  foreign key (tenant_id, line) references public.bank_line,
  foreign key (tenant_id, ledger) references public.ledger
);

-- What a person has confirmed for texts of an account.
create table public.match_pattern (
  tenant_id    uuid not null,
  id           uuid not null,
  account      uuid not null,
  pattern      text not null check (length(pattern) between 3 and 300),
  ledgers      uuid[] not null,
  confirmed_at timestamptz(6) not null,
  confirmed_by text not null,
  revoked_at   timestamptz(6),
  revoked_by   text,
  primary key (tenant_id, id),
  foreign key (tenant_id, account) references public.bank_account
);
create unique index match_pattern_current on public.match_pattern (tenant_id, account, pattern) where revoked_at is null;

-- The work that is left, one row a decision, written by the matching of an account. Its id follows from what it is
-- about, so that a row that is still there is still the same.
create table public.open_item (
  tenant_id uuid not null,
  id        uuid not null,
  account   uuid not null,
  kind      text not null check (kind in ('suggestion', 'difference', 'missing', 'line')),
  -- The date of the oldest thing in it.
  at        date not null,
  currency  char(3) not null,
  -- What the payouts and what the lines come to, signed as in the bank.
  expected  bigint not null,
  booked    bigint not null,
  method    text,
  ledger    uuid,
  payouts   uuid[] not null,
  lines     uuid[] not null,
  -- Settlement entries that are no payouts, by natural key.
  entries   jsonb not null default '[]',
  reasons   jsonb not null default '[]',
  primary key (tenant_id, id),
  foreign key (tenant_id, account) references public.bank_account,
  foreign key (tenant_id, ledger) references public.ledger
);
-- The worklist of the firm, of an account, of a merchant's ledger; each by kind, newest first.
create index open_item_firm on public.open_item (tenant_id, at, id);
create index open_item_kind on public.open_item (tenant_id, kind, at, id);
create index open_item_account on public.open_item (tenant_id, account, at, id);
create index open_item_ledger on public.open_item (tenant_id, ledger, at, id);

-- What people wrote beside a payout or a line, and who looks after it.
create table public.work_note (
  tenant_id     uuid not null references public.tenant,
  subject_type  text not null check (subject_type in ('payout', 'line')),
  subject       uuid not null,
  note          text check (length(note) between 1 and 2000),
  assigned_id   uuid,
  assigned_name text,
  changed_at    timestamptz(6) not null,
  changed_by    text not null,
  primary key (tenant_id, subject_type, subject),
  check (note is not null or assigned_id is not null)
);

-- What has changed and is to be matched anew: amounts of an account, by one of its numbers. Written in the
-- transaction of the change, taken away by the one that matches.
create table public.reconcile_due (
  tenant_id uuid not null references public.tenant,
  scheme    text not null,
  number    text not null,
  amount    bigint not null,
  since     timestamptz(6) not null default now(),
  primary key (tenant_id, scheme, number, amount)
);
create index reconcile_due_since on public.reconcile_due (since);

-- A new payout, and one whose life has taken another turn.
create function public.payout_reconcile_due() returns trigger language plpgsql as $$
begin
  insert into public.reconcile_due (tenant_id, scheme, number, amount)
    values (new.tenant_id, new.payout_scheme, new.payout_account, -new.amount) on conflict do nothing;
  return null;
end $$;
create trigger payout_opened after insert on public.payout
  for each row when (new.payout_account is not null and new.payout_scheme is not null and new.settled <> 'before-start') execute function public.payout_reconcile_due();
create trigger payout_turned after update of settled on public.payout
  for each row when (new.payout_account is not null and new.payout_scheme is not null and new.settled is distinct from old.settled) execute function public.payout_reconcile_due();
insert into public.reconcile_due (tenant_id, scheme, number, amount)
  select tenant_id, payout_scheme, payout_account, -amount from public.payout where settled <> 'before-start' and payout_scheme is not null and payout_account is not null on conflict do nothing;

-- Payouts of an account, by amount: what a line of that amount may answer.
create index payout_account on public.payout (tenant_id, payout_account, payout_scheme, amount, ledger_date);
-- What of an account is open, oldest first.
create index payout_account_open on public.payout (tenant_id, payout_account, payout_scheme, ledger_date, id) where settled = 'open';

-- The oldest open payout of a ledger: how far it is reconciled.
create index payout_ledger_open on public.payout (tenant_id, ledger, ledger_date) where settled = 'open';

-- What stands in a match is taken from the line; the check of the line refuses more than it has.
create function public.match_part_uses_line() returns trigger language plpgsql as $$
begin
  update public.bank_line l set matched = l.matched
      + case when new.is_active then new.amount else 0 end - case when tg_op = 'UPDATE' and old.is_active then old.amount else 0 end
    where l.tenant_id = new.tenant_id and l.id = new.line;
  return null;
end $$;
create trigger match_part_line after insert or update of is_active on public.match_part
  for each row when (new.kind = 'line') execute function public.match_part_uses_line();

create function public.match_sums_to_zero() returns trigger language plpgsql as $$
begin
  if exists (select from public.match_part p where p.tenant_id = new.tenant_id and p.match = new.match group by p.currency having sum(p.amount) <> 0) then
    raise check_violation using message = 'the parts of a match sum to zero', constraint = 'match_sums_to_zero';
  end if;
  return null;
end $$;
create constraint trigger match_part_sum after insert on public.match_part deferrable initially deferred
  for each row execute function public.match_sums_to_zero();

do $$
declare
  t text;
  theirs constant text := 'select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[])';
begin
  foreach t in array array['bank_setting', 'bank_account', 'bank_account_number', 'bank_account_ledger', 'bank_file', 'bank_statement', 'bank_line',
    'bank_line_source', 'bank_coverage', 'match', 'match_part', 'match_ledger', 'match_rejection', 'match_pattern', 'open_item', 'work_note', 'reconcile_due'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('grant select, insert, update on public.%I to avstemt_app', t);
  end loop;
  -- The firm's own work: limited people see nothing of it.
  foreach t in array array['bank_setting', 'bank_file', 'bank_statement', 'bank_line_source', 'match_rejection', 'match_pattern', 'open_item', 'work_note'] loop
    execute format('create policy tenant_isolation on public.%I to avstemt_app using (tenant_id = (select public.current_tenant()) and (select public.current_scope() = ''firm''))', t);
  end loop;
  -- The accounts that their payouts go to, and for which dates there are statements.
  execute format($p$create policy tenant_isolation on public.bank_account_ledger to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm') or ((select public.current_scope() = 'limited') and ledger in (%s))))$p$, theirs);
  execute $p$create policy tenant_isolation on public.bank_account to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm') or ((select public.current_scope() = 'limited')
      and id in (select a.account from public.bank_account_ledger a where a.tenant_id = (select public.current_tenant())))))$p$;
  foreach t in array array['bank_account_number', 'bank_coverage'] loop
    execute format($p$create policy tenant_isolation on public.%I to avstemt_app using (
      tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm') or ((select public.current_scope() = 'limited')
        and account in (select a.account from public.bank_account_ledger a where a.tenant_id = (select public.current_tenant())))))$p$, t);
  end loop;
  -- Matches of their payouts: their own entries, and the lines beside them.
  execute format($p$create policy tenant_isolation on public.match_ledger to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm') or ((select public.current_scope() = 'limited')
      and ledger in (%s)
      and exists (select from public.ledger_merchant lm where lm.tenant_id = match_ledger.tenant_id and lm.ledger = match_ledger.ledger
        and lm.merchant = any((select public.current_merchants())::uuid[]) and match_ledger.ledger_date between lm.valid_from and lm.valid_to))))$p$, theirs);
  execute $p$create policy tenant_isolation on public.match to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm') or ((select public.current_scope() = 'limited')
      and exists (select from public.match_ledger m where m.tenant_id = match.tenant_id and m.match = match.id))))$p$;
  execute $p$create policy tenant_isolation on public.match_part to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm') or ((select public.current_scope() = 'limited')
      and exists (select from public.match_ledger m where m.tenant_id = match_part.tenant_id and m.match = match_part.match
        and (match_part.ledger is null or (m.ledger = match_part.ledger and m.ledger_date = match_part.ledger_date))))))$p$;
  execute $p$create policy tenant_isolation on public.bank_line to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm') or ((select public.current_scope() = 'limited')
      and exists (select from public.match_part p where p.tenant_id = bank_line.tenant_id and p.line = bank_line.id and p.is_active))))$p$;
  -- A limited person's change of a payout rings for its account too.
  execute $p$create policy tenant_isolation on public.reconcile_due to avstemt_app using (
    tenant_id = (select public.current_tenant()) and (select public.current_scope() = 'firm'))
    with check (tenant_id = (select public.current_tenant()) and (select public.current_scope() in ('firm', 'limited')))$p$;
end $$;
grant delete on public.bank_file, public.bank_statement, public.bank_line, public.bank_line_source, public.bank_coverage, public.open_item,
  public.work_note, public.reconcile_due, public.match_rejection to avstemt_app;

-- Firms whose accounts are to be matched anew: the oldest change first.
create policy scan on public.reconcile_due for select to avstemt_scan using (true);
grant select on public.reconcile_due to avstemt_scan;
create function installation.reconcile_due(at timestamptz, most int) returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select d.tenant_id from (select distinct r.tenant_id from (
          select x.tenant_id from public.reconcile_due x where x.since <= at order by x.since limit 5000) r) d
        where not exists (select from public.firm_deletion f where f.tenant_id = d.tenant_id and f.begun_at is not null) limit most $$;
grant create on schema installation to avstemt_scan;
revoke execute on function installation.reconcile_due(timestamptz, int) from public;
alter function installation.reconcile_due(timestamptz, int) owner to avstemt_scan;
grant execute on function installation.reconcile_due(timestamptz, int) to avstemt_app;
revoke create on schema installation from avstemt_scan;

-- Issues of an account's open work are opened and closed together.
alter table public.issue add column account uuid, add foreign key (tenant_id, account) references public.bank_account;
create index issue_account on public.issue (tenant_id, account) where resolved_at is null and account is not null;

-- Tokens that take in statements and make matches. Those of before keep what they were made for.
alter table installation.api_token drop constraint api_token_scopes,
  add constraint api_token_scopes check (scopes <@ array['read', 'export', 'audit', 'reconcile']);

select installation.open_to_purge();
