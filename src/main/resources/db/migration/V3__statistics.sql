-- Fleet work is set-based; a planner that does not know a new cycle yet takes its rows for a few and loops over them.
-- The running program may not analyze tables it does not own, so it calls this after it has added many rows.

create function hotpatch.learn_plan() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    analyze hotpatch.device (id);
    analyze hotpatch.plan_device (cycle_id, device_id, ring, controlled, population, line, build);
end $$;

create function hotpatch.learn_progress() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    analyze hotpatch.progress (cycle_id, device_id, ring, outcome);
end $$;

revoke all on function hotpatch.learn_plan(), hotpatch.learn_progress() from public;
grant execute on function hotpatch.learn_plan(), hotpatch.learn_progress() to hotpatch_app;

-- Whether the restart that a new build implies has been written into the restart ledger: each is looked at once.
alter table hotpatch.progress add column restart_inferred boolean not null default false;
-- Whether the device is active by the plan, and so counts in its ring's figures.
alter table hotpatch.progress add column counted boolean not null default true;
alter table hotpatch.progress drop column restart_seen_at;

alter table hotpatch.ring add column reported integer not null default 0;  -- checked in since the ring was opened

-- Devices of which a cycle does not know yet whether the release took effect.
create index progress_awaited on hotpatch.progress (device_id) where outcome in ('PENDING', 'FAILED');
create view hotpatch.awaited_device as select device_id from hotpatch.progress where outcome in ('PENDING', 'FAILED');

-- A few rows tell how large a cycle is: the sample is a third of the default.
alter table hotpatch.plan_device alter cycle_id set statistics 30, alter device_id set statistics 30, alter ring set statistics 30,
    alter controlled set statistics 30, alter population set statistics 30, alter line set statistics 30, alter build set statistics 30;
alter table hotpatch.progress alter cycle_id set statistics 30, alter device_id set statistics 30, alter ring set statistics 30,
    alter outcome set statistics 30;

-- Builds and outcomes change in place, poll by poll.
alter table hotpatch.device set (fillfactor = 70);
alter table hotpatch.progress set (fillfactor = 70);
