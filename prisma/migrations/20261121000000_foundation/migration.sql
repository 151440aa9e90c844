-- The foundation: firms, merchants, ledgers, copies of their entries, proof, payouts, issues, audit.
--
-- Three locks keep firms apart: the type (lib/store takes only a tenant transaction), forced row level
-- security for a run-time role that owns nothing, and composite keys that begin with tenant_id.
-- What crosses firms goes through a few functions owned by NOLOGIN roles with policies of their own.

create schema installation;

do $$
declare wanted text;
begin
  foreach wanted in array array['avstemt_app', 'avstemt_identity', 'avstemt_keys', 'avstemt_scan', 'avstemt_purge'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin nosuperuser nobypassrls', wanted);
    end if;
  end loop;
  -- The migration role acts through the same explicit policies as the functions: it bypasses nothing.
  foreach wanted in array array['avstemt_identity', 'avstemt_keys', 'avstemt_scan', 'avstemt_purge'] loop
    -- From PostgreSQL 16 on a role's maker may administer it, but not act as it, until it grants itself that.
    execute format('grant %I to %I', wanted, current_user);
  end loop;
end $$;

revoke create on schema public from public;
grant usage on schema public to avstemt_app, avstemt_keys, avstemt_scan, avstemt_purge, avstemt_identity;
grant usage on schema installation to avstemt_app, avstemt_identity, avstemt_keys, avstemt_scan, avstemt_purge;

-- ---------------------------------------------------------------------------------------------------------
-- Settings of the transaction. Absent settings see nothing.

create function public.current_tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
create function public.current_scope() returns text language sql stable parallel safe
  as $$ select coalesce(current_setting('app.scope', true), '') $$;
create function public.current_merchants() returns uuid[] language sql stable parallel safe
  as $$ select coalesce(string_to_array(nullif(current_setting('app.merchant_ids', true), ''), ',')::uuid[], '{}'::uuid[]) $$;

-- ---------------------------------------------------------------------------------------------------------
-- Firms and merchants

create table public.tenant (
  tenant_id  uuid primary key,
  slug       text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name       text not null check (length(name) between 1 and 200),
  created_at timestamptz(6) not null default now()
);

create table public.merchant (
  tenant_id       uuid not null references public.tenant,
  id              uuid not null,
  name            text not null check (length(name) between 1 and 300),
  country         char(2),
  business_scheme text,
  business_id     text,
  created_at      timestamptz(6) not null default now(),
  primary key (tenant_id, id),
  check ((business_scheme is null) = (business_id is null))
);
-- Take-in asks: is there a merchant with this business identifier already?
create unique index merchant_business on public.merchant (tenant_id, business_scheme, business_id) where business_scheme is not null;
-- The merchants list, by name.
create index merchant_name on public.merchant (tenant_id, name, id);

-- ---------------------------------------------------------------------------------------------------------
-- Ledgers

create table public.ledger (
  tenant_id     uuid not null references public.tenant,
  id            uuid not null,
  ledger_id     text not null,
  credential_id uuid not null,
  currency      char(3) not null,
  country       char(2) not null,
  books_from    date not null,
  status        text not null default 'new' check (status in ('new', 'active', 'ignored', 'revoked')),
  -- What it was before the grant was lost: a grant that comes back resumes there.
  status_before text check (status_before in ('new', 'active', 'ignored')),
  revoked_at    timestamptz(6),
  created_at    timestamptz(6) not null default now(),
  primary key (tenant_id, id)
);
-- Granted twice, copied once; also the look-up by Vipps MobilePay's own id.
create unique index ledger_external on public.ledger (tenant_id, ledger_id);
-- Discovery of one credential.
create index ledger_credential on public.ledger (tenant_id, credential_id);
-- The onboarding list by status.
create index ledger_status on public.ledger (tenant_id, status, id);

create table public.ledger_version (
  tenant_id     uuid not null,
  ledger        uuid not null,
  version       int not null,
  valid_from    timestamptz(6) not null,
  valid_to      timestamptz(6),
  owner_scheme  text not null,
  owner_id      text not null,
  payout_scheme text not null,
  payout_id     text not null,
  settles_for   text[] not null,
  -- [{ name, recipientHandle, businessIdentifier? }], as the listing says.
  sales_units   jsonb not null,
  primary key (tenant_id, ledger, version),
  foreign key (tenant_id, ledger) references public.ledger
);
-- What the listing says now.
create unique index ledger_version_current on public.ledger_version (tenant_id, ledger) where valid_to is null;

create table public.ledger_merchant (
  tenant_id  uuid not null,
  ledger     uuid not null,
  merchant   uuid not null,
  valid_from date not null default '-infinity',
  valid_to   date not null default 'infinity',
  primary key (tenant_id, ledger, valid_from),
  foreign key (tenant_id, ledger) references public.ledger,
  foreign key (tenant_id, merchant) references public.merchant,
  check (valid_from <= valid_to)
);
-- The ledgers of a merchant: every page of a merchant begins here, and so does the policy for limited people.
create index ledger_merchant_merchant on public.ledger_merchant (tenant_id, merchant, ledger);

create table public.ledger_topic (
  tenant_id   uuid not null,
  ledger      uuid not null,
  topic       text not null check (topic in ('funds', 'fees')),
  active_copy uuid not null,
  -- When the dates of this topic are next to be compared with their reports; null: nothing is due.
  next_proof_at timestamptz(6),
  proof_version bigint not null default 0,
  primary key (tenant_id, ledger, topic),
  foreign key (tenant_id, ledger) references public.ledger
);
-- The scan for topics whose proof is due.
create index ledger_topic_due on public.ledger_topic (next_proof_at) where next_proof_at is not null;

-- ---------------------------------------------------------------------------------------------------------
-- Copies: the feed's checkpoint, its entries, and what is folded from them

create table public.feed (
  tenant_id        uuid not null,
  ledger           uuid not null,
  topic            text not null check (topic in ('funds', 'fees')),
  copy             uuid not null,
  version          bigint not null default 0,
  state            text not null default 'following' check (state in ('following', 'paused', 'no-access', 'refused', 'retired')),
  cursor           text,
  next_sequence    bigint not null default 1,
  first_balance    bigint,
  head_balance     bigint,
  last_content     bytea,
  last_ledger_date date,
  -- Time of the last entry kept, and the latest time of any.
  last_entry_at    timestamptz(6),
  max_time         timestamptz(6),
  head_seen_at     timestamptz(6),
  -- How often in a row the head was seen without news: it decides how long to wait.
  quiet_polls      int not null default 0,
  next_poll_at     timestamptz(6) default now(),
  failures         int not null default 0,
  failure_code     text,
  -- Reading rate of the minute at hand, for the progress shown to people.
  rate_since       timestamptz(6),
  rate_entries     bigint not null default 0,
  rate             real,
  created_at       timestamptz(6) not null default now(),
  primary key (tenant_id, ledger, topic, copy),
  foreign key (tenant_id, ledger, topic) references public.ledger_topic
);
-- The scan for feeds that are due: tenant by tenant, oldest first.
create index feed_due on public.feed (next_poll_at) where state = 'following';
-- Progress of first syncs: feeds whose head has never been seen.
create index feed_first_sync on public.feed (tenant_id, ledger) where head_seen_at is null;

create table public.entry (
  tenant_id        uuid not null,
  ledger           uuid not null,
  topic            text not null,
  copy             uuid not null,
  sequence         bigint not null,
  ledger_date      date not null,
  time             timestamptz(6) not null,
  entry_type       text not null,
  psp_reference    text not null,
  reference        text not null,
  recipient_handle text not null,
  currency         char(3) not null,
  amount           bigint not null,
  balance_before   bigint not null,
  balance_after    bigint not null,
  content          bytea not null,
  ordinal          int not null,
  extra            jsonb,
  primary key (tenant_id, ledger, topic, copy, sequence)
);
-- The natural key: a conflict is a bug, and begins with the date so that it stays local as the copy grows.
create unique index entry_natural on public.entry (tenant_id, ledger, topic, copy, ledger_date, content, ordinal);
-- Search over the firm, and pairing fees with captures.
create index entry_psp_reference on public.entry (tenant_id, psp_reference);
create index entry_reference on public.entry (tenant_id, reference) where reference <> '';
-- "A customer says he paid 499": amount and dates, of what is paid and refunded only.
create index entry_amount on public.entry (tenant_id, amount, ledger_date) where entry_type in ('capture', 'refund');

-- A foreign key would be checked a row at a time, at the price of a third of the reading speed; this looks once
-- a statement that the copy exists in the same firm.
create function public.entry_copy_exists() returns trigger language plpgsql as $$
begin
  if exists (
    select from (select distinct tenant_id, ledger, topic, copy from inserted) i
    where not exists (select from public.feed f where f.tenant_id = i.tenant_id and f.ledger = i.ledger and f.topic = i.topic and f.copy = i.copy)
  ) then
    raise foreign_key_violation using message = 'entries of a copy that does not exist in this firm';
  end if;
  return null;
end $$;
create trigger entry_copy after insert on public.entry referencing new table as inserted
  for each statement execute function public.entry_copy_exists();

create table public.chain_break (
  tenant_id       uuid not null,
  ledger          uuid not null,
  topic           text not null,
  copy            uuid not null,
  sequence        bigint not null,
  ledger_date     date not null,
  -- The balance that the entry should have led to, and the one that it states; amount = found - expected.
  expected        bigint not null,
  found           bigint not null,
  amount          bigint not null check (amount = found - expected),
  content         bytea not null,
  ordinal         int not null,
  acknowledged_by text,
  acknowledged_at timestamptz(6),
  reason          text,
  primary key (tenant_id, ledger, topic, copy, sequence),
  foreign key (tenant_id, ledger, topic, copy) references public.feed,
  check ((acknowledged_at is null) = (reason is null))
);
-- Days in doubt.
create index chain_break_date on public.chain_break (tenant_id, ledger, topic, copy, ledger_date) where acknowledged_at is null;

create table public.day_sum (
  tenant_id        uuid not null,
  ledger           uuid not null,
  topic            text not null,
  copy             uuid not null,
  ledger_date      date not null,
  recipient_handle text not null,
  entry_type       text not null,
  amount           bigint not null,
  count            bigint not null,
  -- What payouts have already carried of it: payout_cover is made from the rest.
  carried_amount   bigint not null default 0,
  carried_count    bigint not null default 0,
  primary key (tenant_id, ledger, topic, copy, ledger_date, recipient_handle, entry_type),
  foreign key (tenant_id, ledger, topic, copy) references public.feed,
  check (count >= 0 and carried_count between 0 and count)
);
-- What no payout has carried yet.
create index day_sum_uncarried on public.day_sum (tenant_id, ledger, topic, copy, ledger_date) where count <> carried_count;

create table public.day (
  tenant_id       uuid not null,
  ledger          uuid not null,
  topic           text not null,
  copy            uuid not null,
  ledger_date     date not null,
  entry_count     bigint not null default 0,
  break_amount    bigint not null default 0,
  carried_break   bigint not null default 0,
  -- The span of the date's entries in the copy: other dates' entries may stand within it.
  first_sequence  bigint,
  last_sequence   bigint,
  proof           text not null default 'open' check (proof in ('open', 'equal-so-far', 'verified', 'differs')),
  digest          bytea,
  compared_at     timestamptz(6),
  compare_count   int not null default 0,
  next_compare_at timestamptz(6),
  -- When the report was first seen to differ: it counts only if it still does an hour later.
  suspect_since   timestamptz(6),
  primary key (tenant_id, ledger, topic, copy, ledger_date),
  foreign key (tenant_id, ledger, topic, copy) references public.feed
);
-- The dates that are to be compared.
create index day_due on public.day (tenant_id, ledger, topic, copy, next_compare_at) where next_compare_at is not null;
-- Breaks that no payout has carried yet.
create index day_uncarried on public.day (tenant_id, ledger, topic, copy, ledger_date) where break_amount <> carried_break;
-- The oldest date that is not verified: verified through, and the next one to ask for.
create index day_unverified on public.day (tenant_id, ledger, topic, copy, ledger_date) where proof <> 'verified';

-- ---------------------------------------------------------------------------------------------------------
-- Payouts

create table public.payout (
  tenant_id      uuid not null,
  id             uuid not null,
  ledger         uuid not null,
  ledger_date    date not null,
  content        bytea not null,
  ordinal        int not null,
  psp_reference  text not null,
  payout_number  text,
  reference      text not null,
  currency       char(3) not null,
  -- As it moves the balance: negative.
  amount         bigint not null,
  payout_scheme  text,
  payout_account text,
  settled        text not null default 'open' check (settled in ('open', 'received', 'aborted', 'before-start')),
  -- The natural key of the payout-aborted entry that took it back.
  aborted_date    date,
  aborted_content bytea,
  aborted_ordinal int,
  primary key (tenant_id, id),
  foreign key (tenant_id, ledger) references public.ledger,
  check ((settled = 'aborted') = (aborted_date is not null))
);
create unique index payout_natural on public.payout (tenant_id, ledger, ledger_date, content, ordinal);
-- The payouts list: newest first, over the firm.
create index payout_date on public.payout (tenant_id, ledger_date, id);
-- Payouts of one ledger, newest first; last and next payout of a merchant.
create index payout_ledger on public.payout (tenant_id, ledger, ledger_date, id);
-- What is on its way.
create index payout_open on public.payout (tenant_id, ledger_date, id) where settled = 'open';
-- Search by payout number.
create index payout_number on public.payout (tenant_id, payout_number) where payout_number is not null;

create table public.payout_cover (
  tenant_id     uuid not null,
  ledger        uuid not null,
  copy          uuid not null,
  payout        uuid not null,
  topic         text not null default 'funds' check (topic = 'funds'),
  sequence      bigint not null,
  from_date     date,
  captures      bigint not null,
  refunds       bigint not null,
  fees          bigint not null,
  payouts       bigint not null,
  other         bigint not null,
  breaks        bigint not null,
  capture_count bigint not null,
  refund_count  bigint not null,
  fee_count     bigint not null,
  payout_count  bigint not null,
  other_count   bigint not null,
  amount        bigint not null,
  left_before   bigint not null,
  left_after    bigint not null,
  primary key (tenant_id, ledger, copy, payout),
  -- No foreign key to the payout: the cover of a payout that only a copy under construction knows waits for the swap.
  foreign key (tenant_id, ledger, topic, copy) references public.feed,
  check (left_after = left_before + captures + refunds + fees + payouts + other + breaks + amount)
);
-- The payout before and after, in feed order.
create unique index payout_cover_sequence on public.payout_cover (tenant_id, ledger, copy, sequence);

-- ---------------------------------------------------------------------------------------------------------
-- What needs a person, and what persons did

create table public.issue (
  tenant_id    uuid not null references public.tenant,
  id           uuid not null,
  kind         text not null,
  subject_type text not null,
  subject_id   text not null,
  severity     text not null check (severity in ('info', 'warning', 'critical')),
  ledger       uuid,
  facts        jsonb not null default '{}',
  opened_at    timestamptz(6) not null,
  resolved_at  timestamptz(6),
  resolved_by  text,
  reason       text,
  primary key (tenant_id, id),
  foreign key (tenant_id, ledger) references public.ledger
);
-- Open at most once.
create unique index issue_open on public.issue (tenant_id, kind, subject_type, subject_id) where resolved_at is null;
-- The issue list, and what holds a merchant back.
create index issue_list on public.issue (tenant_id, opened_at, id);
create index issue_ledger on public.issue (tenant_id, ledger) where resolved_at is null;

create table public.audit_event (
  tenant_id    uuid not null references public.tenant,
  id           uuid not null,
  at           timestamptz(6) not null,
  actor_kind   text not null check (actor_kind in ('user', 'token', 'system', 'operator')),
  actor_id     text not null,
  actor_name   text not null,
  action       text not null,
  subject_type text not null,
  subject_id   text not null,
  before       jsonb,
  after        jsonb,
  primary key (tenant_id, id)
);

-- ---------------------------------------------------------------------------------------------------------
-- Installation: identity and keys. The run-time role holds no grant on these tables.

create table installation.app_user (
  id            uuid primary key,
  email         text not null unique check (email = lower(email)),
  name          text not null,
  password_hash text not null,
  created_at    timestamptz(6) not null default now()
);
create table installation.membership (
  tenant_id uuid not null references public.tenant,
  user_id   uuid not null references installation.app_user,
  role      text not null check (role in ('owner', 'admin', 'accountant', 'viewer')),
  primary key (tenant_id, user_id)
);
create index membership_user on installation.membership (user_id);
create table installation.user_session (
  id         uuid primary key,
  user_id    uuid not null references installation.app_user,
  created_at timestamptz(6) not null,
  expires_at timestamptz(6) not null,
  revoked_at timestamptz(6),
  device     text not null,
  address    text not null
);
create index user_session_user on installation.user_session (user_id, created_at);
create table installation.api_token (
  id           uuid primary key,
  tenant_id    uuid not null references public.tenant,
  name         text not null,
  token_hash   bytea not null unique,
  -- Null: the whole firm. Else just these merchants, an empty list included.
  merchant_ids uuid[],
  created_at   timestamptz(6) not null,
  expires_at   timestamptz(6),
  revoked_at   timestamptz(6),
  last_used_at timestamptz(6)
);
create table installation.credential (
  id              uuid primary key,
  -- Null: the installation's own.
  tenant_id       uuid references public.tenant,
  client_id       text not null,
  secret_sealed   text not null,
  state           text not null default 'proven' check (state in ('proven', 'in-doubt')),
  last_proven_at  timestamptz(6) not null,
  next_discovery_at timestamptz(6) not null default now(),
  -- Many ledgers vanished at once: nothing is revoked until a person confirms, or they are back.
  vanished_held   boolean not null default false,
  created_at      timestamptz(6) not null default now()
);
create unique index credential_owner on installation.credential (coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'::uuid), client_id);
create index credential_due on installation.credential (next_discovery_at);
create table installation.discovered_ledger (
  credential_id uuid not null references installation.credential,
  ledger_id     text not null,
  listing       jsonb not null,
  first_seen    timestamptz(6) not null,
  last_seen     timestamptz(6) not null,
  missing_since timestamptz(6),
  -- The firm it is assigned to: at once when the credential is a firm's, by an operator when the installation's.
  tenant_id     uuid references public.tenant,
  primary key (credential_id, ledger_id)
);

-- ---------------------------------------------------------------------------------------------------------
-- Row level security

do $$
declare t text;
begin
  -- Every table, the installation's too: its policies name the roles of its functions and nobody else.
  for t in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'installation') and tablename <> '_prisma_migrations' loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
  end loop;

  execute 'create policy tenant_isolation on public.tenant to avstemt_app using (tenant_id = (select public.current_tenant()) and (select public.current_scope()) in (''firm'', ''limited''))';
  execute 'create policy tenant_isolation on public.merchant to avstemt_app using (tenant_id = (select public.current_tenant()) and ((select public.current_scope()) = ''firm'' or ((select public.current_scope()) = ''limited'' and id = any((select public.current_merchants())::uuid[]))))';
  execute 'create policy tenant_isolation on public.ledger_merchant to avstemt_app using (tenant_id = (select public.current_tenant()) and ((select public.current_scope()) = ''firm'' or ((select public.current_scope()) = ''limited'' and merchant = any((select public.current_merchants())::uuid[]))))';

  -- Firm only: what is not bound to a merchant.
  foreach t in array array['audit_event'] loop
    execute format('create policy tenant_isolation on public.%I to avstemt_app using (tenant_id = (select public.current_tenant()) and (select public.current_scope()) = ''firm'')', t);
  end loop;

  -- Bound to a ledger, without a ledger date: limited people see what belongs to their merchants now.
  execute $p$create policy tenant_isolation on public.ledger to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope()) = 'firm'
      or ((select public.current_scope()) = 'limited' and id in (
        select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[])))))$p$;
  foreach t in array array['ledger_version', 'ledger_topic', 'feed', 'issue'] loop
    execute format($p$create policy tenant_isolation on public.%I to avstemt_app using (
      tenant_id = (select public.current_tenant()) and ((select public.current_scope()) = 'firm'
        or ((select public.current_scope()) = 'limited' and ledger in (
          select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[])))))$p$, t);
  end loop;
  -- Bound to a ledger and a ledger date: the ledger must have been their merchant's on that date.
  foreach t in array array['entry', 'chain_break', 'day_sum', 'day', 'payout'] loop
    execute format($p$create policy tenant_isolation on public.%1$I to avstemt_app using (
      tenant_id = (select public.current_tenant()) and ((select public.current_scope()) = 'firm'
        or ((select public.current_scope()) = 'limited'
          and ledger in (select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[]))
          and exists (select from public.ledger_merchant lm where lm.tenant_id = %1$I.tenant_id and lm.ledger = %1$I.ledger
            and lm.merchant = any((select public.current_merchants())::uuid[]) and %1$I.ledger_date between lm.valid_from and lm.valid_to))))$p$, t);
  end loop;
  execute $p$create policy tenant_isolation on public.payout_cover to avstemt_app using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope()) = 'firm'
      or ((select public.current_scope()) = 'limited' and exists (select from public.payout p where p.tenant_id = payout_cover.tenant_id and p.id = payout_cover.payout))))$p$;
