-- Entries of one type in feed order, of the types that come once a date or seldom: payouts, retained fees,
-- corrections, disputes, what is new. What comes with every sale stays out, so that reading a feed pays next to nothing.
create index entry_rare on public.entry (tenant_id, ledger, topic, copy, entry_type, sequence)
  where entry_type not in ('capture', 'refund', 'capture-fee');
