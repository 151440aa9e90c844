-- Personal data of payers: off until a firm turns it on for a ledger, with a purpose and a time to keep it.

-- One period in which a ledger's payers are kept. Turning off ends it: its data key goes in the same statement, and
-- with it whatever was sealed; turning on again begins another, with a key of its own.
create table public.person_setting (
  tenant_id      uuid not null,
  ledger         uuid not null,
  id             uuid not null,
  purpose        text not null check (purpose in ('identify-payer', 'refunds', 'members', 'donations', 'other')),
  purpose_note   text not null check (length(purpose_note) between 1 and 500),
  retention_days int not null check (retention_days between 1 and 1826),
  -- The data key, sealed with a master key to this firm, ledger and period. Null: destroyed.
  key_sealed     text,
  turned_on_at   timestamptz(6) not null,
  turned_on_by   text not null,
  ended_at       timestamptz(6),
  -- Rows of entry_person, counted as they come and go.
  held           bigint not null default 0 check (held >= 0),
  -- When past entries are next to be asked for; null: there are none left.
  next_read_at   timestamptz(6),
  failures       int not null default 0,
  -- When rows whose date has come are next looked for.
  purge_at       timestamptz(6) not null,
  primary key (tenant_id, ledger, id),
  foreign key (tenant_id, ledger) references public.ledger,
  check ((ended_at is null) = (key_sealed is not null))
);
-- At most one period of a ledger is on.
create unique index person_setting_live on public.person_setting (tenant_id, ledger) where ended_at is null;
-- The scans for past entries to read, and for rows to delete.
create index person_setting_read on public.person_setting (next_read_at) where next_read_at is not null;
create index person_setting_purge on public.person_setting (purge_at);

-- Dates whose past entries are to be asked for, once each; a row for every date that had entries when it was turned on.
create table public.person_date (
  tenant_id   uuid not null,
  ledger      uuid not null,
  setting     uuid not null,
  ledger_date date not null,
  due_at      timestamptz(6) not null,
  tries       int not null default 0,
  done_at     timestamptz(6),
  primary key (tenant_id, ledger, setting, ledger_date),
  foreign key (tenant_id, ledger, setting) references public.person_setting
);
-- The next date to ask for.
create index person_date_due on public.person_date (tenant_id, ledger, setting, due_at) where done_at is null;

-- What is kept of one payer, encrypted. It hangs on the entry's natural key, so it survives a new copy; it is deleted
-- when its ledger date is as old as the period says.
create table public.entry_person (
  tenant_id   uuid not null,
  ledger      uuid not null,
  setting     uuid not null,
  ledger_date date not null,
  topic       text not null check (topic in ('funds', 'fees')),
  content     bytea not null,
  ordinal     int not null,
  sealed      bytea not null,
  primary key (tenant_id, ledger, setting, ledger_date, topic, content, ordinal),
  foreign key (tenant_id, ledger, setting) references public.person_setting
);

-- How often a person has looked within the hour. Nobody reads it: a function counts.
create table installation.person_look (
  tenant_id uuid not null references public.tenant,
  actor     text not null,
  since     timestamptz(6) not null,
  looks     int not null,
  primary key (tenant_id, actor)
);
alter table installation.person_look enable row level security;
alter table installation.person_look force row level security;
create policy identity on installation.person_look to avstemt_identity using (true);
grant select, insert, update on installation.person_look to avstemt_identity;

do $$
declare t text;
begin
  foreach t in array array['person_setting', 'person_date', 'entry_person'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
  end loop;
end $$;
create policy tenant_isolation on public.person_setting to avstemt_app using (
  tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
    or ((select public.current_scope() = 'limited') and ledger in (
      select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[])))));
create policy tenant_isolation on public.person_date to avstemt_app using (
  tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
    or ((select public.current_scope() = 'limited')
      and ledger in (select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[]))
      and exists (select from public.ledger_merchant lm where lm.tenant_id = person_date.tenant_id and lm.ledger = person_date.ledger
        and lm.merchant = any((select public.current_merchants())::uuid[]) and person_date.ledger_date between lm.valid_from and lm.valid_to))));
-- A row of a period that has ended is nobody's to read, deleted or not yet.
create policy tenant_isolation on public.entry_person to avstemt_app using (
  tenant_id = (select public.current_tenant())
  and exists (select from public.person_setting s where s.tenant_id = entry_person.tenant_id and s.ledger = entry_person.ledger and s.id = entry_person.setting and s.ended_at is null)
  and ((select public.current_scope() = 'firm')
    or ((select public.current_scope() = 'limited')
      and ledger in (select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[]))
      and exists (select from public.ledger_merchant lm where lm.tenant_id = entry_person.tenant_id and lm.ledger = entry_person.ledger
        and lm.merchant = any((select public.current_merchants())::uuid[]) and entry_person.ledger_date between lm.valid_from and lm.valid_to))));
