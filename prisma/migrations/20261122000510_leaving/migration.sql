-- Leaving: a merchant that is handed over to another firm, and a firm that takes everything and goes.

-- A ledger that was handed over is not followed any more; its books stay until they are purged or it is taken back.
alter table public.ledger
  drop constraint ledger_status_check,
  add constraint ledger_status_check check (status in ('new', 'active', 'ignored', 'revoked', 'handed-over')),
  drop constraint ledger_status_before_check,
  add constraint ledger_status_before_check check (status_before in ('new', 'active', 'ignored', 'handed-over')),
  -- A stage of its own, in no column of the board.
  drop constraint ledger_stage_check,
  add constraint ledger_stage_check check (stage in ('new', 'first-sync', 'live', 'revoked', 'ignored', 'handed-over'));

-- A file of everything that a merchant or the firm has, made by a job, for the person who asked.
create table public.leaving_export (
  tenant_id     uuid not null references public.tenant,
  id            uuid not null,
  -- Null: the whole firm.
  merchant      uuid,
  state         text not null default 'waiting' check (state in ('waiting', 'running', 'ready', 'taken', 'expired', 'failed')),
  asked_at      timestamptz(6) not null,
  asked_by_id   text not null,
  asked_by      text not null,
  files_done    int not null default 0,
  files_wanted  int not null default 0,
  row_count     bigint not null default 0,
  size_bytes    bigint,
  sha256        text,
  tries         int not null default 0,
  -- When the job is next to look at it: to make it, or to delete the file. Null: nothing is left to do.
  next_look_at  timestamptz(6),
  expires_at    timestamptz(6),
  primary key (tenant_id, id),
  foreign key (tenant_id, merchant) references public.merchant
);
-- The scan for files to make and to delete.
create index leaving_export_look on public.leaving_export (next_look_at) where next_look_at is not null;
-- The list on the settings page, newest first.
create index leaving_export_list on public.leaving_export (tenant_id, asked_at);

create table public.handover (
  tenant_id     uuid not null references public.tenant,
  id            uuid not null,
  merchant      uuid not null,
  -- The other firm, in words.
  to_whom       text not null check (length(to_whom) between 1 and 300),
  handed_at     timestamptz(6) not null,
  handed_by     text not null,
  taken_back_at timestamptz(6),
  taken_back_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, merchant) references public.merchant
);
-- Handed over once at a time.
create unique index handover_current on public.handover (tenant_id, merchant) where taken_back_at is null;
create index handover_list on public.handover (tenant_id, handed_at);

-- A firm that is to be deleted, and from when on.
create table public.firm_deletion (
  tenant_id uuid primary key references public.tenant,
  asked_at  timestamptz(6) not null,
  asked_by  text not null,
  due_at    timestamptz(6) not null,
  undone_at timestamptz(6),
  undone_by text,
  begun_at  timestamptz(6)
);
-- The scan for firms whose waiting time is over.
create index firm_deletion_due on public.firm_deletion (due_at) where undone_at is null;

do $$
declare t text;
begin
  foreach t in array array['leaving_export', 'handover', 'firm_deletion'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy tenant_isolation on public.%I to avstemt_app using (tenant_id = (select public.current_tenant()) and (select public.current_scope() = ''firm''))', t);
    execute format('grant select, insert, update on public.%I to avstemt_app', t);
    execute format('create policy scan on public.%I for select to avstemt_scan using (true)', t);
    execute format('grant select on public.%I to avstemt_scan', t);
  end loop;
end $$;

-- Lets the purge role clear every table that holds a firm's rows or an account's. To be called at the end of every
-- migration that adds such a table; tests/integration/leaving fails when one was forgotten.
create function installation.open_to_purge() returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare t text;
begin
  for t in
    select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'installation') and c.relkind in ('r', 'p')
      and (c.oid in ('public.tenant'::regclass, 'installation.app_user'::regclass)
        or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
        or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'installation.app_user'::regclass))
  loop
    execute format('grant select, delete on %s to avstemt_purge', t);
    if not exists (select from pg_policy p where p.polrelid = t::regclass and p.polname = 'firm_purge') then
      execute format('create policy firm_purge on %s to avstemt_purge using (true)', t);
    end if;
  end loop;
end $$;
revoke execute on function installation.open_to_purge() from public;
select installation.open_to_purge();
grant update on public.firm_deletion, public.feed, public.ledger_topic, installation.discovered_ledger to avstemt_purge;

