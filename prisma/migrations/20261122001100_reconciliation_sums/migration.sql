-- Reconciliation in figures: counted from indexes alone, however long the history is; and what is not looked at is said.

-- From this date on everything of the account that is open is looked at. Null: all of it is. A date stands here only
-- while more is open than is matched at a time.
alter table public.bank_account add column worked_from date;
-- The accounts of which that is to be said.
create index bank_account_cut on public.bank_account (tenant_id, worked_from, id) where worked_from is not null;

-- Payouts by what became of them. Every column that the sums and the policy read stands in it.
create index payout_sums on public.payout (tenant_id, settled, ledger_date, ledger, currency, amount);
-- Bank lines by what became of them, likewise.
create index bank_line_sums on public.bank_line (tenant_id, kind, booking_date, account, matched, amount, id) where kind in ('settlement', 'ignored');