end $$;

grant select on public.tenant to avstemt_app;
grant select, insert, update on public.merchant, public.ledger, public.ledger_version, public.ledger_merchant, public.ledger_topic, public.feed, public.day, public.day_sum, public.payout, public.issue to avstemt_app;
grant select, insert on public.entry, public.chain_break, public.payout_cover, public.audit_event to avstemt_app;
grant update (payout) on public.payout_cover to avstemt_app;
grant update (acknowledged_by, acknowledged_at, reason) on public.chain_break to avstemt_app;

-- Identity
create policy identity on installation.app_user to avstemt_identity using (true);
create policy identity on installation.membership to avstemt_identity using (true);
create policy identity on installation.user_session to avstemt_identity using (true);
create policy identity on installation.api_token to avstemt_identity using (true);
create policy identity on public.tenant to avstemt_identity using (true);
create policy identity on public.merchant for select to avstemt_identity using (true);
grant select, insert, update on installation.app_user, installation.membership, installation.user_session, installation.api_token, public.tenant to avstemt_identity;
grant select (tenant_id, id) on public.merchant to avstemt_identity;

-- Keys
create policy keys on installation.credential to avstemt_keys using (true);
create policy keys on installation.discovered_ledger to avstemt_keys using (true);
create policy keys on public.ledger for select to avstemt_keys using (true);
create policy keys on public.tenant for select to avstemt_keys using (true);
grant select, insert, update on installation.credential, installation.discovered_ledger to avstemt_keys;
grant select on public.ledger, public.tenant to avstemt_keys;

