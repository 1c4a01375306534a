-- Devices in use that the plan of a running cycle does not count, because they appeared, came back or became active after it was drawn.

alter table hotpatch.ring add column late_allowed integer not null default 0;      -- devices beyond the plan that may join before it opens, as approved
alter table hotpatch.ring add column late_read boolean not null default false;     -- the fleet was read again for them

create table hotpatch.late_joiner (
    cycle_id  text not null references hotpatch.cycle (id),
    device_id text not null,                                    -- Intune device id
    how       text not null,                                    -- NEW, RETURNED, REPLACED, ACTIVE_AGAIN
    ring      text,                                             -- it belongs to; null: none
    class     bigint,                                           -- of the plan, had it been there; says nothing where the plan has none like it
    fate      text not null,                                    -- WAITS for the next cycle, STAYS where its plan has it, JOINED its ring
    seen_at   timestamptz not null,                             -- business time
    joined_at timestamptz,
    primary key (cycle_id, device_id)
);

create table hotpatch.newcomer (                                -- listed among the builds, but not in any list of devices yet
    id       text primary key,                                  -- Intune device id
    line     text not null,
    build    integer,
    ubr      integer,
    seen_at  timestamptz not null,                              -- its last check-in
    noted_at timestamptz not null                               -- when it was read
);

-- As before, and how many may join beyond the plan: an approval of another number is of another plan.
create or replace function hotpatch.plan_hash(plan text) returns text language sql stable as $$
    select encode(sha256(
        coalesce((select string_agg(sha256(int8send(p.part) || array_send(p.classes) || array_send(p.objects) || coalesce(array_send(p.named), '')), '' order by p.part)
            from hotpatch.plan_part p where p.cycle = (select no from hotpatch.cycle where id = plan)), '') ||
        convert_to(coalesce((select string_agg(k.class || '|' || coalesce(k.ring, '-') || '|' || coalesce(k.track, '-') || '|' || k.restart_expected
            || '|' || k.controlled, E'\n' order by k.class) from hotpatch.plan_class k where k.cycle_id = plan), '')
            || coalesce((select string_agg(E'\nlate|' || r.name || '|' || r.late_allowed, '' order by r.ordinal) from hotpatch.ring r
                where r.cycle_id = plan and r.late_allowed > 0), ''), 'UTF8')), 'hex')
$$;
