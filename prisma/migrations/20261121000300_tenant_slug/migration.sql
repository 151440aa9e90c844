-- Commands and pages name a firm by its slug before there is a tenant to look with: one slug in, one firm out.
create function installation.find_tenant(wanted_slug text) returns table (tenant_id uuid, name text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select t.tenant_id, t.name from public.tenant t where t.slug = wanted_slug $$;

revoke execute on function installation.find_tenant(text) from public;
grant create on schema installation to avstemt_identity;
alter function installation.find_tenant(text) owner to avstemt_identity;
grant execute on function installation.find_tenant(text) to avstemt_app;
revoke create on schema installation from avstemt_identity;

-- Web, worker and `doctor` ask whether the database is up to date: names and checksums, nothing of a firm.
grant select on public._prisma_migrations to avstemt_app;
