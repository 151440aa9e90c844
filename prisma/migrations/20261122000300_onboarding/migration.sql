-- Onboarding of newly granted ledgers: the board, take-in of many, merchants that are waited for, and diagnosis.

-- ---------------------------------------------------------------------------------------------------------
-- The board. The stage is what the board's columns are: kept with the ledger, so that a page of a column is a
-- walk of one index, however many ledgers the firm has.

alter table public.ledger
  add column stage text not null default 'new' check (stage in ('new', 'first-sync', 'live', 'revoked', 'ignored')),
  add column stage_since timestamptz(6) not null default now(),
  -- Where the firm expects the payouts; null: where the listing says.
  add column bank_account text check (length(bank_account) between 1 and 60),
  add column ignored_reason text;
-- A column of the board: newest first.
create index ledger_stage on public.ledger (tenant_id, stage, stage_since, id);
-- The ledgers of an owner, as the listing names it now.
create index ledger_version_owner on public.ledger_version (tenant_id, owner_scheme, owner_id) where valid_to is null;

alter table public.merchant
  add column language text check (language in ('en', 'nb', 'da', 'fi')),
  -- Who looks after the merchant: a member of the firm, by the name they had then.
  add column responsible_id uuid,
  add column responsible_name text,
  add column contact_email text check (length(contact_email) between 3 and 320);

-- An active ledger is in its first sync until the heads of both topics have been seen.
create function public.stage_of(of_tenant uuid, of_ledger uuid, of_status text) returns text language sql stable
  as $$ select case when of_status <> 'active' then of_status
          when exists (select from public.ledger_topic t join public.feed f on f.tenant_id = t.tenant_id and f.ledger = t.ledger and f.topic = t.topic and f.copy = t.active_copy
            where t.tenant_id = of_tenant and t.ledger = of_ledger and f.head_seen_at is null) then 'first-sync'
          else 'live' end $$;

create function public.ledger_stage_follows() returns trigger language plpgsql as $$
begin
  new.stage := public.stage_of(new.tenant_id, new.id, new.status);
  return new;
end $$;
create trigger ledger_stage before update of status on public.ledger
  for each row execute function public.ledger_stage_follows();

create function public.topic_stage_follows() returns trigger language plpgsql as $$
begin
  -- Both topics may see their heads at once: the second to hold the ledger sees what the first has written.
  perform from public.ledger l where l.tenant_id = new.tenant_id and l.id = new.ledger and l.stage = 'first-sync' for update;
  if found then
    update public.ledger l set stage = 'live', stage_since = (
        select max(f.head_seen_at) from public.feed f where f.tenant_id = l.tenant_id and f.ledger = l.id and f.head_seen_at is not null)
      where l.tenant_id = new.tenant_id and l.id = new.ledger and public.stage_of(l.tenant_id, l.id, l.status) = 'live';
  end if;
  return null;
end $$;
create trigger feed_stage after update of head_seen_at on public.feed
  for each row when (old.head_seen_at is null and new.head_seen_at is not null) execute function public.topic_stage_follows();
create trigger ledger_topic_stage after update of active_copy on public.ledger_topic
  for each row when (old.active_copy is distinct from new.active_copy) execute function public.topic_stage_follows();

-- What a ledger is found by: words of names, identifiers and handles, those of before included. Looked up by the
-- beginning of a word, which row level security lets an index do; patterns it does not.
create table public.ledger_word (
  tenant_id uuid not null,
  word      text collate "C" not null,
  ledger    uuid not null,
  primary key (tenant_id, word, ledger),
  foreign key (tenant_id, ledger) references public.ledger on delete cascade
);

create function public.words_of(texts text[]) returns setof text language sql immutable
  as $$ select distinct left(w, 60) from unnest(texts) t cross join lateral regexp_split_to_table(lower(t collate "nb-NO-x-icu"), '[^[:alnum:]]+') w where w <> ''
        -- A number is found however it is grouped.
        union select regexp_replace(t, '[^0-9]', '', 'g') from unnest(texts) t where t ~ '^[0-9][0-9 .-]*[0-9]$' $$;

create function public.ledger_version_words() returns trigger language plpgsql as $$
begin
  insert into public.ledger_word (tenant_id, word, ledger)
    select new.tenant_id, w, new.ledger from public.words_of(
      array[new.owner_id, (select l.ledger_id from public.ledger l where l.tenant_id = new.tenant_id and l.id = new.ledger)] || new.settles_for
      || (select coalesce(array_agg(u ->> 'name'), '{}') || coalesce(array_agg(u ->> 'recipientHandle'), '{}') || coalesce(array_agg(u -> 'businessIdentifier' ->> 'id'), '{}')
          from jsonb_array_elements(new.sales_units) u)) w
    on conflict do nothing;
  return null;
