-- Sign-in: sessions whose id is exchanged as they go on, a second factor, links sent by mail, sign-in elsewhere
-- (OpenID Connect), and what happened to an account.

-- A row holds while `expires_at` lies ahead, which is how everything asks: it ends when nobody used it for a while,
-- when its successor has taken over, and with the sign-in.
alter table installation.user_session
  -- The first row of the sign-in; null: this one.
  add column sign_in uuid,
  -- When the sign-in ends, however busy; null: with this row.
  add column ends_at timestamptz(6),
  add column seen_at timestamptz(6),
  -- The row that this one was exchanged for.
  add column successor uuid;

-- The password was right, the second factor is not shown yet: opens nothing.
create table installation.pending_sign_in (
  token_hash bytea primary key,
  user_id    uuid not null references installation.app_user,
  expires_at timestamptz(6) not null
);
create index pending_sign_in_user on installation.pending_sign_in (user_id);

-- A person's second factor (TOTP). Counts once it is confirmed by a code.
create table installation.second_factor (
  user_id       uuid primary key references installation.app_user,
  secret_sealed text not null,
  created_at    timestamptz(6) not null,
  confirmed_at  timestamptz(6),
  -- The time step of the last code that was taken: none works twice.
  last_step     bigint not null default 0
);
create table installation.recovery_code (
  user_id   uuid not null references installation.app_user,
  code_hash bytea not null,
  used_at   timestamptz(6),
  primary key (user_id, code_hash)
);

-- A link that was sent by mail, by the hash of its secret. It goes when it is used.
create table installation.mail_token (
  token_hash bytea primary key,
  user_id    uuid not null references installation.app_user,
  purpose    text not null check (purpose in ('password-reset', 'email-change')),
  new_email  text check (new_email = lower(new_email)),
  expires_at timestamptz(6) not null,
  constraint mail_token_new_email check ((purpose = 'email-change') = (new_email is not null))
);
create index mail_token_user on installation.mail_token (user_id);

-- Who somebody is at an issuer of OpenID Connect.
create table installation.user_identity (
  issuer     text not null,
  subject    text not null,
  user_id    uuid not null references installation.app_user,
  created_at timestamptz(6) not null,
  primary key (issuer, subject)
);
create unique index user_identity_user on installation.user_identity (user_id, issuer);

-- What happened to an account. It has no firm: people see their own.
create table installation.account_event (
  id      uuid primary key,
  user_id uuid not null references installation.app_user,
  at      timestamptz(6) not null,
  kind    text not null,
  device  text not null,
  address text not null
);
create index account_event_user on installation.account_event (user_id, at, id);

do $$
declare t text;
begin
  foreach t in array array['pending_sign_in', 'second_factor', 'recovery_code', 'mail_token', 'user_identity', 'account_event'] loop
    execute format('alter table installation.%I enable row level security', t);
    execute format('alter table installation.%I force row level security', t);
    execute format('create policy identity on installation.%I to avstemt_identity using (true)', t);
    execute format('grant select, insert, update, delete on installation.%I to avstemt_identity', t);
  end loop;
end $$;
revoke update, delete on installation.account_event from avstemt_identity;
grant delete on installation.user_session to avstemt_identity;

-- ---------------------------------------------------------------------------------------------------------
-- Parts of the functions below; the run-time role may not call them.

