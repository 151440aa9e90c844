-- A person may agree to a rebuild that loses a payout's entry: then the payout, which hangs on that entry, goes
-- with it, audited. Nothing else removes a payout.
grant delete on public.payout to avstemt_app;
