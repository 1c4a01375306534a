-- The tables that decided about a cycle's devices, as SHA-256 of their files: kept with the results, which the cache forgets with the next table.
alter table hotpatch.cycle add column build_class_table text, add column eligibility_table text;
