-- The first list brings the numbers of its devices with it: the sequence, asked row by row, was a tenth of what a row cost the server. And object
-- ids come after the list: their lookup is built when they are there, so that giving them to a million devices touches no index at all.

create or replace function hotpatch.put_lookups_back() returns integer language plpgsql security definer
    set search_path = pg_catalog set maintenance_work_mem = '128MB' as $$
declare surplus integer := 0;
begin
    if to_regclass('hotpatch.device_pkey') is not null then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('hotpatch.device', 0));
    -- by a query: the answer above may be remembered though another transaction has built it meanwhile
    if exists (select from pg_index where indrelid = 'hotpatch.device'::regclass and indexrelid::regclass::text = 'hotpatch.device_pkey') then
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
    perform setval(pg_get_serial_sequence('hotpatch.device', 'no'), greatest((select max(no) from hotpatch.device),
        nextval(pg_get_serial_sequence('hotpatch.device', 'no'))));
    create index device_key on hotpatch.device (hotpatch.device_key(entra_device_id, serial, id));
    create index device_duplicate on hotpatch.device (no) where duplicate;
    drop trigger if exists number_new on hotpatch.device;
    create trigger number_new before insert on hotpatch.device for each row execute function hotpatch.number_device();
    analyze hotpatch.device (id, no, line, build, ubr, retired);
    return surplus;
end $$;

-- Builds the lookup of object ids where it is not there.
create function hotpatch.look_up_objects() returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    if to_regclass('hotpatch.device_object') is null then
        perform pg_advisory_xact_lock(hashtextextended('hotpatch.device', 0));
        create index if not exists device_object on hotpatch.device using hash (object_id);
    end if;
end $$;

revoke all on function hotpatch.look_up_objects() from public;
grant execute on function hotpatch.look_up_objects() to hotpatch_app;
