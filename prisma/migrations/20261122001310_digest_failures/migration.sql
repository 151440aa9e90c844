-- A digest that cannot be written is put off, longer each time: else it is due again at the next scan, and as the one
-- that has waited longest it stands before those that could go.
alter table public.digest_setting add column failures int not null default 0 check (failures >= 0);
grant update (failures) on public.digest_setting to avstemt_app;
