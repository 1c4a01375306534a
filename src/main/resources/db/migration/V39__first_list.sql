-- The first list of a fleet is copied as it is to be. A generated column makes the server copy and form each row twice: with two of them a
-- million rows cost 3.8 s of its time, without 2.4 s.

-- Place in 10,000 equal parts of the fleet, the same for ever: rings by share take ranges of it.
create function hotpatch.bucket_of(id text) returns smallint language sql immutable parallel safe
    return (('x' || substr(md5(id), 1, 7))::bit(28)::integer % 10000)::smallint;

alter table hotpatch.device alter bucket drop expression, alter facts drop expression;

-- Whoever adds or changes a device, its numbers follow what it is; what is given for them does not count.
create function hotpatch.number_device() returns trigger language plpgsql as $$
begin
    new.bucket := hotpatch.bucket_of(new.id);
    new.facts := hotpatch.facts_key(new.line, new.build, new.ubr, new.edition, new.cpu, new.chpe, new.join_type, new.management, new.licence, new.vbs,
        new.hotpatched_at is not null);
    return new;
end $$;
create trigger number_new before insert on hotpatch.device for each row execute function hotpatch.number_device();
create trigger number_changed before update on hotpatch.device for each row
    when ((old.id, old.line, old.build, old.ubr, old.edition, old.cpu, old.chpe, old.join_type, old.management, old.licence, old.vbs,
            old.hotpatched_at is null, old.bucket, old.facts)
        is distinct from (new.id, new.line, new.build, new.ubr, new.edition, new.cpu, new.chpe, new.join_type, new.management, new.licence, new.vbs,
            new.hotpatched_at is null, new.bucket, new.facts))
    execute function hotpatch.number_device();

-- As before. Who adds the first list has looked up its numbers: a trigger would have rows added one by one.
create or replace function hotpatch.set_lookups_aside() returns boolean language plpgsql security definer set search_path = pg_catalog as $$
begin
    if exists (select from hotpatch.device) then
        return false;
    end if;
    lock table hotpatch.device in access exclusive mode nowait;
    if exists (select from hotpatch.device) then
        raise lock_not_available;                    -- lets go of the lock
    end if;
    drop index if exists hotpatch.device_pkey, hotpatch.device_no, hotpatch.device_key, hotpatch.device_duplicate, hotpatch.device_object;
    drop trigger if exists number_new on hotpatch.device;
    return true;
exception when lock_not_available then
    return false;
end $$;

create or replace function hotpatch.put_lookups_back() returns integer language plpgsql security definer
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
    drop trigger if exists number_new on hotpatch.device;
    create trigger number_new before insert on hotpatch.device for each row execute function hotpatch.number_device();
    analyze hotpatch.device (id, no, line, build, ubr, retired);
    return surplus;
end $$;
