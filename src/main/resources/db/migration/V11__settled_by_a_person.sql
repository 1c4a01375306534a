-- A restart that neither its answer nor its device could tell is settled by a person.

alter table hotpatch.graph_write
    add column decided_by text,
    add column decided_why text,
    add column decided_at timestamptz;                -- business time
create index graph_write_ambiguous on hotpatch.graph_write (cycle_id) where state = 'AMBIGUOUS';