end $$;
create trigger ledger_version_words after insert on public.ledger_version for each row execute function public.ledger_version_words();

create function public.ledger_merchant_words() returns trigger language plpgsql as $$
begin
  insert into public.ledger_word (tenant_id, word, ledger)
    select new.tenant_id, w, new.ledger from public.merchant m cross join public.words_of(array[m.name, m.business_id]) w
    where m.tenant_id = new.tenant_id and m.id = new.merchant
    on conflict do nothing;
  return null;
end $$;
create trigger ledger_merchant_words after insert or update of merchant on public.ledger_merchant for each row execute function public.ledger_merchant_words();

create function public.merchant_words() returns trigger language plpgsql as $$
begin
  insert into public.ledger_word (tenant_id, word, ledger)
    select new.tenant_id, w, lm.ledger from public.ledger_merchant lm cross join public.words_of(array[new.name]) w
    where lm.tenant_id = new.tenant_id and lm.merchant = new.id
    on conflict do nothing;
  return null;
end $$;
create trigger merchant_words after update of name on public.merchant
  for each row when (old.name is distinct from new.name) execute function public.merchant_words();

-- ---------------------------------------------------------------------------------------------------------
-- Take-in of many: a list that a job works off, one ledger a transaction.

create table public.onboarding_batch (
  tenant_id        uuid not null references public.tenant,
  id               uuid not null,
  created_at       timestamptz(6) not null,
  actor_kind       text not null check (actor_kind in ('user', 'token', 'system', 'operator')),
  actor_id         text not null,
  actor_name       text not null,
  state            text not null default 'running' check (state in ('running', 'done')),
  total            int not null,
  taken            int not null default 0,
  unchanged        int not null default 0,
  failed           int not null default 0,
  books_from       date,
  language         text check (language in ('en', 'nb', 'da', 'fi')),
  responsible_id   uuid,
  responsible_name text,
  -- When somebody is to look at it again: put off with every ledger, so that it passes only when the work has stopped.
  wake_at          timestamptz(6),
  finished_at      timestamptz(6),
  primary key (tenant_id, id),
  check (taken + unchanged + failed <= total),
  check ((state = 'running') = (wake_at is not null)),
  check ((state = 'done') = (finished_at is not null))
);
-- The newest, which the board shows.
create index onboarding_batch_newest on public.onboarding_batch (tenant_id, created_at, id);
-- The scan for what has stopped.
create index onboarding_batch_due on public.onboarding_batch (wake_at) where wake_at is not null;

create table public.onboarding_item (
  tenant_id uuid not null,
  batch     uuid not null,
  ledger    uuid not null,
  place     int not null,
  state     text not null default 'waiting' check (state in ('waiting', 'taken', 'unchanged', 'failed')),
  failure   text,
  primary key (tenant_id, batch, ledger),
  foreign key (tenant_id, batch) references public.onboarding_batch,
  foreign key (tenant_id, ledger) references public.ledger,
  check ((state = 'failed') = (failure is not null))
);
-- What is left to do, in order; and what went wrong.
create index onboarding_item_waiting on public.onboarding_item (tenant_id, batch, place) where state = 'waiting';
create index onboarding_item_failed on public.onboarding_item (tenant_id, batch, place) where state = 'failed';

-- ---------------------------------------------------------------------------------------------------------
-- Merchants whose grant is waited for

create table public.onboarding_setting (
  tenant_id      uuid primary key references public.tenant,
  -- What to tick in the portal; null: the firm's name.
  partner_name   text check (length(partner_name) between 1 and 200),
  -- Write to the merchant as soon as it is listed.
  send_at_adding boolean not null default false
);

