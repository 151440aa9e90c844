-- Work on issues: put off, looked after by somebody, and told of by mail.

alter table public.issue
  -- Until when it is out of sight; it comes back by itself.
  add column snoozed_until timestamptz(6),
  add column snoozed_by text,
  -- Who looks after it: a member of the firm, by the name they had then.
  add column assigned_id uuid,
  add column assigned_name text,
  add check ((snoozed_until is null) = (snoozed_by is null)),
  add check ((assigned_id is null) = (assigned_name is null));
-- What somebody looks after.
create index issue_assigned on public.issue (tenant_id, assigned_id, opened_at, id) where resolved_at is null and assigned_id is not null;
-- Open issues as they are listed: gravest first, then oldest.
create index issue_open_list on public.issue (tenant_id, (case severity when 'critical' then 0 when 'warning' then 1 else 2 end), opened_at, id)
  where resolved_at is null;
-- Resolved ones: newest first.
create index issue_resolved_list on public.issue (tenant_id, resolved_at, id) where resolved_at is not null;

-- What of the issue list a member of a firm wants by mail. No row: nothing.
create table public.digest_setting (
  tenant_id      uuid not null references public.tenant,
  user_id        uuid not null,
  frequency      text not null check (frequency in ('off', 'daily', 'weekly')),
  -- 1 is Monday; of a weekly one.
  weekday        int not null check (weekday between 1 and 7),
  -- On the clock of the firm's time zone.
  hour           int not null check (hour between 0 and 23),
  covers         text not null check (covers in ('all', 'mine')),
  least_severity text not null check (least_severity in ('info', 'warning', 'critical')),
  -- Kinds of issues that are left out.
  left_out       text[] not null,
  -- Also when there is nothing to tell.
  sends_empty    boolean not null,
  last_sent_at   timestamptz(6),
  next_send_at   timestamptz(6),
  primary key (tenant_id, user_id),
  -- Whoever leaves the firm hears nothing more of it.
  foreign key (tenant_id, user_id) references installation.membership on delete cascade,
  check ((frequency = 'off') = (next_send_at is null))
);
-- The scan for whose time has come.
create index digest_setting_due on public.digest_setting (next_send_at) where next_send_at is not null;

alter table public.digest_setting enable row level security;
alter table public.digest_setting force row level security;
-- The job that sends works for the firm. People get at theirs, limited or not, by their session: below.
create policy tenant_isolation on public.digest_setting to avstemt_app
  using (tenant_id = (select public.current_tenant()) and (select public.current_scope() = 'firm'));
grant select, update (last_sent_at, next_send_at) on public.digest_setting to avstemt_app;
create policy identity on public.digest_setting to avstemt_identity using (true);
grant select, insert, update on public.digest_setting to avstemt_identity;
create policy scan on public.digest_setting for select to avstemt_scan using (true);
grant select on public.digest_setting to avstemt_scan;

