-- Releases, the fleet, plans, rings, approvals, the Graph write ledger and restarts.
-- Every table belongs to hotpatch_owner; hotpatch_app gets its rights through the default privileges of V1.

create table hotpatch.release (
    id              text primary key,                 -- catalog entry id
    cycle_id        text not null unique,             -- 2026.08-B
    name            text not null,                    -- 2026.08 B
    display_name    text not null,
    published_at    timestamptz not null,
    classification  text not null,                    -- raw, as the catalog says it
    cadence         text not null,
    planned_kind    text,
    max_severity    text,
    max_base_score  numeric(4, 1),
    exploited_cves  text not null default '',         -- comma separated
    first_seen_at   timestamptz not null,             -- business time
    fingerprint     text not null,                    -- of the entry as last read
    disposition     text not null default 'RECORDED'  -- RECORDED, STARTED
);

create table hotpatch.revision (
    release_id text not null references hotpatch.release (id),
    product    text not null,
    line       text not null,                         -- WINDOWS_11, WINDOWS_10, WINDOWS_SERVER, UNKNOWN
    version    text,
    build      integer not null,
    ubr        integer not null,
    kb         text not null,
    hotpatch   text not null,                         -- YES, NO, UNREADABLE
    primary key (release_id, product, build, ubr, kb)
);
create index revision_build on hotpatch.revision (build, line);

create table hotpatch.snapshot (
    id            bigint generated always as identity primary key,
    cycle_id      text,
    taken_at      timestamptz not null,
    rows_read     integer not null default 0,
    rows_merged   integer not null default 0,
    rows_rejected integer not null default 0,
    rejected_why  text not null default '',
    complete      boolean not null default false
);

-- What the sources last said of each device. One row per Intune record.
create table hotpatch.device (
    id              text primary key,                 -- Intune device id
    entra_device_id text,
    object_id       text,                             -- Entra object id: what groups hold
    serial          text,
    name            text not null,
    owner           text,
    line            text not null,                    -- product line, as far as the source tells
    build           integer,
    ubr             integer,
    edition         text not null,
    cpu             text not null,
    chpe            text not null,
    join_type       text not null,
    management      text not null,
    licence         text not null default 'UNKNOWN',
    vbs             text not null default 'UNKNOWN',
    vbs_observed_at timestamptz,
    retired         boolean not null default false,
    last_check_in   timestamptz,
    observed_at     timestamptz,                      -- when the source saw it
    received_at     timestamptz not null,             -- when we read it
    hotpatched_at   timestamptz                       -- last time it was seen on a hotpatch build
);
create index device_entra on hotpatch.device (entra_device_id);
create index device_object on hotpatch.device (object_id);

create table hotpatch.entra_device (                  -- Entra device id to object id, as last read
    device_id text primary key,
    object_id text not null
);
create table hotpatch.user_licence (                  -- who holds a licence that covers hotpatch, as last read
    owner      text primary key,
    qualifying boolean not null
);

-- The population each device counts in: duplicates (same Entra device id, or same serial) are listed once, as the
-- record that checked in last.
create function hotpatch.device_population(stale_before timestamptz)
    returns table (device_id text, population text) language sql stable as $$
    select id, case
        when row_number() over (partition by coalesce(entra_device_id, serial, id)
             order by last_check_in desc nulls last, id) > 1 then 'DUPLICATE'
        when retired then 'RETIRED'
        when last_check_in is null or last_check_in < stale_before then 'STALE'
        else 'ACTIVE' end
    from hotpatch.device
$$;

create table hotpatch.source_reading (                -- how far each source has been read
    source      text primary key,
    read_until  timestamptz not null,
    received_at timestamptz not null,
    rows_read   integer not null
);

create table hotpatch.foreign_policy_member (         -- devices another policy targets
    object_id   text not null,
    policy_id   text not null,
    policy_name text not null,
    primary key (object_id, policy_id)
);

