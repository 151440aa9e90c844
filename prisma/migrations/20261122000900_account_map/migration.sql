-- Bookkeeping: where each kind of movement is booked, and what the clearing account says in the firm's own books.

-- What a firm, or one of its merchants, has instead of a default account. A row without a merchant is the firm's.
create table public.account_map (
  tenant_id  uuid not null references public.tenant,
  id         uuid not null,
  merchant   uuid,
  country    char(2) not null,
  role       text not null,
  -- Null, all three: taken back, so that what it stands on holds again.
  account    text check (length(account) between 1 and 20),
  name       text check (length(name) between 1 and 100),
  vat_code   text check (length(vat_code) <= 10),
  changed_at timestamptz(6) not null,
  changed_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, merchant) references public.merchant,
  check ((account is null) = (name is null) and (account is null) = (vat_code is null))
);
-- One account a role; also the reading of a map.
create unique index account_map_firm on public.account_map (tenant_id, country, role) where merchant is null;
create unique index account_map_merchant on public.account_map (tenant_id, merchant, country, role) where merchant is not null;

-- The balance of the clearing account at the end of a ledger date, as the accountant reads it in the books.
create table public.clearing_balance (
  tenant_id   uuid not null,
  ledger      uuid not null,
  ledger_date date not null,
  balance     bigint not null,
  entered_at  timestamptz(6) not null,
  entered_by  text not null,
  primary key (tenant_id, ledger, ledger_date),
  foreign key (tenant_id, ledger) references public.ledger
);

do $$
declare t text;
begin
  foreach t in array array['account_map', 'clearing_balance'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
  end loop;
end $$;
-- Whoever looks after some merchants changes their accounts, and reads the firm's, which theirs stand on.
create policy tenant_isolation on public.account_map to avstemt_app
  using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
      or ((select public.current_scope() = 'limited') and (merchant = any((select public.current_merchants())::uuid[])
        or (merchant is null and cardinality((select public.current_merchants())::uuid[]) > 0)))))
  with check (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
      or ((select public.current_scope() = 'limited') and merchant = any((select public.current_merchants())::uuid[]))));
create policy tenant_isolation on public.clearing_balance to avstemt_app using (
  tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
    or ((select public.current_scope() = 'limited')
      and ledger in (select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[]))
      and exists (select from public.ledger_merchant lm where lm.tenant_id = clearing_balance.tenant_id and lm.ledger = clearing_balance.ledger
        and lm.merchant = any((select public.current_merchants())::uuid[]) and clearing_balance.ledger_date between lm.valid_from and lm.valid_to))));

grant select, insert, update on public.account_map, public.clearing_balance to avstemt_app;

select installation.open_to_purge();
