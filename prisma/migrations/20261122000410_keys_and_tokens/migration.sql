-- Accounting keys that can be told apart, replaced and removed; API tokens with scopes, an expiry and a maker.

alter table installation.credential
  -- First digits of a keyed hash of the secret: equal for equal secrets, and of no help in guessing one.
  add column fingerprint text,
  -- When this secret was stored; created_at is when this client id first was.
  add column stored_at timestamptz(6) not null default now(),
  add column last_used_at timestamptz(6),
  add column in_doubt_since timestamptz(6);
update installation.credential set stored_at = last_proven_at;

alter table installation.api_token
  add column scopes text[] not null default '{read,export,audit}',
  add column created_by uuid references installation.app_user,
  add column created_by_name text not null default '',
  -- When its maker was told that it will expire.
  add column warned_at timestamptz(6),
  add constraint api_token_scopes check (scopes <@ array['read', 'export', 'audit']);
-- The firm's tokens, newest first.
create index api_token_firm on installation.api_token (tenant_id, created_at, id);
-- Tokens whose makers are to be told that they will expire.
create index api_token_expiring on installation.api_token (expires_at) where warned_at is null and revoked_at is null;

-- Which other keys open a ledger.
create index discovered_ledger_ledger on installation.discovered_ledger (ledger_id, tenant_id);

grant delete on installation.credential, installation.discovered_ledger to avstemt_keys;

-- ---------------------------------------------------------------------------------------------------------
-- Keys. Within a firm's transaction only that firm's keys exist; without one, as in discovery, all do
-- (docs/decisions/0009-keys-and-the-run-time-role.md).

