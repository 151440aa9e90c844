-- The audit trail as a chain. Events are appended plainly; every few seconds the sealer gives each one that is visible
-- a number, and a hash over its digest and the hash before. lib/services/audit/chain-hash.ts reckons the same anew.

do $$
begin
  if not exists (select from pg_roles where rolname = 'avstemt_audit') then
    create role avstemt_audit nologin nosuperuser nobypassrls;
  end if;
  execute format('grant avstemt_audit to %I', current_user);
end $$;
grant usage on schema public, installation to avstemt_audit;

-- Each part that may have to be erased has a salt of its own, which goes with it: what remains is a hash that nobody
-- can try values against.
alter table public.audit_event
  add column address text,
  add column device text,
  add column request_id uuid,
  add column who_salt bytea default uuid_send(gen_random_uuid()),
  add column before_salt bytea default uuid_send(gen_random_uuid()),
  add column after_salt bytea default uuid_send(gen_random_uuid()),
  -- Its place in the chain; null until it is sealed.
  add column sequence bigint;

-- One link of the chain: digest over the event, hash over the digest and the hash before.
create table public.audit_seal (
  tenant_id   uuid not null references public.tenant,
  sequence    bigint not null,
  -- No foreign key: an event that is gone must be found missing, whoever took it.
  event_id    uuid not null,
  sealed_at   timestamptz(6) not null,
  who_hash    bytea not null,
  before_hash bytea not null,
  after_hash  bytea not null,
  digest      bytea not null,
  hash        bytea not null,
  primary key (tenant_id, sequence)
);
-- An event is sealed once.
create unique index audit_seal_event on public.audit_seal (tenant_id, event_id);

-- The head of each firm's chain: the lock of its sealer, and the witness of a tail that is cut off.
create table public.audit_head (
  tenant_id uuid primary key references public.tenant,
  sequence  bigint not null,
  hash      bytea not null,
  sealed_at timestamptz(6)
);

-- The trail, newest first; of one actor; of one action; of one subject.
create index audit_event_at on public.audit_event (tenant_id, at, id);
create index audit_event_actor on public.audit_event (tenant_id, actor_name, at, id);
create index audit_event_action on public.audit_event (tenant_id, action, at, id);
create index audit_event_subject on public.audit_event (tenant_id, subject_id, at, id);
-- Events by their place, for the check of the chain.
create unique index audit_event_sequence on public.audit_event (tenant_id, sequence) where sequence is not null;
-- What waits for the sealer, firm by firm, oldest first.
create index audit_event_unsealed on public.audit_event (tenant_id, at, id) where sequence is null;

-- The run-time role appends events, and writes neither salts nor places.
revoke insert on public.audit_event from avstemt_app;
grant insert (tenant_id, id, at, actor_kind, actor_id, actor_name, address, device, request_id, action, subject_type, subject_id, before, after)
  on public.audit_event to avstemt_app;

alter table public.audit_seal enable row level security;
alter table public.audit_seal force row level security;
alter table public.audit_head enable row level security;
alter table public.audit_head force row level security;
create policy tenant_isolation on public.audit_seal to avstemt_app using (tenant_id = (select public.current_tenant()) and (select public.current_scope()) = 'firm');
create policy tenant_isolation on public.audit_head to avstemt_app using (tenant_id = (select public.current_tenant()) and (select public.current_scope()) = 'firm');
grant select on public.audit_seal, public.audit_head to avstemt_app;

create policy audit on public.audit_event to avstemt_audit using (true);
create policy audit on public.audit_seal to avstemt_audit using (true);
create policy audit on public.audit_head to avstemt_audit using (true);
grant select, update (sequence) on public.audit_event to avstemt_audit;
grant select, insert on public.audit_seal to avstemt_audit;
grant select, insert, update on public.audit_head to avstemt_audit;

-- Erasure of values is the purge role's: it can neither append nor seal.
create policy purge on public.audit_event to avstemt_purge using (true);
grant select, update (actor_name, address, device, before, after, who_salt, before_salt, after_salt) on public.audit_event to avstemt_purge;

-- A field of a digest: absent, or its length and its bytes, so that no two rows read as one text.
create function installation.audit_field(value text) returns bytea
  language sql immutable set search_path = pg_catalog, pg_temp
  as $$ select case when value is null then '\x00'::bytea
          else '\x01'::bytea || int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') end $$;

