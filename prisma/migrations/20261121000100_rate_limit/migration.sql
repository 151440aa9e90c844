-- The counters of lib/platform/rate-limit.ts: rate-limiter-flexible names the columns. Nothing here belongs
-- to a tenant: a key is a limit's name and a hash, and a row may be lost at any moment.
create table rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

-- Expired counters are deleted every five minutes: `delete from rate_limit where expire < $1`.
create index rate_limit_expire on rate_limit (expire);

grant select, insert, update, delete on rate_limit to avstemt_app;