-- A limited accountant who looks writes that down too, and cannot read the trail.
create policy audit_of_looks on public.audit_event for insert to avstemt_app with check (
  tenant_id = (select public.current_tenant()) and (select public.current_scope() = 'limited') and action = 'person.shown');

grant select, insert, update on public.person_setting, public.person_date to avstemt_app;
grant select, insert on public.entry_person to avstemt_app;

create policy scan on public.person_setting for select to avstemt_scan using (true);
grant select on public.person_setting to avstemt_scan;
create policy purge on public.person_setting to avstemt_purge using (true);
create policy purge on public.person_date to avstemt_purge using (true);
create policy purge on public.entry_person to avstemt_purge using (true);
grant select, update, delete on public.person_setting to avstemt_purge;
grant select, delete on public.person_date, public.entry_person to avstemt_purge;

-- What is due, of each firm at most its share.
create function installation.persons_due(at timestamptz, share int, most int) returns table (tenant_id uuid, ledger uuid, work text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select d.tenant_id, d.ledger, d.work from (
          select w.*, row_number() over (partition by w.tenant_id, w.work order by w.due) as place from (
            (select s.tenant_id, s.ledger, 'read' as work, s.next_read_at as due from public.person_setting s where s.next_read_at <= at order by s.next_read_at limit 5000)
            union all
            (select s.tenant_id, s.ledger, 'purge', s.purge_at from public.person_setting s where s.purge_at <= at order by s.purge_at limit 5000)) w) d
        where d.place <= share order by d.place, d.due limit most $$;
-- One look more of a person in the firm of the transaction: how many that makes within the window, and when it began.
create function installation.count_look(looker text, at timestamptz, wide interval) returns table (looks int, since timestamptz)
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ insert into installation.person_look as l (tenant_id, actor, since, looks) values (public.current_tenant(), looker, at, 1)
        on conflict (tenant_id, actor) do update set
          looks = case when l.since <= at - wide then 1 else l.looks + 1 end,
          since = case when l.since <= at - wide then at else l.since end
        returning l.looks, l.since $$;
-- Whose data keys there are: for the rotation of encryption keys.
create function installation.person_keys() returns table (tenant_id uuid, ledger uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select s.tenant_id, s.ledger from public.person_setting s where s.ended_at is null order by s.tenant_id, s.ledger $$;
-- Deletes a bounded number of rows: all of a period that has ended, and that period when none is left; of one that is
-- on those whose date has come. Returns how many.
create function installation.purge_persons(wanted_ledger uuid, wanted_setting uuid, today date, most int) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  period record;
  through date;
  gone bigint;
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'personal data are deleted for the firm of the transaction';
  end if;
  select s.ended_at, s.retention_days into period from public.person_setting s
    where s.tenant_id = public.current_tenant() and s.ledger = wanted_ledger and s.id = wanted_setting for no key update;
  if not found then return 0; end if;
  through := case when period.ended_at is null then today - period.retention_days else 'infinity'::date end;
  delete from public.entry_person e where e.ctid = any(array(
    select p.ctid from public.entry_person p where p.tenant_id = public.current_tenant() and p.ledger = wanted_ledger and p.setting = wanted_setting
      and p.ledger_date <= through order by p.ledger_date limit most));
  get diagnostics gone = row_count;
  if period.ended_at is not null and gone < most then
    delete from public.person_date d where d.tenant_id = public.current_tenant() and d.ledger = wanted_ledger and d.setting = wanted_setting;
    delete from public.person_setting s where s.tenant_id = public.current_tenant() and s.ledger = wanted_ledger and s.id = wanted_setting;
  else
    update public.person_setting s set held = s.held - gone
      where s.tenant_id = public.current_tenant() and s.ledger = wanted_ledger and s.id = wanted_setting;
  end if;
  return gone;
end $$;

do $$
declare
  f record;
  roles constant jsonb := '{"persons_due": "avstemt_scan", "person_keys": "avstemt_scan", "purge_persons": "avstemt_purge", "count_look": "avstemt_identity"}';
begin
  grant create on schema installation to avstemt_scan, avstemt_purge, avstemt_identity;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and roles ? p.proname loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    execute format('grant execute on function %s to avstemt_app', f.signature);
  end loop;
  revoke create on schema installation from avstemt_scan, avstemt_purge, avstemt_identity;
end $$;
