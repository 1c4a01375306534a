-- Since when Entra does not have the group of an exemption: who was in it when it was last read stays exempted.
alter table hotpatch.exemption add column group_gone_at timestamptz;

-- Groups that were to be read for a plan and that Entra did not have: none is not the same as empty.
create table hotpatch.staged_gone (
    snapshot_id bigint not null,
    group_id    text not null,
    primary key (snapshot_id, group_id)
);
