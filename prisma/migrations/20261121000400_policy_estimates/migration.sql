-- The same policies, in a form that the planner can estimate.
--
-- `(select current_scope()) = 'firm'` counts as one row in two hundred, so that a firm of a thousand ledgers was
-- planned as if it had five, and joined row by row. A subquery that is itself true or false counts as one in two.

do $$
declare t text;
begin
  execute 'alter policy tenant_isolation on public.tenant using (tenant_id = (select public.current_tenant()) and (select public.current_scope() in (''firm'', ''limited'')))';
  execute 'alter policy tenant_isolation on public.merchant using (tenant_id = (select public.current_tenant()) and ((select public.current_scope() = ''firm'') or ((select public.current_scope() = ''limited'') and id = any((select public.current_merchants())::uuid[]))))';
  execute 'alter policy tenant_isolation on public.ledger_merchant using (tenant_id = (select public.current_tenant()) and ((select public.current_scope() = ''firm'') or ((select public.current_scope() = ''limited'') and merchant = any((select public.current_merchants())::uuid[]))))';

  -- Firm only: what is not bound to a merchant.
  execute 'alter policy tenant_isolation on public.audit_event using (tenant_id = (select public.current_tenant()) and (select public.current_scope() = ''firm''))';

  -- Bound to a ledger, without a ledger date: limited people see what belongs to their merchants now.
  execute $p$alter policy tenant_isolation on public.ledger using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
      or ((select public.current_scope() = 'limited') and id in (
        select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[])))))$p$;
  foreach t in array array['ledger_version', 'ledger_topic', 'feed', 'issue'] loop
    execute format($p$alter policy tenant_isolation on public.%I using (
      tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
        or ((select public.current_scope() = 'limited') and ledger in (
          select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[])))))$p$, t);
  end loop;
  -- Bound to a ledger and a ledger date: the ledger must have been their merchant's on that date.
  foreach t in array array['entry', 'chain_break', 'day_sum', 'day', 'payout'] loop
    execute format($p$alter policy tenant_isolation on public.%1$I using (
      tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
        or ((select public.current_scope() = 'limited')
          and ledger in (select lm.ledger from public.ledger_merchant lm where lm.tenant_id = (select public.current_tenant()) and lm.merchant = any((select public.current_merchants())::uuid[]))
          and exists (select from public.ledger_merchant lm where lm.tenant_id = %1$I.tenant_id and lm.ledger = %1$I.ledger
            and lm.merchant = any((select public.current_merchants())::uuid[]) and %1$I.ledger_date between lm.valid_from and lm.valid_to))))$p$, t);
  end loop;
  execute $p$alter policy tenant_isolation on public.payout_cover using (
    tenant_id = (select public.current_tenant()) and ((select public.current_scope() = 'firm')
      or ((select public.current_scope() = 'limited') and exists (select from public.payout p where p.tenant_id = payout_cover.tenant_id and p.id = payout_cover.payout))))$p$;
end $$;