create table public.expected_grant (
  tenant_id    uuid not null references public.tenant,
  id           uuid not null,
  country      char(2) not null check (country in ('NO', 'DK', 'FI')),
  owner_scheme text not null,
  owner_id     text not null,
  -- The digits alone: identifiers are written in several ways.
  owner_digits text not null check (owner_digits ~ '^[0-9]+$'),
  name         text not null check (length(name) between 1 and 300),
  email        text check (length(email) between 3 and 320),
  language     text not null check (language in ('en', 'nb', 'da', 'fi')),
  state        text not null default 'waiting' check (state in ('waiting', 'arrived', 'withdrawn')),
  created_at   timestamptz(6) not null,
  created_by   text not null,
  letters      int not null default 0 check (letters between 0 and 3),
  first_letter_at timestamptz(6),
  last_letter_at  timestamptz(6),
  -- When the next reminder goes; null: none goes by itself.
  next_letter_at  timestamptz(6),
  ended_at     timestamptz(6),
  ledger       uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, ledger) references public.ledger,
  check ((state = 'waiting') = (ended_at is null)),
  check (next_letter_at is null or (state = 'waiting' and letters between 1 and 2)),
  check ((letters = 0) = (first_letter_at is null) and (letters = 0) = (last_letter_at is null))
);
-- Discovery asks: is this owner waited for? Once at a time.
create unique index expected_grant_owner on public.expected_grant (tenant_id, owner_scheme, owner_digits) where state = 'waiting';
-- The board's column, longest waiting first, and what has ended.
create index expected_grant_state on public.expected_grant (tenant_id, state, created_at, id);
-- The scan for reminders.
create index expected_grant_due on public.expected_grant (next_letter_at) where next_letter_at is not null;

create table public.expected_grant_word (
  tenant_id      uuid not null,
  word           text collate "C" not null,
  expected_grant uuid not null,
  primary key (tenant_id, word, expected_grant),
  foreign key (tenant_id, expected_grant) references public.expected_grant
);
create function public.expected_grant_words() returns trigger language plpgsql as $$
begin
  insert into public.expected_grant_word (tenant_id, word, expected_grant)
    select new.tenant_id, w, new.id from public.words_of(array[new.name, new.owner_id, new.owner_digits]) w on conflict do nothing;
  return null;
end $$;
create trigger expected_grant_words after insert on public.expected_grant for each row execute function public.expected_grant_words();

-- ---------------------------------------------------------------------------------------------------------
-- What the last reading of a credential's list came to: for the question why a ledger is not there.

create table installation.discovery_run (
  credential_id uuid primary key references installation.credential on delete cascade,
  succeeded_at  timestamptz(6),
  listed        int,
  failed_at     timestamptz(6),
  failure       text,
  asked_at      timestamptz(6)
);

-- ---------------------------------------------------------------------------------------------------------
-- Locks

do $$
declare t text;
begin
  foreach t in array array['public.ledger_word', 'public.onboarding_batch', 'public.onboarding_item', 'public.onboarding_setting', 'public.expected_grant', 'public.expected_grant_word', 'installation.discovery_run'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
  end loop;
  -- Firm only: what is not bound to a merchant.
  foreach t in array array['onboarding_batch', 'onboarding_item', 'onboarding_setting', 'expected_grant', 'expected_grant_word'] loop
    execute format('create policy tenant_isolation on public.%I to avstemt_app using (tenant_id = (select public.current_tenant()) and (select public.current_scope() = ''firm''))', t);
  end loop;
  execute $p$create policy tenant_isolation on public.ledger_word to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
      or ((select public.current_scope() = 'limited') and ledger in (
        select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[])))))$p$;
end $$;
grant select, insert on public.ledger_word, public.expected_grant_word to avstemt_app;
grant select, insert, update on public.onboarding_batch, public.onboarding_item, public.onboarding_setting, public.expected_grant to avstemt_app;

create policy keys on installation.discovery_run to avstemt_keys using (true);
grant select, insert, update on installation.discovery_run to avstemt_keys;
create policy scan on public.onboarding_batch for select to avstemt_scan using (true);
create policy scan on public.expected_grant for select to avstemt_scan using (true);
grant select (tenant_id, id, wake_at) on public.onboarding_batch to avstemt_scan;
grant select (tenant_id, next_letter_at) on public.expected_grant to avstemt_scan;

-- ---------------------------------------------------------------------------------------------------------
-- What was there before gets its stage and its words. The owner of a table passes its policies only while they are
-- not forced on it.

alter table public.ledger no force row level security;
alter table public.ledger_version no force row level security;
alter table public.ledger_merchant no force row level security;
alter table public.ledger_topic no force row level security;
alter table public.feed no force row level security;
alter table public.merchant no force row level security;
alter table public.ledger_word no force row level security;
update public.ledger l set stage = public.stage_of(l.tenant_id, l.id, l.status),
  stage_since = coalesce(l.revoked_at, (select max(f.head_seen_at) from public.feed f where f.tenant_id = l.tenant_id and f.ledger = l.id and l.status = 'active'), l.created_at);
