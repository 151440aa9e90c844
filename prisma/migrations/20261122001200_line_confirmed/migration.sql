-- What a line is follows from its words and from what it is suggested for, so that neither the order in which things
-- come nor what was undone leaves a trace; only what a person has said stays.
alter table public.bank_line add column is_confirmed boolean not null default false;