-- What is due: files to make or to delete, firms to delete.
create function installation.leaving_due(at timestamptz, most int) returns table (tenant_id uuid, export uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ (select e.tenant_id, e.id from public.leaving_export e where e.next_look_at <= at order by e.next_look_at limit most)
        union all
        (select d.tenant_id, null from public.firm_deletion d where d.undone_at is null and d.due_at <= at order by d.due_at limit most) $$;

-- The people of the firm of the transaction: for its own export, and for letters that concern all who lead it.
create function installation.firm_people() returns table (user_id uuid, name text, email text, language text, role text, merchant_ids uuid[], created_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'people are listed for the firm of the transaction';
  end if;
  return query select u.id, u.name, u.email, u.language, m.role, m.merchant_ids, m.created_at
    from installation.membership m join installation.app_user u on u.id = m.user_id
    where m.tenant_id = public.current_tenant() order by u.email;
end $$;

-- A firm that is being deleted takes in nothing more, and writes to no merchant.
create or replace function installation.onboarding_due(at timestamptz, most int) returns table (tenant_id uuid, batch uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ (select b.tenant_id, b.id from public.onboarding_batch b
          where b.wake_at <= at and not exists (select from public.firm_deletion d where d.tenant_id = b.tenant_id and d.begun_at is not null)
          order by b.wake_at limit most)
        union all
        select distinct e.tenant_id, null::uuid from (
          select x.tenant_id from public.expected_grant x
          where x.next_letter_at <= at and not exists (select from public.firm_deletion d where d.tenant_id = x.tenant_id and d.begun_at is not null)
          order by x.next_letter_at limit most) e $$;


-- Begins the deletion of the firm of the transaction when its waiting time is over: nobody gets in any more, nothing is
-- followed any more, its keys are gone, and so are the accounts of people who belong to no other firm.
create function installation.begin_firm_deletion(at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firm constant uuid := public.current_tenant();
  person uuid;
  child record;
begin
  if firm is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'a firm is deleted in its own transaction';
  end if;
  update public.firm_deletion d set begun_at = coalesce(d.begun_at, at) where d.tenant_id = firm and d.undone_at is null and d.due_at <= at;
  if not found then return false; end if;
  update public.feed f set state = 'no-access', version = f.version + 1, next_poll_at = null where f.tenant_id = firm and f.state <> 'no-access';
  update public.ledger_topic t set next_proof_at = null where t.tenant_id = firm and t.next_proof_at is not null;
  delete from installation.api_token k where k.tenant_id = firm;
  delete from installation.discovered_ledger l using installation.credential c where c.id = l.credential_id and c.tenant_id = firm;
  -- What an operator had assigned to the firm waits for an operator again.
  update installation.discovered_ledger l set tenant_id = null where l.tenant_id = firm;
  delete from installation.credential c where c.tenant_id = firm;
  for person in select m.user_id from installation.membership m where m.tenant_id = firm
    and not exists (select from installation.membership o where o.user_id = m.user_id and o.tenant_id <> firm)
    and not exists (select from installation.operator o where o.user_id = m.user_id)
  loop
    begin
      for child in
        select k.conrelid::regclass::text as place, a.attname as link,
          exists (select from pg_attribute t where t.attrelid = k.conrelid and t.attname = 'tenant_id') as has_tenant
        from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        where k.contype = 'f' and k.confrelid = 'installation.app_user'::regclass and cardinality(k.conkey) = 1
      loop
        execute format('delete from %s where %I = $1%s', child.place, child.link, case when child.has_tenant then ' and tenant_id = $2' else '' end) using person, firm;
      end loop;
      delete from installation.app_user u where u.id = person;
    exception when foreign_key_violation then
      -- Something of another firm names this account: it stays, without a place here.
      null;
    end;
  end loop;
  delete from installation.membership m where m.tenant_id = firm;
  return true;
end $$;

-- Deletes a bounded number of the firm's rows, of whatever table has any, those that others refer to last; the firm
-- itself when nothing else is left. Returns how many; 0: it is gone.
create function installation.purge_firm(most int) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firm constant uuid := public.current_tenant();
  place text;
  gone bigint;
begin
  if firm is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'a firm is deleted in its own transaction';
  end if;
  if not exists (select from public.firm_deletion d where d.tenant_id = firm and d.begun_at is not null and d.undone_at is null) then
    return 0;
  end if;
  for place in
    with recursive tables as (
      select a.attrelid as id from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where a.attname = 'tenant_id' and not a.attisdropped and n.nspname in ('public', 'installation') and c.relkind in ('r', 'p')
        and a.attrelid not in ('public.tenant'::regclass, 'public.firm_deletion'::regclass)
    ), levels as (
      select t.id, 0 as level from tables t
      union
      select k.confrelid, l.level + 1 from levels l join pg_constraint k on k.conrelid = l.id and k.contype = 'f' and k.confrelid <> k.conrelid
      where l.level < 20
    )
    select t.id::regclass::text from tables t order by (select max(l.level) from levels l where l.id = t.id), 1
  loop
    execute format('delete from %1$s where ctid = any(array(select x.ctid from %1$s x where x.tenant_id = $1 limit $2))', place) using firm, most;
    get diagnostics gone = row_count;
    if gone > 0 then return gone; end if;
  end loop;
  delete from public.firm_deletion d where d.tenant_id = firm;
  delete from public.tenant t where t.tenant_id = firm;
  return 1;
end $$;

do $$
declare
  f record;
  roles constant jsonb := '{"leaving_due": "avstemt_scan", "firm_people": "avstemt_identity", "begin_firm_deletion": "avstemt_purge", "purge_firm": "avstemt_purge"}';
begin
  grant create on schema installation to avstemt_scan, avstemt_identity, avstemt_purge;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and roles ? p.proname loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    execute format('grant execute on function %s to avstemt_app', f.signature);
  end loop;
  revoke create on schema installation from avstemt_scan, avstemt_identity, avstemt_purge;
end $$;
