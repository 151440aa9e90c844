-- The run-time role reads of the journal what readiness and `doctor` ask for, and not the rest: its logs may
-- hold pieces of statements. Revoking from the table takes the columns along, so they are granted again.
revoke select on public._prisma_migrations from avstemt_app;
grant select (migration_name, checksum, finished_at, rolled_back_at) on public._prisma_migrations to avstemt_app;
