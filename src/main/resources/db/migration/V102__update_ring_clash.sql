-- Devices that another update ring reaches than the one of their unit alone, or that the unit's own leaves out: when they are offered an update, and
-- when they have to restart, is not known. Of which rings of ours that is true is a bit each, counted from 1 in ring order; read with each plan.
create table hotpatch.update_ring_clash (
    object_id text not null,
    name      text not null,                                   -- which update ring, and how
    rings     bigint not null,
    primary key (object_id, name)
);

alter table hotpatch.staged_policy add column filtered boolean not null default false;
