-- What a reason said belongs to the table that said it: a plan shows its own, whatever a newer table makes of the code.
alter table hotpatch.reason add column table_hash text not null default '';
alter table hotpatch.reason alter column table_hash drop default;
alter table hotpatch.reason drop constraint reason_pkey;
alter table hotpatch.reason add primary key (table_hash, code);
-- Which text was whose is not known of plans so far: each keeps the last one. '' stands for the table of a plan that did not note it.
insert into hotpatch.reason (table_hash, code, effect, owner, fix, fix_restarts)
select t.eligibility_table, r.code, r.effect, r.owner, r.fix, r.fix_restarts
from (select distinct eligibility_table from hotpatch.cycle where eligibility_table is not null) t, hotpatch.reason r where r.table_hash = '';
