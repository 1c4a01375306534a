-- Whether the tenant's policies hold updates back: proven on test devices, or told by a sandbox.

create table hotpatch.canary_proof (
    id           bigint generated always as identity primary key,
    tenant       text not null,                       -- tenant id, or 'sandbox'
    method       text not null,                       -- OBSERVED on test devices, DECLARED by a sandbox
    asked_by     text not null,
    group_id     text,                                -- the group of the test devices
    release      text,                                -- the release they lacked
    catalog_item text,
    wait_days    integer not null default 0,          -- deferral of the update ring that applies
    policy_id    text,
    step         text not null,                       -- CREATE, ASSIGN, HOLD, APPROVE, DELIVER, SUSPEND, DELETE, ENDED
    outcome      text,                                -- GATING, REFUSED, LEAKING, INCONCLUSIVE
    seen         text not null default '',            -- what it was seen by, for people
    started_at   timestamptz not null,                -- business time, as all that follow
    held_from    timestamptz,                         -- the policy was assigned, nothing approved
    approved_at  timestamptz,
    ended_at     timestamptz,                         -- cleaned up; counts from here
    valid_until  timestamptz                          -- null with DECLARED: as long as the sandbox says so
);
create unique index canary_proof_running on hotpatch.canary_proof (tenant) where step <> 'ENDED';

create table hotpatch.canary_device (             -- the test devices that lacked the release
    proof_id   bigint not null references hotpatch.canary_proof (id),
    device_id  text not null,
    name       text,
    build      integer not null,
    ubr        integer not null,                      -- at the start
    target_ubr integer not null,                      -- lowest revision that has the release
    seen_at    timestamptz,                           -- last check-in we know of
    updated_at timestamptz,                           -- the check-in that first showed the release
    primary key (proof_id, device_id)
);
