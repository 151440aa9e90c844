-- What guards an account is not taken away with the password alone; what has ended is swept; a first owner who let the
-- link run out can be asked again; and whose tokens outlive their place in the firm is told.

-- ---------------------------------------------------------------------------------------------------------
-- The second factor: ended, and its recovery codes replaced, only by whoever shows a code, once. The caller has
-- checked the password, and that a code of the app is right. Outcome: done, off, refused (unknown, or taken before).

drop function installation.end_second_factor(uuid, timestamptz);
drop function installation.replace_recovery_codes(uuid, bytea[], timestamptz);

create function installation.take_factor(person uuid, step bigint, recovery bytea, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if step is not null then
    update installation.second_factor f set last_step = step where f.user_id = person and f.confirmed_at is not null and f.last_step < step;
  else
    update installation.recovery_code c set used_at = at where c.user_id = person and c.code_hash = recovery and c.used_at is null;
  end if;
  return found;
end $$;
create function installation.end_second_factor(session_id uuid, step bigint, recovery bytea, at timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  if person is null or not installation.has_second_factor(person) then return 'off'; end if;
  if not installation.take_factor(person, step, recovery, at) then return 'refused'; end if;
  delete from installation.second_factor f where f.user_id = person;
  delete from installation.recovery_code c where c.user_id = person;
  perform installation.note_session_event(session_id, at, 'second-factor-off');
  return 'done';
end $$;
create function installation.replace_recovery_codes(session_id uuid, hashes bytea[], step bigint, recovery bytea, at timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  if person is null or not installation.has_second_factor(person) then return 'off'; end if;
  if not installation.take_factor(person, step, recovery, at) then return 'refused'; end if;
  perform installation.put_recovery_codes(person, hashes);
  perform installation.note_session_event(session_id, at, 'recovery-codes-replaced');
  return 'done';
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- The sweep. Invitations that have ended hold somebody's e-mail and nothing that is needed: the audit trail says who
-- was invited to what. One to own a firm stays until it is used: it is the only way in.

create index invitation_ended on installation.invitation (coalesce(accepted_at, withdrawn_at, expires_at));
create index mail_token_ended on installation.mail_token (expires_at);
create index pending_sign_in_ended on installation.pending_sign_in (expires_at);
grant delete on installation.invitation to avstemt_identity;

create function installation.is_sweep_due(invited_before timestamptz, links_before timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select exists (select from installation.mail_token k where k.expires_at < links_before)
          or exists (select from installation.pending_sign_in p where p.expires_at < links_before)
          or exists (select from installation.invitation i where coalesce(i.accepted_at, i.withdrawn_at, i.expires_at) < invited_before
               and (i.role <> 'owner' or i.accepted_at is not null or i.withdrawn_at is not null)) $$;
-- At most so many of each; returns how many went.
create function installation.sweep_ended(invited_before timestamptz, links_before timestamptz, most int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int;
  swept int := 0;
begin
  delete from installation.mail_token k where k.token_hash in (
    select o.token_hash from installation.mail_token o where o.expires_at < links_before limit most for update skip locked);
  get diagnostics gone = row_count;
  swept := swept + gone;
  delete from installation.pending_sign_in p where p.token_hash in (
    select o.token_hash from installation.pending_sign_in o where o.expires_at < links_before limit most for update skip locked);
  get diagnostics gone = row_count;
  swept := swept + gone;
  delete from installation.invitation i where i.id in (
    select o.id from installation.invitation o where coalesce(o.accepted_at, o.withdrawn_at, o.expires_at) < invited_before
      and (o.role <> 'owner' or o.accepted_at is not null or o.withdrawn_at is not null) limit most for update skip locked);
  get diagnostics gone = row_count;
  return swept + gone;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Operators see of a firm whose first owner has not come yet until when the link holds, and can send another.

create policy operator_asked on installation.invitation for select to avstemt_operator using (role = 'owner');
create policy operator_again on installation.invitation for update to avstemt_operator using (role = 'owner') with check (role = 'owner');
grant select, update on installation.invitation to avstemt_operator;

drop function installation.operator_firms(uuid, timestamptz, text, text, int);
create function installation.operator_firms(session_id uuid, at timestamptz, wanted_search text, after_slug text, most int) returns table (
    slug text, name text, created_at timestamptz, assigned bigint, ledgers bigint, taken_in bigint, owner_link_ends timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.require_operator(session_id, at);
  return query
    select t.slug, t.name, t.created_at,
      (select count(*) from public.ledger l join installation.credential c on c.id = l.credential_id and c.tenant_id is null where l.tenant_id = t.tenant_id),
      (select count(*) from public.ledger l where l.tenant_id = t.tenant_id),
      (select count(*) from public.ledger l where l.tenant_id = t.tenant_id and l.status = 'active'),
      (select max(i.expires_at) from installation.invitation i where i.tenant_id = t.tenant_id and i.role = 'owner' and i.accepted_at is null and i.withdrawn_at is null)
    from (select f.tenant_id, f.slug, f.name, f.created_at from public.tenant f
          where (after_slug is null or f.slug > after_slug)
            and (wanted_search = '' or strpos(f.slug, lower(wanted_search)) > 0 or strpos(lower(f.name collate "nb-NO-x-icu"), lower(wanted_search collate "nb-NO-x-icu")) > 0)
          order by f.slug limit most) t
    order by t.slug;
end $$;
-- A new link to the same mailbox for the first owner of the transaction's firm; the old one no longer works. Outcome:
-- renewed, none, too-many.
create function installation.operator_renew_owner(session_id uuid, at timestamptz, from_address text, new_hash bytea, expires timestamptz, most_sent int,
    out outcome text, out invitation_id uuid, out owner_email text, out letter_language text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  who record;
  found record;
begin
  who := installation.require_operator(session_id, at);
  if public.current_tenant() is null or public.current_scope() <> 'firm' then raise insufficient_privilege using message = 'the firm must be the tenant of the transaction'; end if;
  select i.id, i.email, i.language, i.sent_count into found from installation.invitation i
    where i.tenant_id = public.current_tenant() and i.role = 'owner' and i.accepted_at is null and i.withdrawn_at is null
    order by i.created_at desc limit 1 for update;
  if found.id is null then outcome := 'none'; return; end if;
  if found.sent_count >= most_sent then outcome := 'too-many'; return; end if;
  update installation.invitation i set token_hash = new_hash, expires_at = expires, sent_count = i.sent_count + 1 where i.id = found.id;
  insert into installation.operator_event (at, actor_id, actor_name, address, action, subject, firm)
    select at, who.actor_id, who.actor_name, left(from_address, 100), 'firm.owner-asked-again', '', t.slug from public.tenant t where t.tenant_id = public.current_tenant();
  outcome := 'renewed';
  invitation_id := found.id;
  owner_email := found.email;
  letter_language := found.language;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Tokens belong to the firm and outlive the place of who made them: the list says so, and a removal may end them.

drop function installation.own_tokens(uuid, timestamptz, uuid, int);
create function installation.own_tokens(wanted uuid, before_at timestamptz, before_id uuid, most int) returns table (id uuid, name text, merchant_ids uuid[], scopes text[],
    created_at timestamptz, created_by_name text, maker_is_gone boolean, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select k.id, k.name, k.merchant_ids, k.scopes, k.created_at, k.created_by_name,
          k.created_by is not null and not exists (select from installation.membership m where m.tenant_id = k.tenant_id and m.user_id = k.created_by),
          k.expires_at, k.revoked_at, k.last_used_at
        from installation.api_token k
        where k.tenant_id = public.current_tenant() and public.current_scope() = 'firm'
          and (wanted is null or k.id = wanted) and (before_at is null or (k.created_at, k.id) < (before_at, before_id))
        order by k.created_at desc, k.id desc limit most $$;
create index api_token_maker on installation.api_token (created_by) where revoked_at is null;
-- Of one person, those of the firm that still open something.
create function installation.tokens_of_maker(maker uuid, at timestamptz) returns table (id uuid, name text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select k.id, k.name from installation.api_token k
        where k.created_by = maker and k.tenant_id = public.current_tenant() and public.current_scope() = 'firm'
          and k.revoked_at is null and (k.expires_at is null or k.expires_at > at) order by k.created_at, k.id $$;

do $$
declare
  f record;
  roles constant jsonb := '{
    "take_factor": "avstemt_identity", "end_second_factor": "avstemt_identity", "replace_recovery_codes": "avstemt_identity",
    "is_sweep_due": "avstemt_identity", "sweep_ended": "avstemt_identity", "own_tokens": "avstemt_identity", "tokens_of_maker": "avstemt_identity",
    "operator_firms": "avstemt_operator", "operator_renew_owner": "avstemt_operator"}';
begin
  grant create on schema installation to avstemt_identity, avstemt_operator;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and roles ? p.proname loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to %I', f.signature, roles ->> f.proname);
    if f.proname <> 'take_factor' then execute format('grant execute on function %s to avstemt_app', f.signature); end if;
  end loop;
  revoke create on schema installation from avstemt_identity, avstemt_operator;
end $$;
