-- What the reading side looks up for a whole firm at once: the state of every topic's proof, payouts by what
-- became of them, merchants in the order people read.

-- Is a topic in doubt, is a date that is over not compared yet: one probe each, however long the history is.
create index day_differs on public.day (tenant_id, ledger, topic, copy, ledger_date) where proof = 'differs';
create index day_open on public.day (tenant_id, ledger, topic, copy, ledger_date) where proof = 'open';
-- The payouts list by status.
create index payout_settled on public.payout (tenant_id, settled, ledger_date, id);
-- The merchants list in Norwegian order.
create index merchant_name_sorted on public.merchant (tenant_id, name collate "nb-NO-x-icu", id);

-- Readiness: web and worker say whether the database is as new as they are.
grant select (migration_name, finished_at, rolled_back_at) on public._prisma_migrations to avstemt_app;
