-- The first list of a fleet is taken over with less work: a million rows find their way into indexes at five times the cost of indexes that
-- are built over a million rows.

-- One number for all facts that decisions look at, without putting them together to one text first. Devices of the same facts whose numbers
-- were made by another version of this are two classes of a plan, decided alike.
create or replace function hotpatch.facts_key(line text, build integer, ubr integer, edition text, cpu text, chpe text, join_type text,
        management text, licence text, vbs text, hotpatched boolean) returns bigint language sql immutable parallel safe
    return hashtextextended(line, 1) # hashint4extended(coalesce(build, -1), 2) # hashint4extended(coalesce(ubr, -1), 3) # hashtextextended(edition, 4)
        # hashtextextended(cpu, 5) # hashtextextended(chpe, 6) # hashtextextended(join_type, 7) # hashtextextended(management, 8)
        # hashtextextended(licence, 9) # hashtextextended(vbs, 10) # hashint4extended(hotpatched::integer, 11);

-- What records of one device have in common, as a number: to find records by, also by Entra device id where there is one. Two devices may
-- have one number.
create function hotpatch.device_key(entra_device_id text, serial text, id text) returns bigint language sql immutable parallel safe
    return hashtextextended(coalesce(entra_device_id, serial, id), 0);

drop index hotpatch.device_entra;
-- Unique indexes and no constraints: they can be built while others read the table.
alter table hotpatch.device drop constraint device_pkey, drop constraint device_no;
create unique index device_pkey on hotpatch.device (id);
create unique index device_no on hotpatch.device (no);
create index device_key on hotpatch.device (hotpatch.device_key(entra_device_id, serial, id));
create index device_duplicate on hotpatch.device (no) where duplicate;

-- As before. Keys are sorted as numbers, which a fleet of a million needs half a second for; the few that are shared are looked up one by one.
create or replace function hotpatch.mark_duplicates() returns void language sql
    set work_mem = '64MB' set enable_hashagg = off set enable_hashjoin = off set enable_mergejoin = off as $$
    with shared as materialized (
        select hotpatch.device_key(entra_device_id, serial, id) as key from hotpatch.device group by 1 having count(*) > 1),
    concerned as (
        select no from hotpatch.device where duplicate
        union select d.no from shared join hotpatch.device d on hotpatch.device_key(d.entra_device_id, d.serial, d.id) = shared.key)
    update hotpatch.device d set duplicate = found.duplicate
    from (select r.no, row_number() over (partition by coalesce(r.entra_device_id, r.serial, r.id)
             order by r.last_check_in desc nulls last, r.id) > 1 as duplicate from concerned join hotpatch.device r on r.no = concerned.no) found
    where found.no = d.no and found.duplicate <> d.duplicate
$$;

-- Takes the indexes off a fleet that knows no device yet. Not while somebody else uses the table, nor for long: what follows is done without
-- this lock.
create function hotpatch.set_lookups_aside() returns boolean language plpgsql security definer set search_path = pg_catalog as $$
begin
    if exists (select from hotpatch.device) then
        return false;
    end if;
    lock table hotpatch.device in access exclusive mode nowait;
    if exists (select from hotpatch.device) then
        raise lock_not_available;                    -- lets go of the lock
    end if;
    drop index if exists hotpatch.device_pkey, hotpatch.device_no, hotpatch.device_key, hotpatch.device_duplicate, hotpatch.device_object;
    return true;
exception when lock_not_available then
    return false;
end $$;

-- Whether this transaction alone may add devices without lookups.
create function hotpatch.lookups_are_aside() returns boolean language sql security definer set search_path = pg_catalog as $$
    select pg_try_advisory_xact_lock(hashtextextended('hotpatch.device', 0)) and to_regclass('hotpatch.device_pkey') is null
        and not exists (select from hotpatch.device)
$$;

-- Builds the indexes where they are not there, in the transaction that added the devices: no device is ever seen without. Of a device that
-- was listed twice, what was seen last counts. Returns how many rows were too many.
create function hotpatch.put_lookups_back() returns integer language plpgsql security definer
    set search_path = pg_catalog set maintenance_work_mem = '128MB' as $$
declare surplus integer := 0;
begin
    if to_regclass('hotpatch.device_pkey') is not null then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('hotpatch.device', 0));
    if to_regclass('hotpatch.device_pkey') is not null then
        return 0;
    end if;
    begin
        create unique index device_pkey on hotpatch.device (id);
    exception when unique_violation then
        delete from hotpatch.device d using (select no, row_number() over (partition by id order by last_check_in desc nulls last, no desc) as n
            from hotpatch.device) one where one.no = d.no and one.n > 1;
        get diagnostics surplus = row_count;
        create unique index device_pkey on hotpatch.device (id);
    end;
    create unique index device_no on hotpatch.device (no);
    create index device_key on hotpatch.device (hotpatch.device_key(entra_device_id, serial, id));
    create index device_duplicate on hotpatch.device (no) where duplicate;
    create index device_object on hotpatch.device using hash (object_id);
    analyze hotpatch.device (id, no, line, build, ubr, retired);
    return surplus;
end $$;

revoke all on function hotpatch.set_lookups_aside(), hotpatch.lookups_are_aside(), hotpatch.put_lookups_back() from public;
grant execute on function hotpatch.set_lookups_aside(), hotpatch.lookups_are_aside(), hotpatch.put_lookups_back() to hotpatch_app;
