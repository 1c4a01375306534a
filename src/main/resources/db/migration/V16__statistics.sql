-- A planner that takes a fleet for a handful of devices loops over them: of the columns that observing filters by, too,
-- it has to know what they hold. A small sample will do.

alter table hotpatch.device alter line set statistics 30, alter build set statistics 30, alter ubr set statistics 30, alter retired set statistics 30;

create or replace function hotpatch.learn_plan() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    analyze hotpatch.device (id, no, line, build, ubr, retired);
    analyze hotpatch.plan_member (cycle, device, class);
    analyze hotpatch.plan_class;
    analyze hotpatch.cycle (id, no);
end $$;

-- Nobody awaits a device for a cycle that has ended.
create or replace view hotpatch.awaited_device as
    select g.device_id from hotpatch.progress g join hotpatch.cycle c on c.id = g.cycle_id
    where g.outcome in ('PENDING', 'FAILED') and c.state not in ('CLOSED', 'REJECTED', 'ABANDONED', 'SUPERSEDED');
