-- What of a plan is kept as counts: whatever changes of devices and their owners later, and where its devices are no longer kept.

create table hotpatch.ring_mix (                                -- what facts that no plan freezes were like when it was planned
    cycle_id  text not null references hotpatch.cycle (id),
    dimension text not null,                                    -- MODEL, REGION
    value     text not null,
    ring      text,                                             -- null: in none
    devices   integer not null
);
create index ring_mix_cycle on hotpatch.ring_mix (cycle_id);

-- When the devices of its plan were thinned out to their counts by class; null while they are there.
alter table hotpatch.cycle add column thinned_at timestamptz;
