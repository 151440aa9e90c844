-- Operators: whoever runs an installation whose own keys are granted ledgers gives each of them to a firm. Their
-- functions belong to a role of their own, which has no grant on merchants, entries, sums, payouts or proofs.

do $$
begin
  if not exists (select from pg_roles where rolname = 'avstemt_operator') then
    create role avstemt_operator nologin nosuperuser nobypassrls;
  end if;
  execute format('grant avstemt_operator to %I', current_user);
end $$;
grant usage on schema public, installation to avstemt_operator;

-- Addresses begin with a firm's slug: what the product itself has there can be no firm's. A firm that was made
-- before stays. The same list is in lib/domain/access/slug.ts.
alter table public.tenant add constraint tenant_slug_reserved check (slug not in (
  'about', 'account', 'accounts', 'admin', 'api', 'app', 'assets', 'auth', 'avstemt', 'demo', 'docs', 'error', 'export',
  'favicon', 'firm', 'firms', 'health', 'help', 'invitation', 'invitations', 'login', 'logout', 'mail', 'metrics', 'my',
  'new', 'next', 'not-found', 'operator', 'operators', 'problems', 'profile', 'public', 'reset', 'robots', 'security',
  'session', 'sessions', 'settings', 'sign-in', 'sign-out', 'sign-up', 'static', 'status', 'support', 'tenant', 'tenants',
  'user', 'users', 'verify', 'welcome', 'www')) not valid;

-- When the hold began: what was missing before is no part of it.
alter table installation.credential add column vanished_since timestamptz(6);
update installation.credential c set vanished_since = (select min(d.missing_since) from installation.discovered_ledger d where d.credential_id = c.id) where c.vanished_held;

