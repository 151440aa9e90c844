-- People: the language they read, limited accountants and merchants' own people, operators, and mail on its way.

alter table installation.app_user
  add column language text not null default 'en' check (language in ('en', 'nb', 'da', 'fi')),
  -- Somebody who only signs in elsewhere (OpenID Connect) has no password here.
  alter column password_hash drop not null;

-- A limit is a list of merchants; none is the whole firm. A merchant's people always have one.
alter table installation.membership
  add column merchant_ids uuid[],
  add column created_at timestamptz(6) not null default now(),
  drop constraint membership_role_check,
  add constraint membership_role_check check (role in ('owner', 'admin', 'accountant', 'viewer', 'merchant')),
  add constraint membership_limit check (
    case role when 'merchant' then merchant_ids is not null when 'accountant' then true else merchant_ids is null end);

-- People who run the installation: they create firms and assign ledgers, and see no firm's books.
create table installation.operator (
  user_id    uuid primary key references installation.app_user,
  created_at timestamptz(6) not null default now()
);

-- Mail on its way: written in the transaction of what causes it, sealed, since it may carry a link that opens an
-- account. A row goes when the mail server has taken it.
create table installation.mail_outbox (
  id          uuid primary key,
  created_at  timestamptz(6) not null,
  next_try_at timestamptz(6) not null,
  tries       int not null default 0,
  sealed      text not null,
  failure     text
);
-- The scan for mail that is due.
create index mail_outbox_due on installation.mail_outbox (next_try_at);

alter table installation.operator enable row level security;
alter table installation.operator force row level security;
alter table installation.mail_outbox enable row level security;
alter table installation.mail_outbox force row level security;
create policy identity on installation.operator to avstemt_identity using (true);
create policy identity on installation.mail_outbox to avstemt_identity using (true);
grant select, insert, delete on installation.operator to avstemt_identity;
grant select, insert, update, delete on installation.mail_outbox to avstemt_identity;

drop function installation.read_session(uuid, timestamptz);
create function installation.read_session(session_id uuid, at timestamptz) returns table (
    user_id uuid, name text, email text, language text, is_operator boolean,
    tenant_id uuid, slug text, tenant_name text, role text, merchant_ids uuid[])
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select u.id, u.name, u.email, u.language, exists (select from installation.operator o where o.user_id = u.id),
          t.tenant_id, t.slug, t.name, m.role, m.merchant_ids
        from installation.user_session s join installation.app_user u on u.id = s.user_id
        left join installation.membership m on m.user_id = u.id left join public.tenant t on t.tenant_id = m.tenant_id
        where s.id = session_id and s.revoked_at is null and s.expires_at > at order by t.name $$;

create function installation.post_mail(mail_id uuid, mail_sealed text, at timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ insert into installation.mail_outbox (id, created_at, next_try_at, sealed) values (mail_id, at, at, mail_sealed) $$;
-- Hands out mail that is due, and puts it off meanwhile: a sender that dies loses nothing.
create function installation.take_mail(at timestamptz, lease interval, most int) returns table (mail_id uuid, mail_sealed text, tries int, created_at timestamptz)
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.mail_outbox o set next_try_at = at + lease, tries = o.tries + 1
        from (select m.id from installation.mail_outbox m where m.next_try_at <= at order by m.next_try_at limit most for update skip locked) due
        where o.id = due.id returning o.id, o.sealed, o.tries, o.created_at $$;
create function installation.mail_sent(wanted uuid) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ delete from installation.mail_outbox where id = wanted $$;
create function installation.mail_failed(wanted uuid, next_at timestamptz, why text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ update installation.mail_outbox set next_try_at = next_at, failure = left(why, 500) where id = wanted $$;
create function installation.mail_due(at timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select exists (select from installation.mail_outbox m where m.next_try_at <= at) $$;

do $$
declare f record;
begin
  grant create on schema installation to avstemt_identity;
  for f in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'installation' and p.proname in ('read_session', 'post_mail', 'take_mail', 'mail_sent', 'mail_failed', 'mail_due') loop
    execute format('revoke execute on function %s from public', f.signature);
    execute format('alter function %s owner to avstemt_identity', f.signature);
    execute format('grant execute on function %s to avstemt_app', f.signature);
  end loop;
  revoke create on schema installation from avstemt_identity;
end $$;