-- The scan for what is due
create policy scan on public.feed for select to avstemt_scan using (true);
create policy scan on public.ledger_topic for select to avstemt_scan using (true);
create policy scan on public.ledger for select to avstemt_scan using (true);
grant select on public.feed, public.ledger_topic, public.ledger to avstemt_scan;

-- Purge of replaced copies
create policy purge_read on public.feed for select to avstemt_purge using (true);
create policy purge on public.entry to avstemt_purge using (true);
create policy purge on public.chain_break to avstemt_purge using (true);
create policy purge on public.day_sum to avstemt_purge using (true);
create policy purge on public.day to avstemt_purge using (true);
create policy purge on public.payout_cover to avstemt_purge using (true);
create policy purge on public.feed for delete to avstemt_purge using (true);
grant select, delete on public.feed, public.entry, public.chain_break, public.day_sum, public.day, public.payout_cover to avstemt_purge;

-- ---------------------------------------------------------------------------------------------------------
-- Functions that cross firms. search_path is pinned; EXECUTE is revoked from public at the end.

-- Sign-in: the one hash for the one e-mail.
create function installation.find_sign_in(wanted_email text) returns table (user_id uuid, name text, password_hash text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.id, u.name, u.password_hash from installation.app_user u where u.email = lower(wanted_email) $$;
create function installation.open_session(session_id uuid, session_user_id uuid, opened_at timestamptz, expires timestamptz, session_device text, session_address text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ insert into installation.user_session (id, user_id, created_at, expires_at, device, address) values (session_id, session_user_id, opened_at, expires, left(session_device, 200), left(session_address, 100)) $$;
create function installation.read_session(session_id uuid, at timestamptz) returns table (user_id uuid, name text, email text, tenant_id uuid, slug text, tenant_name text, role text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.id, u.name, u.email, t.tenant_id, t.slug, t.name, m.role
        from installation.user_session s join installation.app_user u on u.id = s.user_id
        left join installation.membership m on m.user_id = u.id left join public.tenant t on t.tenant_id = m.tenant_id
        where s.id = session_id and s.revoked_at is null and s.expires_at > at order by t.name $$;
create function installation.close_session(session_id uuid, at timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.user_session set revoked_at = at where id = session_id and revoked_at is null $$;
-- API tokens: found by hash only; made for the tenant of the transaction only, with that tenant's merchants only.
create function installation.find_token(wanted_hash bytea, at timestamptz) returns table (token_id uuid, token_name text, tenant_id uuid, slug text, merchant_ids uuid[])
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ with used as (
          update installation.api_token k set last_used_at = at
          where k.token_hash = wanted_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > at)
            and (k.last_used_at is null or k.last_used_at < at - interval '1 minute') returning k.id)
        select k.id, k.name, k.tenant_id, t.slug, k.merchant_ids from installation.api_token k join public.tenant t on t.tenant_id = k.tenant_id
        where k.token_hash = wanted_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > at) $$;
create function installation.create_token(token_id uuid, token_name text, new_hash bytea, wanted_merchants uuid[], at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'a token is made for the firm of the transaction';
  end if;
  if exists (select from unnest(wanted_merchants) w(id) where not exists (select from public.merchant m where m.tenant_id = public.current_tenant() and m.id = w.id)) then
    raise foreign_key_violation using message = 'a merchant of the token does not exist in this firm';
  end if;
  insert into installation.api_token (id, tenant_id, name, token_hash, merchant_ids, created_at) values (token_id, public.current_tenant(), token_name, new_hash, wanted_merchants, at);
end $$;

-- Keys: a firm's own for the firm of the transaction; the installation's only for a ledger assigned to that firm.
create function installation.put_credential(new_id uuid, new_client_id text, new_secret text, at timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare kept uuid;
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'keys are stored for the firm of the transaction';
  end if;
  insert into installation.credential as c (id, tenant_id, client_id, secret_sealed, last_proven_at)
    values (new_id, public.current_tenant(), new_client_id, new_secret, at)
    on conflict ((coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'::uuid)), client_id)
    do update set secret_sealed = excluded.secret_sealed, last_proven_at = at, state = 'proven', next_discovery_at = at
    returning c.id into kept;
  return kept;
end $$;
create function installation.own_credentials() returns table (id uuid, client_id text, secret_sealed text, state text, last_proven_at timestamptz, vanished_held boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.client_id, c.secret_sealed, c.state, c.last_proven_at, c.vanished_held from installation.credential c
        where c.tenant_id = public.current_tenant() and public.current_scope() = 'firm' order by c.created_at $$;
create function installation.ledger_credential(wanted_ledger uuid) returns table (id uuid, owner uuid, client_id text, secret_sealed text, state text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.tenant_id, c.client_id, c.secret_sealed, c.state from public.ledger l join installation.credential c on c.id = l.credential_id
        where l.tenant_id = public.current_tenant() and l.id = wanted_ledger and public.current_scope() = 'firm'
          and (c.tenant_id = l.tenant_id or exists (select from installation.discovered_ledger d where d.credential_id = c.id and d.ledger_id = l.ledger_id and d.tenant_id = l.tenant_id)) $$;
create function installation.credential(wanted uuid) returns table (id uuid, owner uuid, client_id text, secret_sealed text, state text, last_proven_at timestamptz, vanished_held boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.tenant_id, c.client_id, c.secret_sealed, c.state, c.last_proven_at, c.vanished_held from installation.credential c where c.id = wanted $$;
create function installation.set_credential_state(wanted uuid, new_state text, at timestamptz, next_at timestamptz, held boolean) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.credential set state = new_state, last_proven_at = case when new_state = 'proven' then at else last_proven_at end,
          next_discovery_at = next_at, vanished_held = held where id = wanted $$;
create function installation.reseal_credential(wanted uuid, old_secret text, new_secret text) returns boolean
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ with changed as (update installation.credential set secret_sealed = new_secret where id = wanted and secret_sealed = old_secret returning 1) select exists (select from changed) $$;
create function installation.all_credentials() returns table (id uuid, owner uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.tenant_id from installation.credential c order by c.created_at $$;
create function installation.discovered(wanted uuid) returns table (ledger_id text, listing jsonb, first_seen timestamptz, last_seen timestamptz, missing_since timestamptz, tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select d.ledger_id, d.listing, d.first_seen, d.last_seen, d.missing_since, d.tenant_id from installation.discovered_ledger d where d.credential_id = wanted order by d.ledger_id $$;
-- One complete listing: what is in it is seen, what is not is missing since now unless it was missing before.
create function installation.record_listing(wanted uuid, at timestamptz, listings jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into installation.discovered_ledger as d (credential_id, ledger_id, listing, first_seen, last_seen, tenant_id)
    select wanted, l ->> 'ledgerId', l, at, at, c.tenant_id from jsonb_array_elements(listings) l cross join installation.credential c where c.id = wanted
    on conflict (credential_id, ledger_id) do update set listing = excluded.listing, last_seen = at, missing_since = null;
  update installation.discovered_ledger d set missing_since = coalesce(d.missing_since, at)
    where d.credential_id = wanted and d.last_seen < at;
end $$;

-- What is due. A tenant gets at most its share of a scan, so that one huge firm cannot starve the rest.
create function installation.feeds_due(at timestamptz, shard int, shards int, share int, most int) returns table (tenant_id uuid, ledger uuid, topic text, copy uuid, active boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select d.tenant_id, d.ledger, d.topic, d.copy, d.active from (
          select f.tenant_id, f.ledger, f.topic, f.copy, f.next_poll_at, (t.active_copy = f.copy) as active,
            row_number() over (partition by f.tenant_id order by f.next_poll_at) as place
          from (select * from public.feed where state = 'following' and next_poll_at <= at order by next_poll_at limit 20000) f
          join public.ledger l on l.tenant_id = f.tenant_id and l.id = f.ledger and l.status = 'active'
          join public.ledger_topic t on t.tenant_id = f.tenant_id and t.ledger = f.ledger and t.topic = f.topic
          where abs(hashtext(f.tenant_id::text || f.ledger::text)) % shards = shard) d
        where d.place <= share order by d.place, d.next_poll_at limit most $$;
create function installation.proofs_due(at timestamptz, shard int, shards int, share int, most int) returns table (tenant_id uuid, ledger uuid, topic text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select d.tenant_id, d.ledger, d.topic from (
          select t.tenant_id, t.ledger, t.topic, t.next_proof_at, row_number() over (partition by t.tenant_id order by t.next_proof_at) as place
          from (select * from public.ledger_topic where next_proof_at <= at order by next_proof_at limit 20000) t
          join public.ledger l on l.tenant_id = t.tenant_id and l.id = t.ledger and l.status = 'active'
          where abs(hashtext(t.tenant_id::text || t.ledger::text)) % shards = shard) d
        where d.place <= share order by d.place, d.next_proof_at limit most $$;
create function installation.credentials_due(at timestamptz, most int) returns table (id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id from installation.credential c where c.next_discovery_at <= at order by c.next_discovery_at limit most $$;

-- Purge of a copy that has been replaced: a bounded number of rows a call; true when nothing is left.
create function installation.purge_copy(wanted_ledger uuid, wanted_topic text, wanted_copy uuid, most int) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare gone bigint;
begin
  if not exists (select from public.feed f where f.tenant_id = public.current_tenant() and f.ledger = wanted_ledger and f.topic = wanted_topic and f.copy = wanted_copy and f.state = 'retired') then
    return true;
  end if;
  delete from public.entry e where e.tenant_id = public.current_tenant() and e.ledger = wanted_ledger and e.topic = wanted_topic and e.copy = wanted_copy
    and e.sequence < (select min(o.sequence) + most from public.entry o where o.tenant_id = public.current_tenant() and o.ledger = wanted_ledger and o.topic = wanted_topic and o.copy = wanted_copy);
  get diagnostics gone = row_count;
  if gone > 0 then return false; end if;
  delete from public.payout_cover x where x.tenant_id = public.current_tenant() and x.ledger = wanted_ledger and x.copy = wanted_copy;
  delete from public.chain_break x where x.tenant_id = public.current_tenant() and x.ledger = wanted_ledger and x.topic = wanted_topic and x.copy = wanted_copy;
  delete from public.day_sum x where x.tenant_id = public.current_tenant() and x.ledger = wanted_ledger and x.topic = wanted_topic and x.copy = wanted_copy;
  delete from public.day x where x.tenant_id = public.current_tenant() and x.ledger = wanted_ledger and x.topic = wanted_topic and x.copy = wanted_copy;
  delete from public.feed x where x.tenant_id = public.current_tenant() and x.ledger = wanted_ledger and x.topic = wanted_topic and x.copy = wanted_copy;
  return true;
end $$;

do $$
declare
  f record;
  roles constant jsonb := '{
    "find_sign_in": "avstemt_identity", "open_session": "avstemt_identity", "read_session": "avstemt_identity", "close_session": "avstemt_identity",
    "find_token": "avstemt_identity", "create_token": "avstemt_identity",
    "put_credential": "avstemt_keys", "own_credentials": "avstemt_keys", "ledger_credential": "avstemt_keys", "credential": "avstemt_keys",
    "set_credential_state": "avstemt_keys", "reseal_credential": "avstemt_keys", "all_credentials": "avstemt_keys", "discovered": "avstemt_keys", "record_listing": "avstemt_keys",
    "credentials_due": "avstemt_keys", "feeds_due": "avstemt_scan", "proofs_due": "avstemt_scan", "purge_copy": "avstemt_purge"}';
begin
  grant create on schema installation to avstemt_identity, avstemt_keys, avstemt_scan, avstemt_purge;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'installation' loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    execute format('grant execute on function %s to avstemt_app', f.signature);
  end loop;
  revoke create on schema installation from avstemt_identity, avstemt_keys, avstemt_scan, avstemt_purge;
end $$;