insert into public.ledger_word (tenant_id, word, ledger)
  select v.tenant_id, w, v.ledger from public.ledger_version v join public.ledger l on l.tenant_id = v.tenant_id and l.id = v.ledger
  cross join lateral public.words_of(array[v.owner_id, l.ledger_id] || v.settles_for
    || (select coalesce(array_agg(u ->> 'name'), '{}') || coalesce(array_agg(u ->> 'recipientHandle'), '{}') || coalesce(array_agg(u -> 'businessIdentifier' ->> 'id'), '{}')
        from jsonb_array_elements(v.sales_units) u)) w
  on conflict do nothing;
insert into public.ledger_word (tenant_id, word, ledger)
  select lm.tenant_id, w, lm.ledger from public.ledger_merchant lm join public.merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
  cross join lateral public.words_of(array[m.name, m.business_id]) w
  on conflict do nothing;
alter table public.ledger force row level security;
alter table public.ledger_version force row level security;
alter table public.ledger_merchant force row level security;
alter table public.ledger_topic force row level security;
alter table public.feed force row level security;
alter table public.merchant force row level security;
alter table public.ledger_word force row level security;

-- ---------------------------------------------------------------------------------------------------------
-- Functions that cross firms, or reach what the run-time role may not

-- Who may look after a merchant: names only.
create function installation.responsible_people() returns table (user_id uuid, name text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.id, u.name from installation.membership m join installation.app_user u on u.id = m.user_id
        where m.tenant_id = public.current_tenant() and public.current_scope() = 'firm' and m.role in ('owner', 'admin', 'accountant') order by u.name, u.id $$;
-- Who is told that a grant has arrived.
create function installation.onboarding_admins() returns table (email text, language text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.email, u.language from installation.membership m join installation.app_user u on u.id = m.user_id
        where m.tenant_id = public.current_tenant() and public.current_scope() = 'firm' and m.role in ('owner', 'admin') order by u.email $$;

-- What of onboarding is due: batches whose work has stopped, and firms with reminders to send.
create function installation.onboarding_due(at timestamptz, most int) returns table (tenant_id uuid, batch uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ (select b.tenant_id, b.id from public.onboarding_batch b where b.wake_at <= at order by b.wake_at limit most)
        union all
        select distinct e.tenant_id, null::uuid from (
          select x.tenant_id from public.expected_grant x where x.next_letter_at <= at order by x.next_letter_at limit most) e $$;

create function installation.note_discovery(wanted uuid, at timestamptz, how_many int, why text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ insert into installation.discovery_run as r (credential_id, succeeded_at, listed, failed_at, failure)
          values (wanted, case when why is null then at end, how_many, case when why is not null then at end, left(why, 100))
        on conflict (credential_id) do update set succeeded_at = coalesce(excluded.succeeded_at, r.succeeded_at), listed = coalesce(excluded.listed, r.listed),
          failed_at = excluded.failed_at, failure = excluded.failure $$;
create function installation.own_discoveries() returns table (credential_id uuid, client_id text, state text, last_proven_at timestamptz, succeeded_at timestamptz, listed int, failed_at timestamptz, failure text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.client_id, c.state, c.last_proven_at, r.succeeded_at, r.listed, r.failed_at, r.failure
        from installation.credential c left join installation.discovery_run r on r.credential_id = c.id
        where c.tenant_id = public.current_tenant() and public.current_scope() = 'firm' order by c.created_at $$;
-- A person asks for a reading now: granted to each of the firm's keys at most once in `every`, and due even if the bell is lost.
create function installation.ask_discovery(at timestamptz, every interval) returns setof uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare granted uuid;
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'a reading is asked for by the firm of the transaction';
  end if;
  for granted in
    insert into installation.discovery_run as r (credential_id, asked_at)
      select c.id, at from installation.credential c where c.tenant_id = public.current_tenant()
      on conflict (credential_id) do update set asked_at = at where r.asked_at is null or r.asked_at <= at - every
      returning r.credential_id
  loop
    update installation.credential c set next_discovery_at = least(c.next_discovery_at, at) where c.id = granted;
    return next granted;
  end loop;
end $$;

do $$
declare
  f record;
  roles constant jsonb := '{"responsible_people": "avstemt_identity", "onboarding_admins": "avstemt_identity", "onboarding_due": "avstemt_scan",
    "note_discovery": "avstemt_keys", "own_discoveries": "avstemt_keys", "ask_discovery": "avstemt_keys"}';
begin
  grant create on schema installation to avstemt_identity, avstemt_keys, avstemt_scan;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'installation' and roles ? p.proname loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    execute format('grant execute on function %s to avstemt_app', f.signature);
  end loop;
  revoke create on schema installation from avstemt_identity, avstemt_keys, avstemt_scan;
end $$;