alter table installation.discovered_ledger
  add column owner text generated always as (coalesce(listing #>> '{owner,scheme}', '') || ' ' || coalesce(listing #>> '{owner,id}', '')) stored,
  -- What an operator searches in: owner, ledger and sales units. The collation knows that Ø and ø are one letter.
  add column search text generated always as (
    lower((ledger_id || ' ' || coalesce(listing #>> '{owner,id}', '') || ' ' || jsonb_path_query_array(listing, '$.salesUnits[*].name')::text) collate "nb-NO-x-icu")) stored;
-- The inbox of one credential: what waits first, and of that the oldest first.
create index discovered_ledger_inbox on installation.discovered_ledger (credential_id, (tenant_id is not null), first_seen, ledger_id);
-- Which firm has a ledger of this owner already.
create index discovered_ledger_owner on installation.discovered_ledger (owner) where tenant_id is not null;
-- What vanished.
create index discovered_ledger_missing on installation.discovered_ledger (credential_id, missing_since) where missing_since is not null;

-- What was done to the installation, by whom, from where. Rows are added and never changed.
create table installation.operator_event (
  id         uuid primary key default gen_random_uuid(),
  at         timestamptz(6) not null,
  actor_id   text not null,
  actor_name text not null,
  -- Of the network; empty for the command line.
  address    text not null,
  action     text not null,
  -- A ledger, a person or keys; empty when it is the firm itself.
  subject    text not null,
  -- The firm concerned, by its slug; a firm may be gone when the row still stands.
  firm       text,
  before     jsonb,
  after      jsonb
);
-- The log, newest first.
create index operator_event_at on installation.operator_event (at, id);
alter table installation.operator_event enable row level security;
alter table installation.operator_event force row level security;

create policy operator on installation.operator_event to avstemt_operator using (true);
grant select, insert on installation.operator_event to avstemt_operator;
-- The installation's own keys, and what they open: a firm's are out of reach.
create policy operator on installation.credential to avstemt_operator using (tenant_id is null);
grant select (id, tenant_id, client_id, state, last_proven_at, next_discovery_at, vanished_held, vanished_since, created_at) on installation.credential to avstemt_operator;
grant update (next_discovery_at, vanished_held) on installation.credential to avstemt_operator;
create policy operator on installation.discovered_ledger to avstemt_operator
  using (credential_id in (select c.id from installation.credential c where c.tenant_id is null));
grant select on installation.discovered_ledger to avstemt_operator;
grant update (tenant_id) on installation.discovered_ledger to avstemt_operator;
-- Firms, and the person who becomes the first owner of one.
create policy operator on public.tenant to avstemt_operator using (true);
grant select, insert on public.tenant to avstemt_operator;
create policy operator on installation.app_user for select to avstemt_operator using (true);
grant select (id, name, email, language) on installation.app_user to avstemt_operator;
create policy operator on installation.operator for select to avstemt_operator using (true);
grant select on installation.operator to avstemt_operator;
create policy operator on installation.membership for insert to avstemt_operator with check (role = 'owner');
grant insert on installation.membership to avstemt_operator;
-- How many ledgers a firm has; and a ledger that nobody has taken in may go back to the inbox.
create policy operator on public.ledger for select to avstemt_operator using (true);
create policy operator_withdraw on public.ledger for update to avstemt_operator using (status = 'new') with check (status = 'revoked');
create policy operator_remove on public.ledger for delete to avstemt_operator using (status = 'new');
grant select (tenant_id, id, ledger_id, credential_id, status), update (status, status_before, revoked_at), delete on public.ledger to avstemt_operator;
do $$
declare t text;
begin
  foreach t in array array['ledger_version', 'ledger_topic', 'feed'] loop
    execute format('create policy operator on public.%1$I to avstemt_operator using (exists (
      select from public.ledger l where l.tenant_id = %1$I.tenant_id and l.id = %1$I.ledger and l.status = ''new''))', t);
    execute format('grant delete, select (tenant_id, ledger) on public.%I to avstemt_operator', t);
  end loop;
end $$;
grant select (next_sequence) on public.feed to avstemt_operator;

-- The hold's beginning, told by discovery.
create function installation.hold_vanished(wanted uuid, since timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.credential set vanished_since = since where id = wanted $$;
create function installation.vanished_since(wanted uuid) returns timestamptz
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.vanished_since from installation.credential c where c.id = wanted and c.vanished_held $$;

-- ---------------------------------------------------------------------------------------------------------
-- Operators' actions. Each begins by asking whose session it is.

-- Whether the person behind a session is an operator of an installation with keys of its own.
create function installation.operator_desk(session_id uuid, at timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select exists (select from installation.read_session(session_id, at) s where s.is_operator)
          and exists (select from installation.credential c where c.tenant_id is null) $$;

-- The same, or an end: no other function goes on without it. Named by a constraint, since 42501 has other causes too.
create function installation.require_operator(session_id uuid, at timestamptz, out actor_id uuid, out actor_name text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if installation.operator_desk(session_id, at) is not true then
    raise insufficient_privilege using message = 'this is for operators of the installation', constraint = 'operator';
  end if;
  select s.user_id, s.name into actor_id, actor_name from installation.read_session(session_id, at) s limit 1;
end $$;

create function installation.operator_keys(session_id uuid, at timestamptz) returns table (
    credential_id uuid, client_id text, state text, last_proven_at timestamptz, vanished_held boolean, vanished_since timestamptz,
    discovered bigint, unassigned bigint, vanished bigint)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.require_operator(session_id, at);
  return query
    select c.id, c.client_id, c.state, c.last_proven_at, c.vanished_held, c.vanished_since,
      (select count(*) from installation.discovered_ledger d where d.credential_id = c.id),
      (select count(*) from installation.discovered_ledger d where d.credential_id = c.id and d.tenant_id is null and d.missing_since is null),
      (select count(*) from installation.discovered_ledger d where c.vanished_held and d.credential_id = c.id and d.missing_since >= c.vanished_since)
    from installation.credential c where c.tenant_id is null order by c.created_at;
end $$;

-- The ledgers that a hold is about.
create function installation.operator_vanished(session_id uuid, at timestamptz, wanted uuid, most int) returns table (
    ledger_id text, listing jsonb, missing_since timestamptz, firm text, firm_name text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.require_operator(session_id, at);
  return query
    select d.ledger_id, d.listing - 'payoutAccount', d.missing_since, t.slug, t.name
    from installation.credential c join installation.discovered_ledger d on d.credential_id = c.id and d.missing_since >= c.vanished_since
    left join public.tenant t on t.tenant_id = d.tenant_id
    where c.id = wanted and c.tenant_id is null and c.vanished_held order by d.ledger_id limit most;
end $$;

-- A page of what the installation's keys open: what waits for a firm first, the oldest first. The proposal is a firm
-- that an operator has given a ledger of the same owner before.
create function installation.operator_inbox(session_id uuid, at timestamptz, wanted_state text, wanted_search text,
    after_assigned boolean, after_seen timestamptz, after_ledger text, after_credential uuid, most int) returns table (
    credential_id uuid, ledger_id text, listing jsonb, first_seen timestamptz, last_seen timestamptz, missing_since timestamptz,
    firm text, firm_name text, taken_in boolean, proposed text, proposed_name text)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.require_operator(session_id, at);
  return query
    with page as (
      select p.* from installation.credential c cross join lateral (
        select d.credential_id, d.ledger_id, d.listing, d.first_seen, d.last_seen, d.missing_since, d.tenant_id, d.owner
        from installation.discovered_ledger d
        where d.credential_id = c.id
          and (wanted_state = 'all' or (d.tenant_id is not null) = (wanted_state = 'assigned'))
          and ((d.tenant_id is not null), d.first_seen, d.ledger_id) >= (coalesce(after_assigned, false), coalesce(after_seen, '-infinity'), coalesce(after_ledger, ''))
          -- Two keys may open one ledger: of the row that the page before ended with, only later keys' are left.
          and (after_credential is null or ((d.tenant_id is not null), d.first_seen, d.ledger_id) <> (after_assigned, after_seen, after_ledger) or d.credential_id > after_credential)
          and (wanted_search = '' or strpos(d.search, lower(wanted_search collate "nb-NO-x-icu")) > 0)
        order by (d.tenant_id is not null), d.first_seen, d.ledger_id limit most) p
      where c.tenant_id is null
      order by (p.tenant_id is not null), p.first_seen, p.ledger_id, p.credential_id limit most)
    select p.credential_id, p.ledger_id, p.listing - 'payoutAccount', p.first_seen, p.last_seen, p.missing_since, t.slug, t.name,
      exists (select from public.ledger l where l.tenant_id = p.tenant_id and l.ledger_id = p.ledger_id and l.credential_id = p.credential_id and l.status <> 'new'),
      o.slug, o.name
    from page p left join public.tenant t on t.tenant_id = p.tenant_id
    left join lateral (
      select f.slug, f.name from installation.discovered_ledger d join public.tenant f on f.tenant_id = d.tenant_id
      where p.tenant_id is null and d.owner = p.owner and d.tenant_id is not null and p.owner <> ' ' order by d.first_seen limit 1) o on true
    order by (p.tenant_id is not null), p.first_seen, p.ledger_id, p.credential_id;
end $$;

create function installation.operator_firms(session_id uuid, at timestamptz, wanted_search text, after_slug text, most int) returns table (
    slug text, name text, created_at timestamptz, assigned bigint, ledgers bigint, taken_in bigint)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.require_operator(session_id, at);
  return query
    select t.slug, t.name, t.created_at,
      (select count(*) from public.ledger l join installation.credential c on c.id = l.credential_id and c.tenant_id is null where l.tenant_id = t.tenant_id),
      (select count(*) from public.ledger l where l.tenant_id = t.tenant_id),
      (select count(*) from public.ledger l where l.tenant_id = t.tenant_id and l.status = 'active')
    from (select f.tenant_id, f.slug, f.name, f.created_at from public.tenant f
          where (after_slug is null or f.slug > after_slug)
            and (wanted_search = '' or strpos(f.slug, lower(wanted_search)) > 0 or strpos(lower(f.name collate "nb-NO-x-icu"), lower(wanted_search collate "nb-NO-x-icu")) > 0)
          order by f.slug limit most) t
    order by t.slug;
end $$;

create function installation.operator_events(session_id uuid, at timestamptz, before_at timestamptz, before_id uuid, most int) returns table (
    id uuid, happened_at timestamptz, actor_name text, address text, action text, subject text, firm text, old jsonb, new jsonb)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.require_operator(session_id, at);
  return query
    select e.id, e.at, e.actor_name, e.address, e.action, e.subject, e.firm, e.before, e.after from installation.operator_event e
    where before_id is null or (e.at, e.id) < (before_at, before_id) order by e.at desc, e.id desc limit most;
end $$;

-- Gives a ledger to the firm of the transaction, whose audit trail the caller writes in the same one. Outcome:
-- assigned, same, unknown, missing, other.
create function installation.operator_assign(session_id uuid, at timestamptz, from_address text, wanted uuid, wanted_ledger text,
    out outcome text, out listing jsonb)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  found_tenant uuid;
  found_missing timestamptz;
  new_firm text;
begin
  who := installation.require_operator(session_id, at);
  if public.current_scope() <> 'firm' then raise insufficient_privilege using message = 'a ledger is given to a whole firm'; end if;
  select t.slug into strict new_firm from public.tenant t where t.tenant_id = public.current_tenant();
  select d.tenant_id, d.missing_since, d.listing into found_tenant, found_missing, listing from installation.discovered_ledger d
    join installation.credential c on c.id = d.credential_id and c.tenant_id is null
    where d.credential_id = wanted and d.ledger_id = wanted_ledger for update of d;
  if not found then outcome := 'unknown'; return; end if;
  if found_tenant = public.current_tenant() then outcome := 'same'; return; end if;
  if found_tenant is not null then outcome := 'other'; listing := null; return; end if;
  if found_missing is not null then outcome := 'missing'; return; end if;
  update installation.discovered_ledger d set tenant_id = public.current_tenant() where d.credential_id = wanted and d.ledger_id = wanted_ledger;
  insert into installation.operator_event (at, actor_id, actor_name, address, action, subject, firm, before, after)
    values (at, who.actor_id, who.actor_name, left(from_address, 100), 'ledger.assigned', wanted_ledger, new_firm, jsonb_build_object('firm', ''), jsonb_build_object('firm', new_firm));
  outcome := 'assigned';
end $$;

-- Takes a ledger back from the firm of the transaction, as long as nobody there has taken it in: it leaves the firm's
-- board. What other rows of the firm speak of stays, as a ledger whose access was lost. Outcome: unassigned, unknown, taken-in.
create function installation.operator_unassign(session_id uuid, at timestamptz, from_address text, wanted uuid, wanted_ledger text) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  old_firm text;
  own record;
begin
  who := installation.require_operator(session_id, at);
  if public.current_scope() <> 'firm' then raise insufficient_privilege using message = 'a ledger is taken back from a whole firm'; end if;
  select t.slug into strict old_firm from public.tenant t where t.tenant_id = public.current_tenant();
  perform from installation.discovered_ledger d join installation.credential c on c.id = d.credential_id and c.tenant_id is null
    where d.credential_id = wanted and d.ledger_id = wanted_ledger and d.tenant_id = public.current_tenant() for update of d;
  if not found then return 'unknown'; end if;
  select l.id, l.status into own from public.ledger l
    where l.tenant_id = public.current_tenant() and l.ledger_id = wanted_ledger and l.credential_id = wanted;
  if found then
    if own.status <> 'new' then return 'taken-in'; end if;
    -- Taking in locks the row: whoever comes first decides.
    perform from public.ledger l where l.tenant_id = public.current_tenant() and l.id = own.id and l.status = 'new' for update;
    if not found then return 'taken-in'; end if;
    if exists (select from public.feed f where f.tenant_id = public.current_tenant() and f.ledger = own.id and f.next_sequence > 1) then return 'taken-in'; end if;
    begin
      delete from public.feed f where f.tenant_id = public.current_tenant() and f.ledger = own.id;
      delete from public.ledger_topic t where t.tenant_id = public.current_tenant() and t.ledger = own.id;
      delete from public.ledger_version v where v.tenant_id = public.current_tenant() and v.ledger = own.id;
      delete from public.ledger l where l.tenant_id = public.current_tenant() and l.id = own.id;
    exception when foreign_key_violation then
      update public.ledger l set status = 'revoked', status_before = 'new', revoked_at = at where l.tenant_id = public.current_tenant() and l.id = own.id;
    end;
  end if;
  update installation.discovered_ledger d set tenant_id = null where d.credential_id = wanted and d.ledger_id = wanted_ledger;
  insert into installation.operator_event (at, actor_id, actor_name, address, action, subject, firm, before, after)
    values (at, who.actor_id, who.actor_name, left(from_address, 100), 'ledger.unassigned', wanted_ledger, old_firm, jsonb_build_object('firm', old_firm), jsonb_build_object('firm', ''));
  return 'unassigned';
end $$;

-- An invitation to own a firm is made by the function below only: installation.invite refuses it.
alter table installation.invitation
  drop constraint invitation_role_check,
  add constraint invitation_role_check check (role in ('owner', 'admin', 'accountant', 'viewer', 'merchant'));
create policy operator on installation.invitation for insert to avstemt_operator with check (role = 'owner');
grant insert on installation.invitation to avstemt_operator;

-- A new firm, whose id is the transaction's tenant, with its first owner. An operator can be that by nobody's hand but
-- the administrator's: else whoever assigns ledgers could make themselves their reader. Somebody new is invited by a
-- link, the only one that makes an owner. Outcome: made, invited, slug-taken, operator.
create function installation.operator_create_firm(session_id uuid, at timestamptz, from_address text, new_slug text, new_name text, owner_email text,
    invitation_id uuid, letter_language text, new_hash bytea, expires timestamptz,
    out outcome text, out owner_id uuid, out owner_language text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who record;
begin
  who := installation.require_operator(session_id, at);
  if public.current_tenant() is null or public.current_scope() <> 'firm' then raise insufficient_privilege using message = 'the new firm must be the tenant of the transaction'; end if;
  select u.id, u.language into owner_id, owner_language from installation.app_user u where u.email = lower(owner_email);
  if owner_id is not null and exists (select from installation.operator o where o.user_id = owner_id) then outcome := 'operator'; owner_id := null; return; end if;
  insert into public.tenant (tenant_id, slug, name, created_at) values (public.current_tenant(), new_slug, new_name, at) on conflict (slug) do nothing;
  if not found then outcome := 'slug-taken'; owner_id := null; return; end if;
  if owner_id is null then
    insert into installation.invitation (id, tenant_id, email, role, language, token_hash, invited_by, created_at, expires_at)
      values (invitation_id, public.current_tenant(), lower(owner_email), 'owner', letter_language, new_hash, who.actor_name, at, expires);
  else
    insert into installation.membership (tenant_id, user_id, role) values (public.current_tenant(), owner_id, 'owner');
  end if;
  insert into installation.operator_event (at, actor_id, actor_name, address, action, subject, firm, after)
    values (at, who.actor_id, who.actor_name, left(from_address, 100), 'firm.created', '', new_slug, jsonb_build_object('name', new_name));
  outcome := case when owner_id is null then 'invited' else 'made' end;
end $$;

-- A person says that the grants are gone: the next listing, which is due at once, may revoke what it lacks.
create function installation.operator_confirm_vanished(session_id uuid, at timestamptz, from_address text, wanted uuid, why text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  own record;
begin
  who := installation.require_operator(session_id, at);
  select c.id, c.client_id, c.vanished_since into own from installation.credential c
    where c.id = wanted and c.tenant_id is null and c.vanished_held for update;
  if not found then return false; end if;
  insert into installation.operator_event (at, actor_id, actor_name, address, action, subject, before, after)
    select at, who.actor_id, who.actor_name, left(from_address, 100), 'keys.vanished-confirmed', own.client_id,
      jsonb_build_object('held', 'true', 'ledgers', count(*)::text), jsonb_build_object('held', 'false', 'reason', left(why, 1000))
    from installation.discovered_ledger d where d.credential_id = own.id and d.missing_since >= own.vanished_since;
  update installation.credential c set vanished_held = false, next_discovery_at = at where c.id = own.id;
  return true;
end $$;

grant execute on function installation.read_session(uuid, timestamptz) to avstemt_operator;
do $$
declare f record;
begin
  grant create on schema installation to avstemt_keys, avstemt_operator;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and (p.proname like 'operator\_%' or p.proname in ('require_operator', 'hold_vanished', 'vanished_since')) loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, case when f.proname in ('hold_vanished', 'vanished_since') then 'avstemt_keys' else 'avstemt_operator' end);
    if f.proname <> 'require_operator' then execute format('grant execute on function %s to avstemt_app', f.signature); end if;
  end loop;
  revoke create on schema installation from avstemt_keys, avstemt_operator;
end $$;

-- What has a firm or a person in it goes with them.
select installation.open_to_purge();