-- Seals what is visible and not sealed, at most so many events, in order of their times. One sealer of a firm at a
-- time: what commits after the lock was taken may be seen or not; what is not seen now is sealed by the next, later in
-- the chain. Returns how many were sealed.
create function installation.seal_audit(most int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firm constant uuid := public.current_tenant();
  nothing constant bytea := decode(repeat('00', 32), 'hex');
  head record;
  event record;
  place bigint;
  link bytea;
  stamp timestamptz(6);
  who bytea;
  was bytea;
  becomes bytea;
  digest bytea;
  sealed int := 0;
begin
  if firm is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'the trail is sealed for the firm of the transaction';
  end if;
  insert into public.audit_head (tenant_id, sequence, hash) values (firm, 0, nothing) on conflict do nothing;
  select h.sequence, h.hash into strict head from public.audit_head h where h.tenant_id = firm for update;
  if head.sequence = 0 and exists (select from public.audit_seal s where s.tenant_id = firm) then
    -- Going on from what is left would hide what is not.
    raise data_corrupted using message = 'the head of the audit trail is gone; audit verify tells more';
  end if;
  place := head.sequence;
  link := head.hash;
  for event in
    select e.* from public.audit_event e
    where e.tenant_id = firm and e.sequence is null
      and not exists (select from public.audit_seal s where s.tenant_id = firm and s.event_id = e.id)
    order by e.at, e.id limit most
  loop
    place := place + 1;
    -- The database's clock: whoever appends events does not choose when they are sealed.
    stamp := clock_timestamp();
    -- A salt that somebody took away before must not stop the sealer: the check of the chain tells of it.
    who := sha256(coalesce(event.who_salt, '') || installation.audit_field(event.actor_name) || installation.audit_field(event.address) || installation.audit_field(event.device));
    was := sha256(coalesce(event.before_salt, '') || installation.audit_field(event.before::text));
    becomes := sha256(coalesce(event.after_salt, '') || installation.audit_field(event.after::text));
    digest := sha256(installation.audit_field('avstemt audit 1') || uuid_send(firm) || int8send(place) || uuid_send(event.id)
      || int8send((extract(epoch from event.at) * 1000000)::bigint)
      || installation.audit_field(event.actor_kind) || installation.audit_field(event.actor_id) || installation.audit_field(event.action)
      || installation.audit_field(event.subject_type) || installation.audit_field(event.subject_id) || installation.audit_field(event.request_id::text)
      || who || was || becomes);
    link := sha256(link || int8send(place) || int8send((extract(epoch from stamp) * 1000000)::bigint) || digest);
    insert into public.audit_seal (tenant_id, sequence, event_id, sealed_at, who_hash, before_hash, after_hash, digest, hash)
      values (firm, place, event.id, stamp, who, was, becomes, digest, link);
    update public.audit_event e set sequence = place where e.tenant_id = firm and e.id = event.id;
    sealed := sealed + 1;
  end loop;
  if sealed > 0 then
    update public.audit_head h set sequence = place, hash = link, sealed_at = stamp where h.tenant_id = firm;
  end if;
  return sealed;
end $$;

-- Firms with events that wait for the sealer, those that wait longest first. Skips from firm to firm: its cost follows
-- the firms that wait, not their events.
create function installation.audits_due(most int) returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ with recursive waiting as (
          (select e.tenant_id, e.at from public.audit_event e where e.sequence is null order by e.tenant_id, e.at limit 1)
          union all
          (select n.tenant_id, n.at from waiting w cross join lateral (
            select e.tenant_id, e.at from public.audit_event e where e.sequence is null and e.tenant_id > w.tenant_id
            order by e.tenant_id, e.at limit 1) n))
        select w.tenant_id from waiting w order by w.at limit most $$;

-- Erases parts of a sealed event ('who', 'before', 'after') with their salts. The caller records that it did: a part
-- that is gone without such a record is found by the check of the chain.
create function installation.erase_audit_values(wanted uuid, parts text[]) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare changed bigint;
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'values are erased for the firm of the transaction';
  end if;
  update public.audit_event e set
      actor_name = case when 'who' = any(parts) then '' else e.actor_name end,
      address = case when 'who' = any(parts) then null else e.address end,
      device = case when 'who' = any(parts) then null else e.device end,
      who_salt = case when 'who' = any(parts) then null else e.who_salt end,
      before = case when 'before' = any(parts) then null else e.before end,
      before_salt = case when 'before' = any(parts) then null else e.before_salt end,
      after = case when 'after' = any(parts) then null else e.after end,
      after_salt = case when 'after' = any(parts) then null else e.after_salt end
    where e.tenant_id = public.current_tenant() and e.id = wanted and e.sequence is not null
      -- What was erased elsewhere must stay said.
      and (e.action <> 'audit.erased' or parts = array['who']);
  get diagnostics changed = row_count;
  return changed > 0;
end $$;

do $$
declare
  f record;
  roles constant jsonb := '{"audit_field": "avstemt_audit", "seal_audit": "avstemt_audit", "audits_due": "avstemt_audit", "erase_audit_values": "avstemt_purge"}';
begin
  grant create on schema installation to avstemt_audit, avstemt_purge;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and roles ? p.proname loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    if f.proname <> 'audit_field' then execute format('grant execute on function %s to avstemt_app', f.signature); end if;
  end loop;
  revoke create on schema installation from avstemt_audit, avstemt_purge;
end $$;
