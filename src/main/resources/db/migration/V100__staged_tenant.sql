-- What a plan has to know of the tenant beside its devices, as Graph had it right after the snapshot. It is read piece by piece, each
-- on a transaction of its own, before a plan is drawn; the plan reads these rows and asks nobody.
create table hotpatch.staged_tenant (
    snapshot_id         bigint primary key,
    begun_at            timestamptz not null,
    listed              boolean not null default false,        -- policies and update rings are all here
    hotpatch_by_default boolean,                                -- null where the tenant does not say
    finished_at         timestamptz                             -- nothing is drawn before
);

create table hotpatch.staged_policy (
    snapshot_id   bigint not null references hotpatch.staged_tenant on delete cascade,
    ordinal       integer not null,
    what          text not null check (what in ('UPDATE_RING', 'POLICY', 'EXPEDITE')),
    id            text not null,
    name          text not null,
    ours          text,                                         -- the unit, or cycle and unit, that our marker names
    hotpatch      boolean,
    manual        boolean,
    deferral_days integer,
    deadline_days integer,
    grace_days    integer,
    paused        boolean,
    pause_ends    timestamptz,
    release       text,
    forced_days   integer,
    everybody     boolean not null default false,
    assigned_to   text[] not null,
    excluded      text[] not null default '{}',
    primary key (snapshot_id, what, ordinal)
);

create table hotpatch.staged_group (
    id          bigint generated always as identity primary key,
    snapshot_id bigint not null references hotpatch.staged_tenant on delete cascade,
    what        text not null check (what in ('DEVICES', 'PEOPLE')),
    group_id    text not null,
    complete    boolean not null default false,                 -- a reading that broke off begins this group anew, and no other
    unique (snapshot_id, what, group_id)
);

create table hotpatch.staged_member (
    staged_group bigint not null,
    member       text collate "C" not null,
    primary key (staged_group, member)
);

-- A reading that fails after the fleet was read goes on behind it.
alter table hotpatch.sync add column fleet_snapshot bigint, add column fleet_read_at timestamptz;