create table hotpatch.cycle (
    id             text primary key,
    release_id     text not null unique references hotpatch.release (id),
    state          text not null,
    kind           text,
    surprise       boolean not null default false,
    change_type    text,
    catalog_item   text,                              -- id of the Intune catalog item
    snapshot_id    bigint references hotpatch.snapshot (id),
    plan_version   integer not null default 0,
    plan_hash      text,
    model_set      text,
    superseded_by  text,
    kind_decided_by text,                             -- a person, where the catalog was not clear
    created_at     timestamptz not null,
    closed_at      timestamptz,
    closing_note   text
);

create table hotpatch.halt (
    id           bigint generated always as identity primary key,
    cycle_id     text not null references hotpatch.cycle (id),
    reason       text not null,
    requested_by text not null,
    requested_at timestamptz not null,
    lifted_by    text,
    lifted_at    timestamptz
);
create unique index halt_in_force on hotpatch.halt (cycle_id) where lifted_at is null;

-- The plan of a cycle: facts as of its snapshot, the decision, the ring. Immutable once approved.
-- No index beside the key: before statistics know a new cycle, a planner would join along cycle_id alone.
create table hotpatch.plan_device (
    cycle_id         text not null references hotpatch.cycle (id),
    device_id        text not null,
    object_id        text,
    population       text not null,                   -- ACTIVE, STALE, RETIRED, DUPLICATE
    line             text not null,
    build            integer,
    ubr              integer,
    edition          text not null,
    cpu              text not null,
    chpe             text not null,
    join_type        text not null,
    management       text not null,
    licence          text not null,
    vbs              text not null,
    policy           text not null,                   -- UNIT, FOREIGN, MULTIPLE, NONE
    build_class      text,
    eligibility      text,                            -- ELIGIBLE, NOT_ELIGIBLE, UNKNOWN
    reasons          text not null default '',        -- codes, comma separated, first to fix first
    hotpatched_before boolean not null default false,
    ring             text,
    controlled       boolean not null default false,
    uncontrolled_why text,
    track            text,                            -- HOTPATCH, LCU, NONE
    restart_expected boolean not null default false,
    last_check_in    timestamptz,
    primary key (cycle_id, device_id)
);

create table hotpatch.eligibility_result (            -- one row per distinct combination of classes and table
    table_hash  text not null,
    facts_hash  text not null,
    build_class text not null,
    eligibility text not null,
    reasons     text not null,
    primary key (table_hash, facts_hash)
);
create table hotpatch.reason (                        -- the last text of each code in the table in force
    code         text primary key,
    effect       text not null,
    owner        text not null,
    fix          text not null,
    fix_restarts boolean not null
);

create table hotpatch.unit (                          -- ring x restart group; one per ring by default
    name          text primary key,
    ring          text not null,
    group_id      text,
    owned         boolean not null default false,     -- we write its members
    policy_id     text,
    update_ring   text,
    deferral_days integer,
    deadline_days integer,
    grace_days    integer,
    paused        boolean,
    update_rings_found integer not null default 0,
    read_at       timestamptz,
    problem       text
);

create table hotpatch.ring (
    cycle_id      text not null references hotpatch.cycle (id),
    name          text not null,
    ordinal       integer not null,
    state         text not null,
    devices       integer not null,
    controlled    integer not null,
    hotpatch      integer not null,
    lcu           integer not null,
    restarts      integer not null,
    opened_at     timestamptz,
    passed_at     timestamptz,
    verdict       text,
    verdict_reason text,
    overridden_by text,
    hold_reason   text,
    failure_limit numeric(5, 2),
    soak          text,
    observe_for   text,
    silent_limit  numeric(5, 2),
    observed_from timestamptz,                        -- start of the observation in force
    as_of         timestamptz,
    effective     integer not null default 0,
    effective_hotpatch integer not null default 0,
    effective_lcu integer not null default 0,
    failed        integer not null default 0,
    silent        integer not null default 0,
    pending       integer not null default 0,
    primary key (cycle_id, name)
);