-- Whose time has come, the longest waiting first.
create function installation.digest_due(at timestamptz, most int) returns table (tenant_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select d.tenant_id, d.user_id from public.digest_setting d
        where d.next_send_at <= at and not exists (select from public.firm_deletion f where f.tenant_id = d.tenant_id and f.begun_at is not null)
        order by d.next_send_at limit most $$;

-- Whom a digest of the firm of the transaction goes to, and what of the firm they see.
create function installation.digest_recipient(wanted uuid) returns table (email text, language text, merchant_ids uuid[], firm_name text, slug text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.email, u.language, m.merchant_ids, t.name, t.slug
        from installation.membership m join installation.app_user u on u.id = m.user_id join public.tenant t on t.tenant_id = m.tenant_id
        where m.tenant_id = public.current_tenant() and public.current_scope() = 'firm' and m.user_id = wanted and m.role <> 'merchant' $$;

-- A signed-in person's digests, one for each firm that they work in; null where nothing was chosen.
create function installation.own_digests(session_id uuid, at timestamptz) returns table (slug text, firm_name text, frequency text, weekday int, hour int,
    covers text, least_severity text, left_out text[], sends_empty boolean, last_sent_at timestamptz, next_send_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select t.slug, t.name, d.frequency, d.weekday, d.hour, d.covers, d.least_severity, d.left_out, d.sends_empty, d.last_sent_at, d.next_send_at
        from installation.membership m join public.tenant t on t.tenant_id = m.tenant_id
        left join public.digest_setting d on d.tenant_id = m.tenant_id and d.user_id = m.user_id
        where m.user_id = installation.session_person(session_id, at) and m.role <> 'merchant' order by t.name, t.slug $$;
-- False: the session does not hold, or the person does not work in this firm.
create function installation.put_digest(session_id uuid, at timestamptz, firm text, new_frequency text, new_weekday int, new_hour int, new_covers text,
    new_severity text, new_left_out text[], new_empty boolean, next_at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into public.digest_setting as d (tenant_id, user_id, frequency, weekday, hour, covers, least_severity, left_out, sends_empty, next_send_at)
    select m.tenant_id, m.user_id, new_frequency, new_weekday, new_hour, new_covers, new_severity, new_left_out, new_empty, next_at
    from installation.membership m join public.tenant t on t.tenant_id = m.tenant_id
    where m.user_id = installation.session_person(session_id, at) and m.role <> 'merchant' and t.slug = firm
    on conflict (tenant_id, user_id) do update set frequency = excluded.frequency, weekday = excluded.weekday, hour = excluded.hour, covers = excluded.covers,
      least_severity = excluded.least_severity, left_out = excluded.left_out, sends_empty = excluded.sends_empty,
      -- One that went while this choice was on its way is not sent again: the time that it set stays.
      next_send_at = case when d.last_sent_at >= excluded.next_send_at then coalesce(d.next_send_at, excluded.next_send_at) else excluded.next_send_at end;
  return found;
end $$;

-- Who may look after an issue, and of which merchants: null is the whole firm. Whoever is limited to some merchants is
-- told of those who see any of these.
create function installation.issue_people() returns table (user_id uuid, name text, merchant_ids uuid[])
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.id, u.name, m.merchant_ids from installation.membership m join installation.app_user u on u.id = m.user_id
        where m.tenant_id = public.current_tenant() and m.role in ('owner', 'admin', 'accountant')
          and (public.current_scope() = 'firm' or (public.current_scope() = 'limited' and cardinality(public.current_merchants()::uuid[]) > 0
            and (m.merchant_ids is null or m.merchant_ids && public.current_merchants()::uuid[])))
        order by u.name, u.id $$;
-- One of them, whose place in the firm stays as it is until the transaction ends: whoever removes or limits them
-- meanwhile waits, and then takes from them what they were given here.
create function installation.hold_issue_person(wanted uuid) returns table (user_id uuid, name text, merchant_ids uuid[])
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $$ select u.id, u.name, m.merchant_ids from installation.membership m join installation.app_user u on u.id = m.user_id
        where m.tenant_id = public.current_tenant() and m.user_id = wanted and m.role in ('owner', 'admin', 'accountant')
          and (public.current_scope() = 'firm' or (public.current_scope() = 'limited' and cardinality(public.current_merchants()::uuid[]) > 0
            and (m.merchant_ids is null or m.merchant_ids && public.current_merchants()::uuid[])))
        for share of m $$;

do $$
declare
  f record;
  roles constant jsonb := '{"digest_due": "avstemt_scan", "digest_recipient": "avstemt_identity", "own_digests": "avstemt_identity",
    "put_digest": "avstemt_identity", "issue_people": "avstemt_identity", "hold_issue_person": "avstemt_identity"}';
begin
  grant create on schema installation to avstemt_identity, avstemt_scan;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'installation' and roles ? p.proname loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    execute format('grant execute on function %s to avstemt_app', f.signature);
  end loop;
  revoke create on schema installation from avstemt_identity, avstemt_scan;
end $$;

select installation.open_to_purge();
