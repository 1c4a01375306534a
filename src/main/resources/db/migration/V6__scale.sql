-- A plan that is written once. A device of a plan is one narrow row: who it is, and the class it belongs to. All that
-- is decided of a device depends on its class alone (facts, population, what reaches it, its claim to a ring), and
-- there are few classes; decisions touch those. View plan_device shows both together, a row per device.

-- One number for all facts that decisions look at. md5, because it does not change with the server's version.
create function hotpatch.facts_key(line text, build integer, ubr integer, edition text, cpu text, chpe text, join_type text, management text,
        licence text, vbs text, hotpatched boolean) returns bigint language sql immutable parallel safe
    return ('x' || substr(md5(line || '|' || coalesce(build::text, '') || '|' || coalesce(ubr::text, '') || '|' || edition || '|' || cpu || '|'
        || chpe || '|' || join_type || '|' || management || '|' || licence || '|' || vbs || '|' || hotpatched::text), 1, 16))::bit(64)::bigint;

alter table hotpatch.device
    add column no bigint generated always as identity,   -- stands for the id in plans; devices are never deleted
    add column duplicate boolean not null default false, -- another record of the same device checked in later
    -- place in 10,000 equal parts of the fleet, the same for ever: rings by share take ranges of it
    add column bucket smallint not null generated always as ((('x' || substr(md5(id), 1, 7))::bit(28)::integer % 10000)::smallint) stored,
    add column facts bigint not null generated always as (hotpatch.facts_key(line, build, ubr, edition, cpu, chpe, join_type, management,
        licence, vbs, hotpatched_at is not null)) stored,
    add constraint device_no unique (no);
alter table hotpatch.device alter id set statistics 30, alter no set statistics 30;
alter table hotpatch.cycle add column no integer generated always as identity, add constraint cycle_no unique (no);

-- Duplicates (same Entra device id, or same serial) count once, as the record that checked in last. Settled with each
-- snapshot, so that planning a million devices does not sort them.
create function hotpatch.mark_duplicates() returns void language sql as $$
    update hotpatch.device d set duplicate = found.duplicate
    from (select no, row_number() over (partition by coalesce(entra_device_id, serial, id)
             order by last_check_in desc nulls last, id) > 1 as duplicate from hotpatch.device) found
    where found.no = d.no and found.duplicate <> d.duplicate
$$;
select hotpatch.mark_duplicates();

create or replace function hotpatch.device_population(stale_before timestamptz)
    returns table (device_id text, population text) language sql stable as $$
    select id, case when duplicate then 'DUPLICATE' when retired then 'RETIRED'
        when last_check_in is null or last_check_in < stale_before then 'STALE' else 'ACTIVE' end
    from hotpatch.device
$$;

alter table hotpatch.plan_device rename to plan_device_before;

create table hotpatch.plan_class (
    class            bigint primary key,              -- hash of cycle, facts and what follows from nothing but the device
    cycle_id         text not null,
    devices          integer not null,
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
    policy           text not null,                   -- UNIT, FOREIGN, NONE
    build_class      text,
    eligibility      text,                            -- ELIGIBLE, NOT_ELIGIBLE, UNKNOWN
    reasons          text not null default '',        -- codes, comma separated, first to fix first
    hotpatched_before boolean not null default false,
    ring             text,
    controlled       boolean not null default false,
    uncontrolled_why text,
    track            text,                            -- HOTPATCH, LCU, NONE
    restart_expected boolean not null default false
) with (fillfactor = 50);
create index plan_class_cycle on hotpatch.plan_class (cycle_id);

create table hotpatch.plan_member (
    class         bigint not null,
    device        bigint not null,
    last_check_in timestamptz,
    cycle         integer not null,
    object_id     text,
    primary key (cycle, device)
);
alter table hotpatch.plan_member alter cycle set statistics 30, alter device set statistics 30, alter class set statistics 30;

-- Who is in the group of a ring, while a plan is drawn. Read anew each time: a crash loses nothing.
create unlogged table hotpatch.ring_claim (
    object_id text primary key,
    ring      integer not null
);

-- Plans of before. Their classes are numbered by everything that was decided.
create temporary table before on commit drop as
    select p.*, c.no as cycle_no, hashtextextended((c.no, p.population, p.line, p.build, p.ubr, p.edition, p.cpu, p.chpe, p.join_type, p.management,
        p.licence, p.vbs, p.policy, p.build_class, p.eligibility, p.reasons, p.hotpatched_before, p.ring, p.controlled, p.uncontrolled_why, p.track,
        p.restart_expected)::text, 0) as class
    from hotpatch.plan_device_before p join hotpatch.cycle c on c.id = p.cycle_id;
insert into hotpatch.plan_class
    select class, cycle_id, count(*), population, line, build, ubr, edition, cpu, chpe, join_type, management, licence, vbs, policy, build_class,
        eligibility, reasons, hotpatched_before, ring, controlled, uncontrolled_why, track, restart_expected
    from before group by class, cycle_id, population, line, build, ubr, edition, cpu, chpe, join_type, management, licence, vbs, policy, build_class,
        eligibility, reasons, hotpatched_before, ring, controlled, uncontrolled_why, track, restart_expected;
insert into hotpatch.plan_member (class, device, last_check_in, cycle, object_id)
    select b.class, d.no, b.last_check_in, b.cycle_no, b.object_id from before b join hotpatch.device d on d.id = b.device_id;
drop table hotpatch.plan_device_before;

-- The plan of a cycle as its readers know it: a row per device.
create view hotpatch.plan_device as
    select c.id as cycle_id, d.id as device_id, m.object_id, k.population, k.line, k.build, k.ubr, k.edition, k.cpu, k.chpe, k.join_type,
        k.management, k.licence, k.vbs, k.policy, k.build_class, k.eligibility, k.reasons, k.hotpatched_before, k.ring, k.controlled,
        k.uncontrolled_why, k.track, k.restart_expected, m.last_check_in
    from hotpatch.plan_member m join hotpatch.cycle c on c.no = m.cycle join hotpatch.plan_class k on k.class = m.class and k.cycle_id = c.id
    left join hotpatch.device d on d.no = m.device;

-- What an approval is bound to: who is planned, by which object id groups hold him, and what was decided of his class.
-- In the order of the key, so that a million rows need no sorting.
create function hotpatch.plan_hash(plan text) returns text language sql stable as $$
    select encode(sha256(convert_to(
        coalesce((select string_agg(m.device || '|' || coalesce(m.object_id, '-') || '|' || m.class, E'\n' order by m.device)
            from hotpatch.plan_member m where m.cycle = (select no from hotpatch.cycle where id = plan)), '') || E'\n\n' ||
        coalesce((select string_agg(k.class || '|' || coalesce(k.ring, '-') || '|' || coalesce(k.track, '-') || '|' || k.restart_expected
            || '|' || k.controlled, E'\n' order by k.class) from hotpatch.plan_class k where k.cycle_id = plan), ''), 'UTF8')), 'hex')
$$;

create or replace function hotpatch.learn_plan() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    analyze hotpatch.device (id, no);
    analyze hotpatch.plan_member (cycle, device, class);
    analyze hotpatch.plan_class;
    analyze hotpatch.cycle (id, no);
end $$;
