-- What the sources no longer list. One list that lacks a row proves nothing: what two complete lists in a row lack is gone.

alter table hotpatch.device
    add column absent_since timestamptz,                        -- first list of Intune that lacked the record; null while it is listed
    add column gone boolean not null default false;             -- the list after that lacked it too: it is no longer counted nor planned

alter table hotpatch.entra_device add column missed boolean not null default false;   -- the newest list lacks it, the one before had it

create table hotpatch.gone_object (                             -- Entra objects that a write found gone: no group can hold them
    object_id text primary key,
    cycle_id  text not null,                                    -- whose preparation found it
    found_at  timestamptz not null                              -- business time
);

create or replace function hotpatch.device_population(stale_before timestamptz)
    returns table (device_id text, population text) language sql stable as $$
    select id, case when duplicate then 'DUPLICATE' when retired then 'RETIRED'
        when last_check_in is null or last_check_in < stale_before then 'STALE' else 'ACTIVE' end
    from hotpatch.device where not gone
$$;

-- As before; of records of one device, one that is listed speaks for it rather than one that is not.
create or replace function hotpatch.mark_duplicates() returns void language sql
    set work_mem = '64MB' set enable_hashagg = off set enable_hashjoin = off set enable_mergejoin = off as $$
    with shared as materialized (
        select hotpatch.device_key(entra_device_id, serial, id) as key from hotpatch.device group by 1 having count(*) > 1),
    concerned as (
        select no from hotpatch.device where duplicate
        union select d.no from shared join hotpatch.device d on hotpatch.device_key(d.entra_device_id, d.serial, d.id) = shared.key)
    update hotpatch.device d set duplicate = found.duplicate
    from (select r.no, row_number() over (partition by coalesce(r.entra_device_id, r.serial, r.id)
             order by r.absent_since is not null, r.last_check_in desc nulls last, r.id) > 1 as duplicate
          from concerned join hotpatch.device r on r.no = concerned.no) found
    where found.no = d.no and found.duplicate <> d.duplicate
$$;

create table hotpatch.fleet_reading (                           -- one row: for which cycle the fleet is being read, by whom, and until when he is believed to
    one         boolean primary key default true check (one),
    cycle_id    text not null,
    node        text not null,
    lease_until timestamptz not null                            -- real time; another reading begins when it has passed
);
