-- A plan in parts. What a plan says of a device by itself is its class, when it was seen, and its Entra object: a row per device was mostly
-- what PostgreSQL adds to a row and to an entry of its index. Devices whose numbers follow each other now share one; each has its place in
-- the arrays of its part, empty where it is not planned. The views plan_member and plan_device show a row per device, as before.

create function hotpatch.plan_part_of(device bigint) returns bigint language sql immutable parallel safe return device / 120;
create function hotpatch.plan_place_of(device bigint) returns integer language sql immutable parallel safe return (device % 120)::integer + 1;
create function hotpatch.plan_device_at(part bigint, place bigint) returns bigint language sql immutable parallel safe return part * 120 + place - 1;

create table hotpatch.plan_part (
    part    bigint not null,
    cycle   integer not null,
    classes bigint[] not null,                        -- null where no device is planned at this place
    seen    timestamptz[] not null,
    objects uuid[] not null,
    named   text[],                                   -- Entra objects whose id is no UUID as UUIDs are written; null where there are none
    primary key (cycle, part)
);
-- Never out of line nor compressed: a place is found by counting. Two parts fill a page.
alter table hotpatch.plan_part alter classes set storage plain, alter seen set storage plain, alter objects set storage plain;
alter table hotpatch.plan_part alter cycle set statistics 30, alter part set statistics 30;

-- Plans devices for a cycle. Large plans are drawn by the program itself, which fills whole parts.
create function hotpatch.plan_members(of_cycle integer, devices bigint[], classes bigint[], seen timestamptz[], objects text[])
        returns void language sql as $$
    with member as (
        select hotpatch.plan_part_of(m.device) as part, hotpatch.plan_place_of(m.device) as place, m.class, m.seen,
            case when m.object ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then m.object::uuid end as uuid, m.object
        from unnest(devices, classes, seen, objects) m (device, class, seen, object))
    insert into hotpatch.plan_part as p (cycle, part, classes, seen, objects, named)
    select of_cycle, f.part, array_agg(m.class order by f.place), array_agg(m.seen order by f.place), array_agg(m.uuid order by f.place),
        case when bool_or(m.object is not null and m.uuid is null) then array_agg(case when m.uuid is null then m.object end order by f.place) end
    from (select distinct part from member) d cross join lateral (select d.part, place from generate_series(1, 120) place) f
    left join member m on m.part = f.part and m.place = f.place group by f.part
    on conflict (cycle, part) do update set
        classes = array(select coalesce(n, o) from unnest(excluded.classes, p.classes) with ordinality u (n, o, i) order by i),
        seen = array(select coalesce(n, o) from unnest(excluded.seen, p.seen) with ordinality u (n, o, i) order by i),
        objects = array(select coalesce(n, o) from unnest(excluded.objects, p.objects) with ordinality u (n, o, i) order by i),
        named = case when excluded.named is null then p.named when p.named is null then excluded.named
            else array(select coalesce(n, o) from unnest(excluded.named, p.named) with ordinality u (n, o, i) order by i) end
$$;

select hotpatch.plan_members(cycle, array_agg(device), array_agg(class), array_agg(last_check_in), array_agg(object_id))
from hotpatch.plan_member group by cycle;

drop view hotpatch.plan_device;
drop table hotpatch.plan_member;

create view hotpatch.plan_member as
    select p.classes[hotpatch.plan_place_of(d.no)] as class, d.no as device, p.seen[hotpatch.plan_place_of(d.no)] as last_check_in, p.cycle,
        coalesce(p.objects[hotpatch.plan_place_of(d.no)]::text, p.named[hotpatch.plan_place_of(d.no)]) as object_id
    from hotpatch.plan_part p join hotpatch.device d on hotpatch.plan_part_of(d.no) = p.part
    where p.classes[hotpatch.plan_place_of(d.no)] is not null;

create view hotpatch.plan_device as
    select c.id as cycle_id, d.id as device_id, coalesce(p.objects[hotpatch.plan_place_of(d.no)]::text, p.named[hotpatch.plan_place_of(d.no)]) as object_id,
        k.population, k.line, k.build, k.ubr, k.edition, k.cpu, k.chpe, k.join_type, k.management, k.licence, k.vbs, k.policy, k.build_class,
        k.eligibility, k.reasons, k.hotpatched_before, k.ring, k.controlled, k.uncontrolled_why, k.track, k.restart_expected,
        p.seen[hotpatch.plan_place_of(d.no)] as last_check_in
    from hotpatch.plan_part p join hotpatch.cycle c on c.no = p.cycle join hotpatch.device d on hotpatch.plan_part_of(d.no) = p.part
    join hotpatch.plan_class k on k.class = p.classes[hotpatch.plan_place_of(d.no)] and k.cycle_id = c.id;

-- What an approval is bound to: who is planned, by which object id groups hold him, and what was decided of his class.
create or replace function hotpatch.plan_hash(plan text) returns text language sql stable as $$
    select encode(sha256(
        coalesce((select string_agg(sha256(int8send(p.part) || array_send(p.classes) || array_send(p.objects) || coalesce(array_send(p.named), '')), '' order by p.part)
            from hotpatch.plan_part p where p.cycle = (select no from hotpatch.cycle where id = plan)), '') ||
        convert_to(coalesce((select string_agg(k.class || '|' || coalesce(k.ring, '-') || '|' || coalesce(k.track, '-') || '|' || k.restart_expected
            || '|' || k.controlled, E'\n' order by k.class) from hotpatch.plan_class k where k.cycle_id = plan), ''), 'UTF8')), 'hex')
$$;

create or replace function hotpatch.learn_plan() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    analyze hotpatch.device (id, no, line, build, ubr, retired);
    analyze hotpatch.plan_part (cycle, part);
    analyze hotpatch.plan_class;
    analyze hotpatch.cycle (id, no);
end $$;

-- The fleet is read by several processes at once, also where exemptions are in force.
alter function hotpatch.exempted(timestamptz) parallel safe;