drop function installation.put_credential(uuid, text, text, timestamptz);
create function installation.put_credential(new_id uuid, new_client_id text, new_secret text, new_fingerprint text, at timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare kept uuid;
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'keys are stored for the firm of the transaction';
  end if;
  insert into installation.credential as c (id, tenant_id, client_id, secret_sealed, fingerprint, last_proven_at, stored_at)
    values (new_id, public.current_tenant(), new_client_id, new_secret, new_fingerprint, at, at)
    on conflict ((coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'::uuid)), client_id)
    do update set secret_sealed = excluded.secret_sealed, fingerprint = excluded.fingerprint, last_proven_at = at, stored_at = at,
      state = 'proven', in_doubt_since = null, next_discovery_at = at
    returning c.id into kept;
  return kept;
end $$;

-- True where a credential may be touched: by its own firm's transaction, or by one that is no firm's.
create function installation.may_touch(owner uuid) returns boolean
  language sql stable set search_path = pg_catalog, pg_temp
  as $$ select public.current_tenant() is null or (owner = public.current_tenant() and public.current_scope() = 'firm') $$;

create or replace function installation.credential(wanted uuid) returns table (id uuid, owner uuid, client_id text, secret_sealed text, state text, last_proven_at timestamptz, vanished_held boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.tenant_id, c.client_id, c.secret_sealed, c.state, c.last_proven_at, c.vanished_held from installation.credential c
        where c.id = wanted and installation.may_touch(c.tenant_id) $$;
create or replace function installation.all_credentials() returns table (id uuid, owner uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.tenant_id from installation.credential c where installation.may_touch(c.tenant_id) order by c.created_at $$;
create or replace function installation.discovered(wanted uuid) returns table (ledger_id text, listing jsonb, first_seen timestamptz, last_seen timestamptz, missing_since timestamptz, tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select d.ledger_id, d.listing, d.first_seen, d.last_seen, d.missing_since, d.tenant_id
        from installation.discovered_ledger d join installation.credential c on c.id = d.credential_id
        where d.credential_id = wanted and installation.may_touch(c.tenant_id) order by d.ledger_id $$;
create or replace function installation.record_listing(wanted uuid, at timestamptz, listings jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from installation.credential c where c.id = wanted and installation.may_touch(c.tenant_id)) then return; end if;
  insert into installation.discovered_ledger as d (credential_id, ledger_id, listing, first_seen, last_seen, tenant_id)
    select wanted, l ->> 'ledgerId', l, at, at, c.tenant_id from jsonb_array_elements(listings) l cross join installation.credential c where c.id = wanted
    on conflict (credential_id, ledger_id) do update set listing = excluded.listing, last_seen = at, missing_since = null;
  update installation.discovered_ledger d set missing_since = coalesce(d.missing_since, at)
    where d.credential_id = wanted and d.last_seen < at;
end $$;

drop function installation.set_credential_state(uuid, text, timestamptz, timestamptz, boolean);
-- `proven`: Vipps MobilePay has just given a token for them; else only the state and the next look change.
create function installation.set_credential_state(wanted uuid, new_state text, at timestamptz, next_at timestamptz, held boolean, proven boolean) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.credential c set state = new_state, next_discovery_at = next_at, vanished_held = held,
          last_proven_at = case when proven then at else c.last_proven_at end,
          last_used_at = case when proven then at else c.last_used_at end,
          in_doubt_since = case when new_state = 'in-doubt' then coalesce(c.in_doubt_since, at) end
        where c.id = wanted and installation.may_touch(c.tenant_id) $$;

drop function installation.reseal_credential(uuid, text, text);
create function installation.reseal_credential(wanted uuid, old_secret text, new_secret text, new_fingerprint text) returns boolean
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ with changed as (update installation.credential c set secret_sealed = new_secret, fingerprint = new_fingerprint
          where c.id = wanted and c.secret_sealed = old_secret and installation.may_touch(c.tenant_id) returning 1) select exists (select from changed) $$;

drop function installation.ledger_credential(uuid);
create function installation.ledger_credential(wanted_ledger uuid) returns table (id uuid, owner uuid, client_id text, secret_sealed text, state text, last_used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.tenant_id, c.client_id, c.secret_sealed, c.state, c.last_used_at from public.ledger l join installation.credential c on c.id = l.credential_id
        where l.tenant_id = public.current_tenant() and l.id = wanted_ledger and public.current_scope() = 'firm'
          and (c.tenant_id = l.tenant_id or exists (select from installation.discovered_ledger d where d.credential_id = c.id and d.ledger_id = l.ledger_id and d.tenant_id = l.tenant_id)) $$;
-- Keys were used, for a ledger of the firm of the transaction.
create function installation.credential_used(wanted uuid, at timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.credential c set last_used_at = at
        where c.id = wanted and public.current_scope() = 'firm' and (c.last_used_at is null or c.last_used_at < at)
          and (c.tenant_id = public.current_tenant() or exists (select from installation.discovered_ledger d where d.credential_id = c.id and d.tenant_id = public.current_tenant())) $$;

-- A firm's own keys as people see them: never the secret, sealed or not.
create function installation.own_keys() returns table (id uuid, client_id text, fingerprint text, state text, stored_at timestamptz,
    last_proven_at timestamptz, last_used_at timestamptz, in_doubt_since timestamptz, opens bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.id, c.client_id, c.fingerprint, c.state, c.stored_at, c.last_proven_at, c.last_used_at, c.in_doubt_since,
          (select count(*) from installation.discovered_ledger d where d.credential_id = c.id and d.missing_since is null)
        from installation.credential c where c.tenant_id = public.current_tenant() and public.current_scope() = 'firm' order by c.created_at, c.id $$;
-- What a firm's own keys open, and which other keys open it too, those that work first; `alone`: only what no others open.
create function installation.openings(wanted uuid, alone boolean, after text, most int) returns table (ledger_id text, listing jsonb, other uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select x.ledger_id, x.listing, x.other from (
          select d.ledger_id, d.listing, (
            select o.credential_id from installation.discovered_ledger o join installation.credential k on k.id = o.credential_id
            where o.ledger_id = d.ledger_id and o.credential_id <> wanted and o.missing_since is null and o.tenant_id = public.current_tenant()
            order by k.state desc, k.created_at limit 1) as other
          from installation.discovered_ledger d join installation.credential c on c.id = d.credential_id
          where d.credential_id = wanted and c.tenant_id = public.current_tenant() and public.current_scope() = 'firm'
            and d.missing_since is null and (after is null or d.ledger_id > after)) x
        where not alone or x.other is null order by x.ledger_id limit most $$;
-- Whoever gives a ledger to keys holds them meanwhile, so that they are not removed under it. False: they are gone.
create function installation.hold_credential(wanted uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from installation.credential c where c.id = wanted and public.current_scope() = 'firm'
    and (c.tenant_id = public.current_tenant() or (c.tenant_id is null and exists (select from installation.discovered_ledger d where d.credential_id = c.id and d.tenant_id = public.current_tenant())))
    for share;
  return found;
end $$;
-- Whoever removes keys has them alone. False: they are not the firm's, or gone.
create function installation.lock_credential(wanted uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from installation.credential c where c.id = wanted and c.tenant_id = public.current_tenant() and public.current_scope() = 'firm' for update;
  return found;
end $$;
create function installation.remove_credential(wanted uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from installation.credential c where c.id = wanted and c.tenant_id = public.current_tenant() and public.current_scope() = 'firm') then
    return false;
  end if;
  if exists (select from public.ledger l where l.tenant_id = public.current_tenant() and l.credential_id = wanted and l.status <> 'revoked') then
    raise foreign_key_violation using message = 'ledgers are still read with these keys';
  end if;
  delete from installation.discovered_ledger d where d.credential_id = wanted;
  delete from installation.credential c where c.id = wanted;
  return true;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Tokens

drop function installation.create_token(uuid, text, bytea, uuid[], timestamptz);
create function installation.create_token(token_id uuid, token_name text, new_hash bytea, wanted_merchants uuid[], wanted_scopes text[], expires timestamptz, maker uuid, maker_name text, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'a token is made for the firm of the transaction';
  end if;
  if exists (select from unnest(wanted_merchants) w(id) where not exists (select from public.merchant m where m.tenant_id = public.current_tenant() and m.id = w.id)) then
    raise foreign_key_violation using message = 'a merchant of the token does not exist in this firm';
  end if;
  insert into installation.api_token (id, tenant_id, name, token_hash, merchant_ids, scopes, expires_at, created_by, created_by_name, created_at)
    values (token_id, public.current_tenant(), token_name, new_hash, wanted_merchants, wanted_scopes, expires,
      (select m.user_id from installation.membership m where m.tenant_id = public.current_tenant() and m.user_id = maker), maker_name, at);
end $$;

drop function installation.find_token(bytea, timestamptz);
create function installation.find_token(wanted_hash bytea, at timestamptz) returns table (token_id uuid, token_name text, tenant_id uuid, slug text, merchant_ids uuid[], scopes text[])
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ with used as (
          update installation.api_token k set last_used_at = at
          where k.token_hash = wanted_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > at)
            and (k.last_used_at is null or k.last_used_at < at - interval '1 minute') returning k.id)
        select k.id, k.name, k.tenant_id, t.slug, k.merchant_ids, k.scopes from installation.api_token k join public.tenant t on t.tenant_id = k.tenant_id
        where k.token_hash = wanted_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > at) $$;

-- The firm's tokens, newest first, without their hashes; `wanted`: just that one.
create function installation.own_tokens(wanted uuid, before_at timestamptz, before_id uuid, most int) returns table (id uuid, name text, merchant_ids uuid[], scopes text[],
    created_at timestamptz, created_by_name text, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select k.id, k.name, k.merchant_ids, k.scopes, k.created_at, k.created_by_name, k.expires_at, k.revoked_at, k.last_used_at
        from installation.api_token k
        where k.tenant_id = public.current_tenant() and public.current_scope() = 'firm'
          and (wanted is null or k.id = wanted) and (before_at is null or (k.created_at, k.id) < (before_at, before_id))
        order by k.created_at desc, k.id desc limit most $$;
create function installation.revoke_token(wanted uuid, at timestamptz) returns boolean
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ with revoked as (update installation.api_token k set revoked_at = at
          where k.id = wanted and k.tenant_id = public.current_tenant() and public.current_scope() = 'firm' and k.revoked_at is null returning 1)
        select exists (select from revoked) $$;

-- Tokens that expire soon and whose makers do not know yet; they are told once. Whoever gets them tells. A token that
-- was made for less time than that is no news.
create function installation.is_token_expiring(at timestamptz, horizon interval) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select exists (select from installation.api_token k where k.warned_at is null and k.revoked_at is null and k.expires_at > at and k.expires_at <= at + horizon
          and k.expires_at > k.created_at + horizon) $$;
-- To its maker, as long as that is a member of the firm; else to the firm's owners and admins.
create function installation.take_expiring_tokens(at timestamptz, horizon interval, most int) returns table (token_id uuid, token_name text, expires_at timestamptz, slug text, firm_name text, email text, language text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare taken uuid[];
begin
  select coalesce(array_agg(due.id), '{}') into taken from (
    select o.id from installation.api_token o where o.warned_at is null and o.revoked_at is null and o.expires_at > at and o.expires_at <= at + horizon
      and o.expires_at > o.created_at + horizon order by o.expires_at limit most for update skip locked) due;
  update installation.api_token k set warned_at = at where k.id = any(taken);
  return query
    select k.id, k.name, k.expires_at, f.slug, f.name, u.email, u.language
    from installation.api_token k join public.tenant f on f.tenant_id = k.tenant_id
    join installation.membership m on m.tenant_id = k.tenant_id
      and (m.user_id = k.created_by or (m.role in ('owner', 'admin') and not exists (
        select from installation.membership x where x.tenant_id = k.tenant_id and x.user_id = k.created_by)))
    join installation.app_user u on u.id = m.user_id
    where k.id = any(taken) order by k.expires_at, u.email;
end $$;

-- Whom the firm of the transaction wants told of its keys: its owners and admins.
create function installation.admins_of_firm() returns table (email text, name text, language text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.email, u.name, u.language from installation.membership m join installation.app_user u on u.id = m.user_id
        where m.tenant_id = public.current_tenant() and public.current_scope() = 'firm' and m.role in ('owner', 'admin') order by u.email $$;

do $$
declare
  f record;
  roles constant jsonb := '{
    "put_credential": "avstemt_keys", "may_touch": "avstemt_keys", "set_credential_state": "avstemt_keys", "reseal_credential": "avstemt_keys",
    "ledger_credential": "avstemt_keys", "credential_used": "avstemt_keys", "own_keys": "avstemt_keys", "openings": "avstemt_keys",
    "hold_credential": "avstemt_keys", "lock_credential": "avstemt_keys", "remove_credential": "avstemt_keys",
    "create_token": "avstemt_identity", "find_token": "avstemt_identity", "own_tokens": "avstemt_identity", "revoke_token": "avstemt_identity",
    "is_token_expiring": "avstemt_identity", "take_expiring_tokens": "avstemt_identity", "admins_of_firm": "avstemt_identity"}';
begin
  grant create on schema installation to avstemt_identity, avstemt_keys;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and roles ? p.proname loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    if f.proname <> 'may_touch' then execute format('grant execute on function %s to avstemt_app', f.signature); end if;
  end loop;
  revoke create on schema installation from avstemt_identity, avstemt_keys;
end $$;