create table hotpatch.verdict (
    id       bigint generated always as identity primary key,
    cycle_id text not null,
    ring     text not null,
    at       timestamptz not null,
    as_of    timestamptz,
    verdict  text not null,
    reason   text not null,
    figures  jsonb not null
);
create index verdict_ring on hotpatch.verdict (cycle_id, ring);

create table hotpatch.progress (
    cycle_id        text not null,
    device_id       text not null,
    ring            text not null,
    outcome         text not null default 'PENDING',  -- PENDING, EFFECTIVE_HOTPATCH, EFFECTIVE_LCU, FAILED
    build           integer,
    ubr             integer,
    last_check_in   timestamptz,
    not_effective_at timestamptz,                     -- last seen without the fixed build
    effective_at    timestamptz,                      -- first seen with it: the pessimistic bound
    alert           text,
    alert_at        timestamptz,
    waits_for_restart boolean not null default false,
    restart_seen_at timestamptz,
    primary key (cycle_id, device_id)
);

create table hotpatch.approval (
    id           bigint generated always as identity primary key,
    cycle_id     text not null references hotpatch.cycle (id),
    ring         text,
    subject      text not null,                       -- CHANGE, RING, STOP, RESTART, RELEASE, AFTERWARDS
    task_id      text not null unique,
    plan_hash    text,
    shown        text not null,                       -- canonical JSON, frozen when the task was created
    shown_hash   text not null,
    asked        text not null,                       -- candidate groups
    requested_at timestamptz not null,
    due_at       timestamptz,
    decision     text,
    decided_by   text,
    comment      text,
    decided_at   timestamptz,
    decided_wall timestamptz,
    expires_at   timestamptz
);
create index approval_cycle on hotpatch.approval (cycle_id, subject);

-- One row per intended Graph write: committed before the call, settled after it, read back.
create table hotpatch.graph_write (
    id            bigint generated always as identity primary key,
    natural_key   text not null unique,
    kind          text not null,
    cycle_id      text not null,
    ring          text,
    target        text not null,
    request       text not null,
    before_value  text,
    state         text not null,                      -- INTENDED, DONE, FAILED, AMBIGUOUS
    attempts      integer not null default 1,
    intended_at   timestamptz not null,
    intended_wall timestamptz not null,
    status        integer,
    response      text,
    request_id    text,
    settled_at    timestamptz,
    settled_wall  timestamptz,
    read_back     text,
    read_back_at  timestamptz
);
create index graph_write_cycle on hotpatch.graph_write (cycle_id, ring, kind);

create table hotpatch.restart_window (
    cycle_id  text not null,
    ring      text not null,
    number    integer not null,
    starts_at timestamptz not null,
    ends_at   timestamptz not null,
    state     text not null,                          -- PROPOSED, AGREED, DECLINED
    devices   integer not null,
    primary key (cycle_id, ring, number)
);

create table hotpatch.restart (                       -- the restart ledger
    cycle_id  text not null,
    device_id text not null,
    ring      text not null,
    reason    text not null,                          -- BASELINE, LCU, BASELINE_DEBT, EXTRA
    planned   boolean not null,
    known     text not null,                          -- UNKNOWN (asked for), INFERRED (from the build), OBSERVED
    asked_at  timestamptz,                            -- when we asked for it, if we did
    not_before timestamptz,                           -- happened between these two
    not_after timestamptz,
    primary key (cycle_id, device_id, reason)
);

create table hotpatch.model_set (                     -- deployments that hold all models, decisions and forms
    deployment_id text primary key,
    hash          text not null,
    activated_by  text not null,
    activated_at  timestamptz not null default now(),
    active        boolean not null
);
create unique index model_set_active on hotpatch.model_set (active) where active;