create function installation.session_person(wanted uuid, at timestamptz) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select s.user_id from installation.user_session s where s.id = wanted and s.revoked_at is null and s.expires_at > at $$;
create function installation.note_account_event(person uuid, happened_at timestamptz, what text, event_device text, event_address text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ insert into installation.account_event (id, user_id, at, kind, device, address)
        values (gen_random_uuid(), person, happened_at, what, left(event_device, 200), left(event_address, 100)) $$;
-- The same, from where the session was last seen.
create function installation.note_session_event(session_id uuid, happened_at timestamptz, what text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ select installation.note_account_event(s.user_id, happened_at, what, s.device, s.address) from installation.user_session s where s.id = session_id $$;
create function installation.session_idle_limit() returns interval
  language sql immutable security definer set search_path = pg_catalog, pg_temp as $$ select interval '2 hours' $$;
create function installation.begin_session(session_id uuid, person uuid, opened_at timestamptz, ends timestamptz, session_device text, session_address text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from installation.user_session s where s.user_id = person and s.expires_at < opened_at - interval '30 days';
  insert into installation.user_session (id, user_id, created_at, expires_at, device, address, sign_in, ends_at, seen_at)
    values (session_id, person, opened_at, least(ends, opened_at + installation.session_idle_limit()),
      left(session_device, 200), left(session_address, 100), session_id, ends, opened_at);
$$;
-- The person's row is the lock: whoever opens or renews a session holds it, and whoever closes sessions waits for them,
-- so that none is opened beside what closes them all.
create function installation.hold_person(person uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from installation.app_user u where u.id = person for no key update;
end $$;
create function installation.revoke_sessions(person uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.hold_person(person);
  update installation.user_session s set revoked_at = at where s.user_id = person and s.revoked_at is null;
end $$;
-- The sign-in goes on under a new id; every other session of the person is closed, and the old id with them.
create function installation.restart_session(session_id uuid, new_id uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare old installation.user_session;
begin
  select * into strict old from installation.user_session s where s.id = session_id;
  perform installation.revoke_sessions(old.user_id, at);
  insert into installation.user_session (id, user_id, created_at, expires_at, device, address, sign_in, ends_at, seen_at)
    values (new_id, old.user_id, at, least(coalesce(old.ends_at, old.expires_at), at + installation.session_idle_limit()),
      old.device, old.address, coalesce(old.sign_in, old.id), coalesce(old.ends_at, old.expires_at), at);
end $$;
create function installation.has_second_factor(person uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select exists (select from installation.second_factor f where f.user_id = person and f.confirmed_at is not null) $$;
create function installation.firm_names(person uuid) returns text[]
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select coalesce(array_agg(t.name order by t.name), '{}') from installation.membership m join public.tenant t on t.tenant_id = m.tenant_id where m.user_id = person $$;
create function installation.put_recovery_codes(person uuid, hashes bytea[]) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from installation.recovery_code c where c.user_id = person;
  insert into installation.recovery_code (user_id, code_hash) select person, h from unnest(hashes) h;
$$;

-- ---------------------------------------------------------------------------------------------------------
-- Signing in

drop function installation.find_sign_in(text);
create function installation.find_sign_in(wanted_email text) returns table (user_id uuid, name text, password_hash text, has_second_factor boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.id, u.name, u.password_hash, installation.has_second_factor(u.id) from installation.app_user u where u.email = lower(wanted_email) $$;

-- For somebody without a second factor; the database holds that, too.
drop function installation.open_session(uuid, uuid, timestamptz, timestamptz, text, text);
-- `verified` is the hash that the password was verified with: when it was changed meanwhile, nothing is opened.
create function installation.open_session(session_id uuid, session_user_id uuid, verified text, opened_at timestamptz, expires timestamptz, session_device text, session_address text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from installation.app_user u where u.id = session_user_id and (verified is null or u.password_hash = verified) for share;
  if not found then return false; end if;
  if installation.has_second_factor(session_user_id) then
    raise insufficient_privilege using message = 'this person has a second factor';
  end if;
  perform installation.begin_session(session_id, session_user_id, opened_at, expires, session_device, session_address);
  perform installation.note_account_event(session_user_id, opened_at, 'signed-in', session_device, session_address);
  return true;
end $$;

create function installation.open_pending(pending bytea, person uuid, at timestamptz, expires timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from installation.pending_sign_in p where p.user_id = person and p.expires_at <= at;
  insert into installation.pending_sign_in (token_hash, user_id, expires_at) values (pending, person, expires);
$$;
create function installation.read_pending(pending bytea, at timestamptz) returns table (user_id uuid, secret_sealed text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select f.user_id, f.secret_sealed from installation.pending_sign_in p join installation.second_factor f on f.user_id = p.user_id
        where p.token_hash = pending and p.expires_at > at and f.confirmed_at is not null $$;
-- Takes the code of a time step, or a recovery code, once; opens the session. False: it was taken before, or is unknown.
create function installation.pass_second_factor(pending bytea, step bigint, recovery bytea, session_id uuid, at timestamptz, ends timestamptz, session_device text, session_address text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid;
begin
  select p.user_id into person from installation.pending_sign_in p where p.token_hash = pending and p.expires_at > at for update;
  if person is null then return false; end if;
  if step is not null then
    update installation.second_factor f set last_step = step where f.user_id = person and f.confirmed_at is not null and f.last_step < step;
  else
    update installation.recovery_code c set used_at = at where c.user_id = person and c.code_hash = recovery and c.used_at is null;
  end if;
  if not found then return false; end if;
  delete from installation.pending_sign_in p where p.token_hash = pending;
  perform installation.begin_session(session_id, person, at, ends, session_device, session_address);
  if step is null then perform installation.note_account_event(person, at, 'recovery-code-used', session_device, session_address); end if;
  perform installation.note_account_event(person, at, 'signed-in', session_device, session_address);
  return true;
end $$;
create function installation.note_refused_code(pending bytea, at timestamptz, event_device text, event_address text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ select installation.note_account_event(p.user_id, at, 'code-refused', event_device, event_address) from installation.pending_sign_in p where p.token_hash = pending and p.expires_at > at $$;

-- Who the subject of an issuer is. The first time a verified e-mail says it; a person has one subject at an issuer.
create function installation.find_identity(wanted_issuer text, wanted_subject text, verified_email text, at timestamptz, event_device text, event_address text) returns table (user_id uuid, has_second_factor boolean)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid;
begin
  select i.user_id into person from installation.user_identity i where i.issuer = wanted_issuer and i.subject = wanted_subject;
  if person is null then
    insert into installation.user_identity as i (issuer, subject, user_id, created_at)
      select wanted_issuer, wanted_subject, u.id, at from installation.app_user u where u.email = lower(verified_email)
      on conflict do nothing returning i.user_id into person;
    if person is null then return; end if;
    perform installation.note_account_event(person, at, 'identity-linked', event_device, event_address);
  end if;
  return query select person, installation.has_second_factor(person);
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Sessions: a person's action takes the session's id, and looks the person up

-- The id to carry from now on: a new one when this one is older than `renew_after`; the old one holds for `overlap`
-- more, for requests under way. Null: the session does not hold.
create function installation.renew_session(session_id uuid, new_id uuid, at timestamptz, renew_after interval, overlap interval, session_device text, session_address text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare old installation.user_session;
begin
  perform from installation.app_user u where u.id = (select s.user_id from installation.user_session s where s.id = session_id) for share;
  select * into old from installation.user_session s where s.id = session_id and s.revoked_at is null and s.expires_at > at for update;
  if old.id is null then return null; end if;
  if old.successor is not null then return old.successor; end if;
  if old.created_at > at - renew_after then
    update installation.user_session s set seen_at = at, device = left(session_device, 200), address = left(session_address, 100),
      expires_at = least(coalesce(s.ends_at, s.expires_at), at + installation.session_idle_limit()) where s.id = session_id;
    return session_id;
  end if;
  insert into installation.user_session (id, user_id, created_at, expires_at, device, address, sign_in, ends_at, seen_at)
    values (new_id, old.user_id, at, least(coalesce(old.ends_at, old.expires_at), at + installation.session_idle_limit()),
      left(session_device, 200), left(session_address, 100), coalesce(old.sign_in, old.id), coalesce(old.ends_at, old.expires_at), at);
  update installation.user_session s set successor = new_id, expires_at = least(s.expires_at, at + overlap) where s.id = session_id;
  return new_id;
end $$;

-- The whole sign-in ends, not just the row.
drop function installation.close_session(uuid, timestamptz);
create function installation.close_session(session_id uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.hold_person((select s.user_id from installation.user_session s where s.id = session_id));
  update installation.user_session s set revoked_at = at from installation.user_session named
    where named.id = session_id and s.user_id = named.user_id and coalesce(s.sign_in, s.id) = coalesce(named.sign_in, named.id) and s.revoked_at is null;
end $$;

-- A sign-in is named by its first row; the id that opens something is not handed out.
create function installation.list_sign_ins(session_id uuid, at timestamptz) returns table (sign_in uuid, is_current boolean, device text, address text, started_at timestamptz, last_seen_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(s.sign_in, s.id), bool_or(s.id = session_id),
    (array_agg(s.device order by s.created_at desc))[1], (array_agg(s.address order by s.created_at desc))[1],
    coalesce(min(first.created_at), min(s.created_at)), max(coalesce(s.seen_at, s.created_at))
  from installation.user_session s left join installation.user_session first on first.id = s.sign_in
  where s.user_id = installation.session_person(session_id, at) and s.revoked_at is null and s.expires_at > at
  group by 1 order by 6 desc, 1 limit 100 $$;
create function installation.close_sign_in(session_id uuid, wanted uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform installation.hold_person(installation.session_person(session_id, at));
  update installation.user_session s set revoked_at = at
    where s.user_id = installation.session_person(session_id, at) and coalesce(s.sign_in, s.id) = wanted and s.revoked_at is null and s.expires_at > at;
  if not found then return false; end if;
  perform installation.note_session_event(session_id, at, 'session-closed');
  return true;
end $$;
create function installation.close_sign_ins(session_id uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  if person is null then return false; end if;
  perform installation.note_session_event(session_id, at, 'signed-out-everywhere');
  perform installation.revoke_sessions(person, at);
  delete from installation.pending_sign_in p where p.user_id = person;
  return true;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- The account of a signed-in person

create function installation.read_account(session_id uuid, at timestamptz) returns table (email text, name text, language text, has_password boolean, second_factor_at timestamptz, recovery_codes int, issuers text[])
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.email, u.name, u.language, u.password_hash is not null, f.confirmed_at,
    (select count(*)::int from installation.recovery_code c where c.user_id = u.id and c.used_at is null and f.confirmed_at is not null),
    (select coalesce(array_agg(i.issuer order by i.issuer), '{}') from installation.user_identity i where i.user_id = u.id)
  from installation.app_user u left join installation.second_factor f on f.user_id = u.id
  where u.id = installation.session_person(session_id, at) $$;
-- What proves that it is the person at the keys, and what a password must not be made of.
create function installation.account_proofs(session_id uuid, at timestamptz) returns table (user_id uuid, email text, name text, language text, firm_names text[], password_hash text, secret_sealed text, is_confirmed boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.email, u.name, u.language, installation.firm_names(u.id), u.password_hash, f.secret_sealed, f.confirmed_at is not null
  from installation.app_user u left join installation.second_factor f on f.user_id = u.id
  where u.id = installation.session_person(session_id, at) $$;
create function installation.account_events(session_id uuid, at timestamptz, before_at timestamptz, before_id uuid, most int) returns table (id uuid, happened_at timestamptz, kind text, device text, address text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.id, e.at, e.kind, e.device, e.address from installation.account_event e
  where e.user_id = installation.session_person(session_id, account_events.at) and (before_at is null or (e.at, e.id) < (before_at, before_id))
  order by e.at desc, e.id desc limit most $$;

create function installation.set_language(session_id uuid, new_language text, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update installation.app_user u set language = new_language where u.id = installation.session_person(session_id, at);
  return found;
end $$;
-- Closes every other session, and voids every link that was sent.
create function installation.change_password(session_id uuid, new_hash text, new_session uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  if person is null then return false; end if;
  update installation.app_user u set password_hash = new_hash where u.id = person;
  delete from installation.mail_token k where k.user_id = person;
  delete from installation.pending_sign_in p where p.user_id = person;
  perform installation.note_session_event(session_id, at, 'password-changed');
  perform installation.restart_session(session_id, new_session, at);
  return true;
end $$;

-- False: there is a confirmed one already.
create function installation.begin_second_factor(session_id uuid, sealed text, began_at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into installation.second_factor as f (user_id, secret_sealed, created_at)
    select person, sealed, began_at from installation.session_person(session_id, began_at) person where person is not null
    on conflict (user_id) do update set secret_sealed = sealed, created_at = began_at, last_step = 0 where f.confirmed_at is null;
  return found;
end $$;
create function installation.confirm_second_factor(session_id uuid, sealed text, step bigint, hashes bytea[], new_session uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  perform installation.hold_person(person);
  update installation.second_factor f set confirmed_at = at, last_step = step where f.user_id = person and f.confirmed_at is null and f.secret_sealed = sealed;
  if not found then return false; end if;
  perform installation.put_recovery_codes(person, hashes);
  delete from installation.pending_sign_in p where p.user_id = person;
  perform installation.note_session_event(session_id, at, 'second-factor-on');
  perform installation.restart_session(session_id, new_session, at);
  return true;
end $$;
create function installation.end_second_factor(session_id uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  delete from installation.second_factor f where f.user_id = person and f.confirmed_at is not null;
  if not found then return false; end if;
  delete from installation.recovery_code c where c.user_id = person;
  perform installation.note_session_event(session_id, at, 'second-factor-off');
  return true;
end $$;
create function installation.replace_recovery_codes(session_id uuid, hashes bytea[], at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  if person is null or not installation.has_second_factor(person) then return false; end if;
  perform installation.put_recovery_codes(person, hashes);
  perform installation.note_session_event(session_id, at, 'recovery-codes-replaced');
  return true;
end $$;

-- ---------------------------------------------------------------------------------------------------------
-- Links sent by mail

create function installation.read_mail_token(wanted bytea, wanted_purpose text, at timestamptz) returns table (user_id uuid, email text, name text, language text, firm_names text[], new_email text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select u.id, u.email, u.name, u.language, installation.firm_names(u.id), k.new_email
  from installation.mail_token k join installation.app_user u on u.id = k.user_id
  where k.token_hash = wanted and k.purpose = wanted_purpose and k.expires_at > at $$;
create function installation.begin_password_reset(wanted_email text, new_hash bytea, at timestamptz, expires timestamptz, event_device text, event_address text) returns table (email text, language text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person installation.app_user;
begin
  select * into person from installation.app_user u where u.email = lower(wanted_email);
  if person.id is null then return; end if;
  delete from installation.mail_token k where k.user_id = person.id and k.expires_at <= at;
  insert into installation.mail_token (token_hash, user_id, purpose, expires_at) values (new_hash, person.id, 'password-reset', expires);
  perform installation.note_account_event(person.id, at, 'password-reset-asked', event_device, event_address);
  return query select person.email, person.language;
end $$;
-- Closes every session and voids every other link. A second factor stays on.
create function installation.finish_password_reset(wanted bytea, new_password text, at timestamptz, event_device text, event_address text) returns table (email text, language text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid;
begin
  delete from installation.mail_token k where k.token_hash = wanted and k.purpose = 'password-reset' and k.expires_at > at returning k.user_id into person;
  if person is null then return; end if;
  update installation.app_user u set password_hash = new_password where u.id = person;
  delete from installation.mail_token k where k.user_id = person;
  delete from installation.pending_sign_in p where p.user_id = person;
  perform installation.revoke_sessions(person, at);
  perform installation.note_account_event(person, at, 'password-reset', event_device, event_address);
  return query select u.email, u.language from installation.app_user u where u.id = person;
end $$;
-- False: somebody has the address. Null: the session does not hold.
create function installation.begin_email_change(session_id uuid, wanted_email text, new_hash bytea, at timestamptz, expires timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare person uuid := installation.session_person(session_id, at);
begin
  if person is null then return null; end if;
  perform installation.note_session_event(session_id, at, 'email-change-asked');
  delete from installation.mail_token k where k.user_id = person and k.purpose = 'email-change';
  if exists (select from installation.app_user u where u.email = lower(wanted_email)) then return false; end if;
  insert into installation.mail_token (token_hash, user_id, purpose, new_email, expires_at) values (new_hash, person, 'email-change', lower(wanted_email), expires);
  return true;
end $$;
-- Links that went to the old address are void.
create function installation.finish_email_change(wanted bytea, at timestamptz, event_device text, event_address text) returns table (old_email text, new_email text, language text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare link installation.mail_token; old installation.app_user;
begin
  delete from installation.mail_token k where k.token_hash = wanted and k.purpose = 'email-change' and k.expires_at > at returning * into link;
  if link.user_id is null then return; end if;
  select * into strict old from installation.app_user u where u.id = link.user_id for update;
  begin
    update installation.app_user u set email = link.new_email where u.id = link.user_id;
  exception when unique_violation then return;
  end;
  delete from installation.mail_token k where k.user_id = link.user_id;
  perform installation.note_account_event(link.user_id, at, 'email-changed', event_device, event_address);
  return query select old.email, link.new_email, old.language;
end $$;

-- For the rotation of encryption keys.
create function installation.second_factor_secrets() returns table (user_id uuid, secret_sealed text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select f.user_id, f.secret_sealed from installation.second_factor f order by f.created_at $$;
create function installation.reseal_second_factor(person uuid, old_secret text, new_secret text) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update installation.second_factor f set secret_sealed = new_secret where f.user_id = person and f.secret_sealed = old_secret;
  return found;
end $$;

do $$
declare
  f record;
  parts text[] := array['hold_person', 'session_person', 'note_account_event', 'note_session_event', 'session_idle_limit', 'begin_session', 'revoke_sessions',
    'restart_session', 'has_second_factor', 'firm_names', 'put_recovery_codes'];
  called text[] := array['find_sign_in', 'open_session', 'open_pending', 'read_pending', 'pass_second_factor', 'note_refused_code', 'find_identity',
    'renew_session', 'close_session', 'list_sign_ins', 'close_sign_in', 'close_sign_ins', 'read_account', 'account_proofs', 'account_events',
    'set_language', 'change_password', 'begin_second_factor', 'confirm_second_factor', 'end_second_factor', 'replace_recovery_codes',
    'read_mail_token', 'begin_password_reset', 'finish_password_reset', 'begin_email_change', 'finish_email_change',
    'second_factor_secrets', 'reseal_second_factor'];
begin
  grant create on schema installation to avstemt_identity;
  for f in select p.oid::regprocedure as signature, p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and p.proname = any(parts || called) loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to avstemt_identity', f.signature);
    if f.proname = any(called) then execute format('grant execute on function %s to avstemt_app', f.signature); end if;
  end loop;
  revoke create on schema installation from avstemt_identity;
end $$;
