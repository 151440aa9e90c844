-- Members: who belongs to a firm, how they get in by invitation, and how they leave. The run-time role reaches none
-- of these tables: each function checks the firm of the transaction, and what a limited person may.

create table installation.invitation (
  id           uuid primary key,
  tenant_id    uuid not null references public.tenant,
  email        text not null check (email = lower(email)),
  role         text not null check (role in ('admin', 'accountant', 'viewer', 'merchant')),
  -- As in membership: a list of merchants, or the whole firm.
  merchant_ids uuid[],
  language     text not null check (language in ('en', 'nb', 'da', 'fi')),
  -- Of the link in the letter; the link itself is not stored.
  token_hash   bytea not null unique,
  invited_by   text not null,
  -- Their open invitations end with their place or role; null: the system or an operator.
  invited_by_id uuid,
  sent_count   int not null default 1,
  created_at   timestamptz(6) not null,
  expires_at   timestamptz(6) not null,
  accepted_at  timestamptz(6),
  withdrawn_at timestamptz(6),
  check (case role when 'merchant' then cardinality(merchant_ids) > 0 when 'accountant' then true else merchant_ids is null end),
  check (accepted_at is null or withdrawn_at is null)
);
-- Those that wait, oldest first.
create index invitation_open on installation.invitation (tenant_id, created_at, id) where accepted_at is null and withdrawn_at is null;
-- How many a firm has sent lately.
create index invitation_sent on installation.invitation (tenant_id, created_at);
-- The members of a firm, its own people apart from its merchants', in the order in which they came.
create index membership_firm on installation.membership (tenant_id, created_at, user_id) where role <> 'merchant';
create index membership_merchant on installation.membership (tenant_id, created_at, user_id) where role = 'merchant';

alter table installation.invitation enable row level security;
alter table installation.invitation force row level security;
create policy identity on installation.invitation to avstemt_identity using (true);
grant select, insert, update on installation.invitation to avstemt_identity;
grant delete on installation.membership to avstemt_identity;

-- Whoever is limited to some merchants may change things of theirs, and what they change is written down too. They
-- read nothing of the trail.
create policy limited_append on public.audit_event for insert to avstemt_app
  with check (tenant_id = (select public.current_tenant()) and (select public.current_scope()) = 'limited');

-- ---------------------------------------------------------------------------------------------------------
-- What the caller may: the firm of the transaction, whole or for the merchants of its limit.

create function installation.require_firm() returns uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if public.current_tenant() is null or public.current_scope() <> 'firm' then
    raise insufficient_privilege using message = 'members are a matter of the whole firm';
  end if;
  return public.current_tenant();
end $$;
-- True for the whole firm, and for a limited person when every merchant is within the limit.
create function installation.may_reach(wanted uuid[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select public.current_tenant() is not null and (public.current_scope() = 'firm'
          or (public.current_scope() = 'limited' and cardinality(wanted) > 0 and wanted <@ public.current_merchants())) $$;
-- True when all of them are merchants of the firm of the transaction.
create function installation.are_merchants(wanted uuid[]) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select not exists (select from unnest(wanted) w(id)
          where not exists (select from public.merchant m where m.tenant_id = public.current_tenant() and m.id = w.id)) $$;

-- ---------------------------------------------------------------------------------------------------------
-- Members

create function installation.list_members(of_merchants boolean, after_at timestamptz, after_id uuid, most int)
  returns table (user_id uuid, name text, email text, role text, merchant_ids uuid[], created_at timestamptz, seen_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare firm uuid := installation.require_firm();
begin
  if of_merchants then
    return query select m.user_id, u.name, u.email, m.role, m.merchant_ids, m.created_at,
        (select max(s.created_at) from installation.user_session s where s.user_id = m.user_id)
      from installation.membership m join installation.app_user u on u.id = m.user_id
      where m.tenant_id = firm and m.role = 'merchant' and (after_id is null or (m.created_at, m.user_id) > (after_at, after_id))
      order by m.created_at, m.user_id limit most;
  else
    return query select m.user_id, u.name, u.email, m.role, m.merchant_ids, m.created_at,
        (select max(s.created_at) from installation.user_session s where s.user_id = m.user_id)
      from installation.membership m join installation.app_user u on u.id = m.user_id
      where m.tenant_id = firm and m.role <> 'merchant' and (after_id is null or (m.created_at, m.user_id) > (after_at, after_id))
      order by m.created_at, m.user_id limit most;
  end if;
end $$;
create function installation.find_member(wanted uuid)
  returns table (user_id uuid, name text, email text, role text, merchant_ids uuid[], created_at timestamptz, seen_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare firm uuid := installation.require_firm();
begin
  return query select m.user_id, u.name, u.email, m.role, m.merchant_ids, m.created_at,
      (select max(s.created_at) from installation.user_session s where s.user_id = m.user_id)
    from installation.membership m join installation.app_user u on u.id = m.user_id
    where m.tenant_id = firm and m.user_id = wanted;
end $$;
-- A merchant's people, for whoever looks after the merchant. Of their other companies nothing is said.
create function installation.merchant_people(wanted_merchant uuid, after_at timestamptz, after_id uuid, most int)
  returns table (user_id uuid, name text, email text, created_at timestamptz, seen_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select m.user_id, u.name, u.email, m.created_at, (select max(s.created_at) from installation.user_session s where s.user_id = m.user_id)
        from installation.membership m join installation.app_user u on u.id = m.user_id
        where m.tenant_id = public.current_tenant() and m.role = 'merchant' and wanted_merchant = any(m.merchant_ids)
          and installation.may_reach(array[wanted_merchant]) and (after_id is null or (m.created_at, m.user_id) > (after_at, after_id))
        order by m.created_at, m.user_id limit most $$;

-- Changes of members go one after the other: the firm's row is the lock. `acting` is null when nobody acts but the
-- system. An owner is changed by owners only, and the last one by nobody.
create function installation.member_change_refused(acting uuid, old_role text) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select case
          when acting is not null and not exists (select from installation.membership a where a.tenant_id = public.current_tenant() and a.user_id = acting
            and a.role in ('owner', case when old_role = 'owner' then 'owner' else 'admin' end)) then 'forbidden'
          when old_role = 'owner' and (select count(*) from installation.membership o where o.tenant_id = public.current_tenant() and o.role = 'owner') < 2 then 'last-owner'
        end $$;
create function installation.change_member(acting uuid, wanted uuid, new_role text, new_merchants uuid[])
  returns table (outcome text, old_role text, old_merchants uuid[])
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firm uuid := installation.require_firm();
  held record;
  refused text;
begin
  perform from public.tenant t where t.tenant_id = firm for no key update;
  select m.role, m.merchant_ids into held from installation.membership m where m.tenant_id = firm and m.user_id = wanted;
  -- A merchant's people stay what they are: they are invited and removed at their merchants.
  if held.role is null or held.role = 'merchant' then return query select 'not-found', null::text, null::uuid[]; return; end if;
  refused := installation.member_change_refused(acting, held.role);
  if refused is null and new_role not in ('admin', 'accountant', 'viewer') then refused := 'forbidden'; end if;
  if refused is null and not installation.are_merchants(new_merchants) then refused := 'no-merchant'; end if;
  if refused is null then
    update installation.membership m set role = new_role, merchant_ids = new_merchants where m.tenant_id = firm and m.user_id = wanted;
    -- Whom they had invited with what they were does not come in after them.
    update installation.invitation i set withdrawn_at = now() where i.tenant_id = firm and i.invited_by_id = wanted and i.accepted_at is null and i.withdrawn_at is null;
  end if;
  return query select coalesce(refused, 'changed'), held.role, held.merchant_ids;
end $$;
create function installation.remove_member(acting uuid, wanted uuid)
  returns table (outcome text, old_role text, old_merchants uuid[])
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firm uuid := installation.require_firm();
  held record;
  refused text;
begin
  perform from public.tenant t where t.tenant_id = firm for no key update;
  select m.role, m.merchant_ids into held from installation.membership m where m.tenant_id = firm and m.user_id = wanted;
  if held.role is null then return query select 'not-found', null::text, null::uuid[]; return; end if;
  refused := installation.member_change_refused(acting, held.role);
  if refused is null then
    delete from installation.membership m where m.tenant_id = firm and m.user_id = wanted;
    update installation.invitation i set withdrawn_at = now() where i.tenant_id = firm and i.invited_by_id = wanted and i.accepted_at is null and i.withdrawn_at is null;
  end if;
  return query select coalesce(refused, 'removed'), held.role, held.merchant_ids;
end $$;
-- The owner who gives stays as an admin.
create function installation.transfer_ownership(giving uuid, receiving uuid) returns table (outcome text, old_role text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firm uuid := installation.require_firm();
  held text;
begin
  perform from public.tenant t where t.tenant_id = firm for no key update;
  if not exists (select from installation.membership m where m.tenant_id = firm and m.user_id = giving and m.role = 'owner') then
    return query select 'forbidden', null::text; return;
  end if;
  select m.role into held from installation.membership m where m.tenant_id = firm and m.user_id = receiving and m.role in ('admin', 'accountant', 'viewer');
  if held is null then return query select 'not-found', null::text; return; end if;
  update installation.membership m set role = 'owner', merchant_ids = null where m.tenant_id = firm and m.user_id = receiving;
  update installation.membership m set role = 'admin' where m.tenant_id = firm and m.user_id = giving;
  return query select 'transferred', held;
end $$;
-- Takes one merchant from one of its people; whoever has none left is no member any more.
create function installation.remove_merchant_person(wanted uuid, wanted_merchant uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  left_over uuid[];
begin
  if not installation.may_reach(array[wanted_merchant]) then
    raise insufficient_privilege using message = 'a merchant is reached in the firm of the transaction';
  end if;
  perform from public.tenant t where t.tenant_id = public.current_tenant() for no key update;
  select array_remove(m.merchant_ids, wanted_merchant) into left_over from installation.membership m
    where m.tenant_id = public.current_tenant() and m.user_id = wanted and m.role = 'merchant' and wanted_merchant = any(m.merchant_ids);
  if left_over is null then return 'not-found'; end if;
  if cardinality(left_over) = 0 then
    delete from installation.membership m where m.tenant_id = public.current_tenant() and m.user_id = wanted;
  else
    update installation.membership m set merchant_ids = left_over where m.tenant_id = public.current_tenant() and m.user_id = wanted;
  end if;
  return 'removed';
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Invitations

create function installation.invite(invitation_id uuid, invited_email text, invited_role text, invited_merchants uuid[], letter_language text,
    new_hash bytea, inviter text, inviter_id uuid, at timestamptz, expires timestamptz, most_lately int) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firm uuid := public.current_tenant();
  held record;
begin
  if invited_role = 'owner' then raise insufficient_privilege using message = 'nobody is invited to own a firm'; end if;
  if invited_role = 'merchant' then
    if not installation.may_reach(invited_merchants) then raise insufficient_privilege using message = 'a merchant is reached in the firm of the transaction'; end if;
  else
    perform installation.require_firm();
  end if;
  if not installation.are_merchants(invited_merchants) then return 'no-merchant'; end if;
  perform from public.tenant t where t.tenant_id = firm for no key update;
  if (select count(*) from installation.invitation i where i.tenant_id = firm and i.created_at > at - interval '1 hour') >= most_lately then return 'too-many'; end if;
  select m.role, m.merchant_ids into held from installation.membership m join installation.app_user u on u.id = m.user_id
    where m.tenant_id = firm and u.email = invited_email;
  if held.role is not null and (held.role <> 'merchant' or invited_role <> 'merchant' or invited_merchants <@ held.merchant_ids) then return 'member'; end if;
  -- A new letter of the same kind takes the place of the one before.
  update installation.invitation i set withdrawn_at = at where i.tenant_id = firm and i.email = invited_email and i.accepted_at is null and i.withdrawn_at is null
    and (case when invited_role = 'merchant' then i.role = 'merchant' and i.merchant_ids <@ invited_merchants else i.role <> 'merchant' end);
  insert into installation.invitation (id, tenant_id, email, role, merchant_ids, language, token_hash, invited_by, invited_by_id, created_at, expires_at)
    values (invitation_id, firm, invited_email, invited_role, invited_merchants, letter_language, new_hash, inviter, inviter_id, at, expires);
  return 'invited';
end $$;
-- Those that wait: of the firm, or of one merchant.
create function installation.list_invitations(wanted_merchant uuid, after_at timestamptz, after_id uuid, most int)
  returns table (id uuid, email text, role text, merchant_ids uuid[], invited_by text, created_at timestamptz, expires_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if wanted_merchant is null then perform installation.require_firm(); end if;
  return query select i.id, i.email, i.role, case when wanted_merchant is null then i.merchant_ids else array[wanted_merchant] end, i.invited_by, i.created_at, i.expires_at
    from installation.invitation i
    where i.tenant_id = public.current_tenant() and i.accepted_at is null and i.withdrawn_at is null
      and (wanted_merchant is null or (i.role = 'merchant' and wanted_merchant = any(i.merchant_ids) and installation.may_reach(array[wanted_merchant])))
      and (after_id is null or (i.created_at, i.id) > (after_at, after_id))
    order by i.created_at, i.id limit most;
end $$;
-- A new link for the same invitation: the old one no longer works.
create function installation.renew_invitation(wanted uuid, all_roles boolean, new_hash bytea, at timestamptz, expires timestamptz, most_sent int)
  returns table (outcome text, email text, role text, merchant_ids uuid[], language text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare found record;
begin
  select i.* into found from installation.invitation i
    where i.id = wanted and i.tenant_id = public.current_tenant() and i.accepted_at is null and i.withdrawn_at is null for update;
  if found.id is null or not (case when found.role = 'merchant' then installation.may_reach(found.merchant_ids) else all_roles and public.current_scope() = 'firm' end) then
    return query select 'not-found', null::text, null::text, null::uuid[], null::text; return;
  end if;
  if found.sent_count >= most_sent then
    return query select 'too-many', found.email, found.role, found.merchant_ids, found.language; return;
  end if;
  update installation.invitation i set token_hash = new_hash, expires_at = expires, sent_count = i.sent_count + 1 where i.id = wanted;
  return query select 'renewed', found.email, found.role, found.merchant_ids, found.language;
end $$;
create function installation.withdraw_invitation(wanted uuid, all_roles boolean, at timestamptz) returns table (role text, merchant_ids uuid[])
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.invitation i set withdrawn_at = at
        where i.id = wanted and i.tenant_id = public.current_tenant() and i.accepted_at is null and i.withdrawn_at is null
          and case when i.role = 'merchant' then installation.may_reach(i.merchant_ids) else all_roles and public.current_scope() = 'firm' end
        returning i.role, i.merchant_ids $$;

-- For whoever holds the link: it was sent to the e-mail, so it proves the mailbox, and says no more than the letter.
create function installation.open_invitation(wanted_hash bytea, at timestamptz)
  returns table (tenant_id uuid, tenant_name text, slug text, email text, role text, merchant_ids uuid[], invited_by text, language text, is_known boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select i.tenant_id, t.name, t.slug, i.email, i.role, i.merchant_ids, i.invited_by, i.language,
          exists (select from installation.app_user u where u.email = i.email)
        from installation.invitation i join public.tenant t on t.tenant_id = i.tenant_id
        where i.token_hash = wanted_hash and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > at $$;
-- Uses an invitation up for a person with its e-mail. Only the two functions below call it.
create function installation.admit(wanted_hash bytea, admitted uuid, at timestamptz) returns table (outcome text, old_merchants uuid[], new_merchants uuid[])
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  given record;
  held record;
begin
  select i.* into given from installation.invitation i where i.token_hash = wanted_hash and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > at for update;
  if given.id is null then return query select 'gone', null::uuid[], null::uuid[]; return; end if;
  -- Who has become an operator meanwhile owns no firm: they see no books.
  if given.role = 'owner' and exists (select from installation.operator o where o.user_id = admitted) then return query select 'gone', null::uuid[], null::uuid[]; return; end if;
  perform from public.tenant t where t.tenant_id = given.tenant_id for no key update;
  select m.role, m.merchant_ids into held from installation.membership m where m.tenant_id = given.tenant_id and m.user_id = admitted;
  update installation.invitation i set accepted_at = at where i.id = given.id;
  if held.role is null then
    insert into installation.membership (tenant_id, user_id, role, merchant_ids, created_at) values (given.tenant_id, admitted, given.role, given.merchant_ids, at);
    return query select 'joined', null::uuid[], given.merchant_ids;
  elsif held.role = 'merchant' and given.role = 'merchant' then
    update installation.membership m set merchant_ids = (select array_agg(distinct w) from unnest(held.merchant_ids || given.merchant_ids) w)
      where m.tenant_id = given.tenant_id and m.user_id = admitted;
    return query select 'joined', held.merchant_ids, m.merchant_ids from installation.membership m where m.tenant_id = given.tenant_id and m.user_id = admitted;
  else
    return query select 'member', held.merchant_ids, held.merchant_ids;
  end if;
end $$;
-- Accepts as the person of an open session, who must have the e-mail of the invitation.
create function installation.accept_invitation(wanted_hash bytea, session_id uuid, at timestamptz)
  returns table (outcome text, user_id uuid, user_name text, old_merchants uuid[], new_merchants uuid[])
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who record;
begin
  select s.user_id, s.name into who from installation.read_session(session_id, at) s
    join installation.invitation i on i.token_hash = wanted_hash and i.email = s.email limit 1;
  if who.user_id is null then return query select 'other-person', null::uuid, null::text, null::uuid[], null::uuid[]; return; end if;
  return query select a.outcome, who.user_id, who.name, a.old_merchants, a.new_merchants from installation.admit(wanted_hash, who.user_id, at) a;
end $$;
-- Accepts as somebody new: the link proves the mailbox.
create function installation.accept_as_new(wanted_hash bytea, new_user uuid, new_name text, new_password_hash text, at timestamptz)
  returns table (outcome text, new_merchants uuid[])
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare given record;
begin
  select i.email, i.language into given from installation.invitation i
    where i.token_hash = wanted_hash and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > at for update;
  if given.email is null then return query select 'gone', null::uuid[]; return; end if;
  insert into installation.app_user (id, email, name, password_hash, language, created_at)
    values (new_user, given.email, new_name, new_password_hash, given.language, at) on conflict (email) do nothing;
  if not found then return query select 'known', null::uuid[]; return; end if;
  return query select a.outcome, a.new_merchants from installation.admit(wanted_hash, new_user, at) a;
end $$;

do $$
declare f record;
begin
  grant create on schema installation to avstemt_identity;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and p.proname in ('require_firm', 'may_reach', 'are_merchants', 'list_members', 'find_member', 'merchant_people',
      'member_change_refused', 'change_member', 'remove_member', 'transfer_ownership', 'remove_merchant_person', 'invite', 'list_invitations',
      'renew_invitation', 'withdraw_invitation', 'open_invitation', 'admit', 'accept_invitation', 'accept_as_new') loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to avstemt_identity', f.signature);
    -- The inner ones are for the functions around them.
    if f.proname not in ('require_firm', 'may_reach', 'are_merchants', 'member_change_refused', 'admit') then
      execute format('grant execute on function %s to avstemt_app', f.signature);
    end if;
  end loop;
  revoke create on schema installation from avstemt_identity;
end $$;
